import type { Pool, PoolClient } from 'pg';
import type { PostgresqlPool } from './postgresql-pool.js';

/** Seconds until a server that had no more connections is asked for more. */
const ASKED_AGAIN = 30;
/** SQLSTATE too_many_connections: of the server, of the database or of the user. */
const TOO_MANY = '53300';

/** What is needed of pg's Pool beside what it gives. */
type Growing = Pick<Pool, 'connect' | 'end' | 'totalCount'> & { readonly options: { max: number } };

/**
 * A pool that does with the connections that it has when the server gives it no more: who asks then waits for one of
 * them, as where the pool itself is at its end. Without any, it fails as the server says.
 */
export function frugal(pool: Growing, now: () => number = () => performance.now()): PostgresqlPool {
  const most = pool.options.max;
  let again = 0;
  async function connect(): Promise<PoolClient> {
    if (now() >= again) pool.options.max = most;
    for (;;) {
      try {
        return await pool.connect();
      } catch (error) {
        if ((error as { code?: unknown }).code !== TOO_MANY || pool.totalCount === 0) throw error;
        // Some of those may be refused, too: then it is less.
        pool.options.max = Math.min(pool.options.max, pool.totalCount);
        again = now() + ASKED_AGAIN * 1000;
      }
    }
  }
  return { connect, end: () => pool.end() };
}
