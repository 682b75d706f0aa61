import type { PoolClient } from 'pg';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from '../kysely.js';
import { isQueryFault } from './postgresql-faults.js';
import type { PostgresqlPool } from './postgresql-pool.js';

class Connection implements DatabaseConnection {
  /** After an error of the server or of the line to it: what it does now, nobody knows. */
  broken = false;

  constructor(readonly client: PoolClient) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.query<R>(sql, parameters);
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  async query<R>(text: string, values: readonly unknown[] = []) {
    try {
      return await this.client.query<R & object>(text, [...values]);
    } catch (error) {
      if (!isQueryFault(error)) this.broken = true;
      throw error;
    }
  }

  // biome-ignore lint/correctness/useYield: nobody streams.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Rows of PostgreSQL are not streamed.');
  }
}

/** Kysely's own one keeps a connection of which it is not known what it still does, as after a query that timed out. */
export class PostgresqlDriver implements Driver {
  readonly #pool: PostgresqlPool;

  constructor(pool: PostgresqlPool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    return new Connection(await this.#pool.connect());
  }

  async releaseConnection({ client, broken }: Connection): Promise<void> {
    client.release(broken);
  }

  async beginTransaction(connection: Connection): Promise<void> {
    await connection.query('begin');
  }

  async commitTransaction(connection: Connection): Promise<void> {
    const { command } = await connection.query('commit');
    // An error in it that nobody has heeded.
    if (command === 'ROLLBACK') throw new Error('The transaction was undone: one of its queries had failed.');
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    // Closing the connection undoes it as well.
    if (!connection.broken) await connection.query('rollback');
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}
