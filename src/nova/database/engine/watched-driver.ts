import { LaunchError } from '../../../errors.js';
import { DatabaseUnavailable } from '../errors.js';
import type {
  CompiledQuery,
  DatabaseConnection,
  Driver,
  QueryResult,
  TransactionSettings,
} from '../kysely.js';
import type { Outage } from './outage.js';

class Watched implements DatabaseConnection {
  constructor(
    readonly inner: DatabaseConnection,
    private readonly watch: Watch,
  ) {}

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.watch(() => this.inner.executeQuery<R>(query));
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

/** `answers` unless it says nothing of the database that the work succeeds. */
type Watch = <Result>(work: () => Promise<Result>, answers?: boolean) => Promise<Result>;

/** Tells an outage whatever fails because of the database, and not because of what it was asked. */
export class WatchedDriver implements Driver {
  readonly #inner: Driver;
  readonly #watch: Watch;
  #destroyed: Promise<void> | undefined;

  constructor(inner: Driver, outage: Outage, isQueryFault: (error: unknown) => boolean) {
    this.#inner = inner;
    this.#watch = async (work, answers = true) => {
      const asked = performance.now();
      try {
        const result = await work();
        if (answers) outage.end(asked);
        return result;
      } catch (error) {
        if (error instanceof LaunchError) throw error;
        if (!isQueryFault(error)) throw outage.begin(error);
        outage.end(asked);
        throw error;
      }
    };
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#destroyed) throw new DatabaseUnavailable('The database is closed: this process stops.');
    // Nothing has been asked yet, of SQLite, nor of a pool that has had the connection.
    return new Watched(await this.#watch(() => this.#inner.acquireConnection(), false), this.#watch);
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.#watch(() => this.#inner.beginTransaction((connection as Watched).inner, settings));
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#watch(() => this.#inner.commitTransaction((connection as Watched).inner));
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // Of a connection that is broken nothing is asked: no sign that the database answers.
    return this.#watch(() => this.#inner.rollbackTransaction((connection as Watched).inner), false);
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection((connection as Watched).inner);
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#inner.destroy();
    return this.#destroyed;
  }
}
