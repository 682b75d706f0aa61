import {
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from '../kysely.js';
import type { DatabaseUrl } from '../url.js';
import type { Outage } from './outage.js';
import * as postgresql from './postgresql-faults.js';
import { WatchedDriver } from './watched-driver.js';

/** Migrations are one transaction, which has the lock of the file from its first moment on; kysely's own is not. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** How kysely speaks with the database of a URL; `timeout` is in seconds. Loads its driver. */
export async function dialectFor(url: DatabaseUrl, timeout: number, outage: Outage): Promise<Dialect> {
  if (url.kind === 'sqlite') {
    const { SqliteDriver } = await import('./sqlite-driver.js');
    const { isQueryFault } = await import('./sqlite-faults.js');
    return {
      createAdapter: () => new Adapter(),
      createDriver: () => new WatchedDriver(new SqliteDriver(url.path, timeout), outage, isQueryFault),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    };
  }
  const { openPool } = await import('./postgresql-pool.js');
  const { PostgresqlDriver } = await import('./postgresql-driver.js');
  const pool = await openPool(url.url, timeout);
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new WatchedDriver(new PostgresqlDriver(pool), outage, postgresql.isQueryFault),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
