import type { Pool, PoolClient } from 'pg';
import type { Limits } from './dialect.js';
import { frugal } from './frugal-pool.js';

/** What is needed of pg's Pool. */
export interface PostgresqlPool {
  connect(): Promise<PoolClient>;
  end(): Promise<void>;
}

/** Seconds that a connection is kept which nobody uses: longer than from one heartbeat to the next. */
const KEPT = 60;
/** Seconds for one query: longer than any here takes, and than it may wait for a lock. */
const QUERY = 30;
/** Seconds that a transaction may do nothing, as that of a process which was stopped: it holds locks. */
const IDLE = 60;

/** PostgreSQL's numbers of types: what pg would make a text or a time of this place. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  20: Number, // bigint
  1700: Number, // numeric, of sums
  1114: String, // timestamp
};

/** pg is loaded here, and by nobody who uses SQLite. */
export async function openPool(url: string, { timeout, connections }: Limits): Promise<PostgresqlPool> {
  const { default: pg } = await import('pg');
  const pool: Pool = new pg.Pool({
    connectionString: url,
    application_name: 'nova-launch',
    max: connections,
    idleTimeoutMillis: KEPT * 1000,
    connectionTimeoutMillis: timeout * 1000,
    statement_timeout: QUERY * 1000,
    query_timeout: (QUERY + timeout) * 1000,
    lock_timeout: timeout * 1000,
    idle_in_transaction_session_timeout: IDLE * 1000,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        PARSERS[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // A connection was closed by the server while nothing was asked of it, in the pool or within a transaction: who asks
  // next is told, and the pool makes another one. Unheard, it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return frugal(pool);
}
