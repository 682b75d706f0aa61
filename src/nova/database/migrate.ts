import { LaunchError } from '../../errors.js';
import type { Kind } from './access.js';
import { DatabaseUnavailable } from './errors.js';
import { type Kysely, Migrator } from './kysely.js';
import { migrations } from './migrations/index.js';

/**
 * Brings the tables up to date, in one transaction. Of several processes that do so at once, one does it and the others
 * wait: PostgreSQL has a lock for it, and of SQLite a transaction takes that of the file. Throws LaunchError
 * NL_DATABASE_SCHEMA for tables of a newer release, and whatever the database does.
 */
// biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
export async function migrate(db: Kysely<any>, kind: Kind): Promise<void> {
  const applied = await appliedTo(db);
  refuseNewer(kind, applied);
  const known = migrations(kind);
  if (applied.length === Object.keys(known).length) return tryWrite(db);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...known }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof DatabaseUnavailable) throw error;
  throw new LaunchError('NL_DATABASE_SCHEMA', `The tables could not be made: ${messageOf(error)}`, {
    cause: error,
  });
}

/** Throws LaunchError NL_DATABASE_SCHEMA where one of the names is of a newer release. */
export function refuseNewer(kind: Kind, applied: readonly string[]): void {
  const known = migrations(kind);
  const foreign = applied.filter((name) => !Object.hasOwn(known, name));
  if (foreign.length === 0) return;
  throw new LaunchError(
    'NL_DATABASE_SCHEMA',
    `The database was brought to ${foreign.join(', ')} by a newer release, which this one does not know.`,
  );
}

/** A file or a server that takes no writes is told before anything is served. Changes nothing. */
// biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
async function tryWrite(db: Kysely<any>): Promise<void> {
  await db.updateTable('kysely_migration').set({ name: '' }).where('name', '=', '').execute();
}

/** None where there is no table for them yet, which costs less to find out than to look for it. */
// biome-ignore lint/suspicious/noExplicitAny: tables whose columns kysely does not know.
async function appliedTo(db: Kysely<any>): Promise<string[]> {
  try {
    const rows = await db.selectFrom('kysely_migration').select('name').execute();
    return rows.map(({ name }) => name);
  } catch (error) {
    if (error instanceof LaunchError) throw error;
    return [];
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
