import {
  type Dialect,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from '../kysely.js';
import type { DatabaseUrl } from '../url.js';
import type { Outage } from './outage.js';
import { WatchedDriver } from './watched-driver.js';

/** Migrations are one transaction, which has the lock of the file from its first moment on; kysely's own is not. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export interface Opened {
  readonly dialect: Dialect;
  /** Instead of kysely's destroy(), after which a query fails with an error of its own. */
  close(): Promise<void>;
}

export interface Limits {
  /** Seconds that a call may wait for a lock or a connection. */
  readonly timeout: number;
  /** Of a pool; SQLite has none. */
  readonly connections: number;
}

/** How kysely speaks with the database of a URL. Loads its driver. */
export async function dialectFor(url: DatabaseUrl, limits: Limits, outage: Outage): Promise<Opened> {
  if (url.kind === 'sqlite') {
    const { SqliteDriver } = await import('./sqlite-driver.js');
    const { isQueryFault } = await import('./sqlite-faults.js');
    const driver = new WatchedDriver(new SqliteDriver(url.path, limits.timeout), outage, isQueryFault);
    const dialect = {
      createAdapter: () => new Adapter(),
      createDriver: () => driver,
      createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    };
    return { dialect, close: () => driver.destroy() };
  }
  const { openPool } = await import('./postgresql-pool.js');
  const { PostgresqlDriver } = await import('./postgresql-driver.js');
  const { isQueryFault } = await import('./postgresql-faults.js');
  const pool = await openPool(url.url, limits);
  const driver = new WatchedDriver(new PostgresqlDriver(pool), outage, isQueryFault);
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driver,
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return { dialect, close: () => driver.destroy() };
}
