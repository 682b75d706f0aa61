import type { CompiledQuery, DatabaseConnection, QueryResult } from '../kysely.js';

export interface Executor {
  execute<Row>(connection: SqliteConnection, query: CompiledQuery): Promise<QueryResult<Row>>;
}

/** Who asks: in a transaction, or each query by itself. */
export class SqliteConnection implements DatabaseConnection {
  inTransaction = false;
  readonly #driver: Executor;

  constructor(driver: Executor) {
    this.#driver = driver;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#driver.execute<Row>(this, query);
  }

  // biome-ignore lint/correctness/useYield: nobody streams.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Rows of SQLite are not streamed.');
  }
}
