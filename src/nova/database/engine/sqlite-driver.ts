import type { CompiledQuery, Driver, QueryResult } from '../kysely.js';
import { Breath } from './breath.js';
import { patiently } from './patiently.js';
import { SqliteConnection } from './sqlite-connection.js';
import { isBusy, isQueryFault } from './sqlite-faults.js';
import { fileAt, SqliteFile } from './sqlite-file.js';
import { Turns } from './turns.js';

/**
 * One handle that writes, in transactions that take the lock of the file at once (BEGIN IMMEDIATE): one that takes it
 * with its first write finds "database is locked" where others have written meanwhile. Another handle reads, which waits
 * for nobody (WAL). Whoever waits for the lock lets the process go on.
 */
export class SqliteDriver implements Driver {
  readonly #path: string;
  /** Seconds. */
  readonly #timeout: number;
  /** Of the writer: one transaction after the other. */
  readonly #turns = new Turns();
  readonly #breath = new Breath();
  #writer: SqliteFile | undefined;
  #reader: SqliteFile | undefined;
  #wasThere = false;

  constructor(path: string, timeout: number) {
    this.#path = path;
    this.#timeout = timeout;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    return new SqliteConnection(this);
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(connection: SqliteConnection): Promise<void> {
    await this.#breath.take();
    await this.#begin();
    connection.inTransaction = true;
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    this.#write((file) => file.exec('commit'));
    connection.inTransaction = false;
    this.#turns.give();
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    if (!connection.inTransaction) return;
    connection.inTransaction = false;
    this.#end();
  }

  async destroy(): Promise<void> {
    await this.#turns.take(this.#timeout);
    this.#dropReader();
    this.#dropWriter();
    this.#turns.close();
  }

  async execute<Row>(connection: SqliteConnection, query: CompiledQuery): Promise<QueryResult<Row>> {
    const { sql, parameters } = query;
    if (connection.inTransaction) return this.#write((file) => file.run<Row>(sql, parameters));
    await this.#breath.take();
    if (query.query.kind === 'SelectQueryNode' && this.#path !== ':memory:')
      return patiently(() => this.#read(sql, parameters), this.#timeout);
    await this.#begin();
    try {
      const result = this.#write((file) => file.run<Row>(sql, parameters));
      this.#write((file) => file.exec('commit'));
      return result;
    } finally {
      this.#end();
    }
  }

  async #begin(): Promise<void> {
    await this.#turns.take(this.#timeout);
    try {
      await patiently(() => {
        if (this.#writer?.isInPlace === false) this.#dropWriter();
        this.#write((file) => file.exec('begin immediate'));
      }, this.#timeout);
    } catch (error) {
      this.#turns.give();
      throw error;
    }
  }

  /** What was not committed is undone; the next one's turn. */
  #end(): void {
    try {
      if (this.#writer?.inTransaction) this.#writer.exec('rollback');
    } catch {
      this.#dropWriter();
    }
    this.#turns.give();
  }

  #read<Row>(text: string, parameters: readonly unknown[]): QueryResult<Row> {
    try {
      if (this.#reader?.isInPlace === false) this.#dropReader();
      this.#reader ??= this.#open(READER);
      return this.#reader.run<Row>(text, parameters);
    } catch (error) {
      if (isOfFile(error)) this.#dropReader();
      throw error;
    }
  }

  #write<Result>(work: (file: SqliteFile) => Result): Result {
    try {
      this.#writer ??= this.#open(WRITER);
      return work(this.#writer);
    } catch (error) {
      // After an error of the file, not of the query, it is opened anew. What is in memory would be lost by that.
      if (isOfFile(error)) this.#dropWriter();
      throw error;
    }
  }

  /** One that was there is not made anew: it would have no tables. */
  #open(pragmas: string): SqliteFile {
    if (this.#wasThere && fileAt(this.#path) === undefined)
      throw new Error('its file was deleted or moved; bring it back, or restart the services for a new one');
    const file = new SqliteFile(this.#path, pragmas);
    this.#wasThere = true;
    return file;
  }

  #dropReader(): void {
    this.#reader?.close();
    this.#reader = undefined;
  }

  #dropWriter(): void {
    this.#writer?.close();
    this.#writer = undefined;
  }
}

const isOfFile = (error: unknown) => !isBusy(error) && !isQueryFault(error);

const READER = 'pragma busy_timeout = 0; pragma query_only = on';
/** A commit is not lost by the death of the process; by that of the machine, the last ones may be. */
const WRITER = 'pragma busy_timeout = 0; pragma journal_mode = wal; pragma synchronous = normal';
