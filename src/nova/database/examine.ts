import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Kind } from './access.js';
import { patiently } from './engine/patiently.js';
import { refuseNewer } from './migrate.js';
import type { DatabaseUrl } from './url.js';

/** What a database was found to be; `new`: without tables, which the first service makes. */
export type Found = 'new' | 'in use' | 'of this process alone';

/** What is asked in a transaction that is undone. */
interface Asked {
  /** Of one row: whether there are tables. */
  readonly hasTables: string;
}

type Ask = (text: string) => Promise<readonly Record<string, unknown>[]>;

/**
 * Opens the database of a URL as a service does, writes to it, and undoes that: it stays as it was, and a file that is not
 * there is not made. Waits for so many seconds. Throws LaunchError NL_DATABASE_SCHEMA for tables of a newer release, and
 * whatever the database or the file system says.
 */
export async function examineDatabase(url: DatabaseUrl, patience: number): Promise<Found> {
  if (url.kind === 'postgresql') return examinePostgresql(url.url, patience);
  if (url.path === ':memory:') return 'of this process alone';
  if (existsSync(url.path)) return examineFile(url.path, patience);
  assertCanBeMade(url.path);
  return 'new';
}

/** Throws as SQLite would. */
function assertCanBeMade(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw Object.assign(error as Error, { code: 'SQLITE_CANTOPEN' });
  }
}

async function examinePostgresql(url: string, patience: number): Promise<Found> {
  const { openPool } = await import('./engine/postgresql-pool.js');
  const pool = await openPool(url, { timeout: patience, connections: 1 });
  try {
    const client = await pool.connect();
    try {
      await client.query('begin');
      return await tryIn('postgresql', async (text) => (await client.query(text)).rows, POSTGRESQL);
    } finally {
      // What a connection has begun is undone with its end.
      client.release(true);
    }
  } finally {
    await pool.end();
  }
}

async function examineFile(path: string, patience: number): Promise<Found> {
  const { SqliteFile } = await import('./engine/sqlite-file.js');
  const file = new SqliteFile(path, 'pragma busy_timeout = 0');
  try {
    await patiently(() => file.exec('begin immediate'), patience);
    return await tryIn('sqlite', async (text) => file.run<Record<string, unknown>>(text, []).rows, SQLITE);
  } finally {
    // Undoes what it has begun.
    file.close();
  }
}

const POSTGRESQL: Asked = { hasTables: "select to_regclass('kysely_migration') is not null as found" };
const SQLITE: Asked = {
  hasTables: "select count(*) as found from sqlite_master where name = 'kysely_migration'",
};

async function tryIn(kind: Kind, ask: Ask, { hasTables }: Asked): Promise<Found> {
  const [row] = await ask(hasTables);
  if (!row?.found) {
    await ask('create table nova_launch_doctor (name varchar(1))');
    return 'new';
  }
  const applied = await ask('select name from kysely_migration');
  refuseNewer(
    kind,
    applied.map(({ name }) => String(name)),
  );
  await ask("update kysely_migration set name = '' where name = ''");
  return 'in use';
}
