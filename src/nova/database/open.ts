import { setTimeout } from 'node:timers/promises';
import { LaunchError } from '../../errors.js';
import { Access } from './access.js';
import type { Database, DatabaseOptions } from './contract/database.js';
import { dialectFor } from './engine/dialect.js';
import { Outage } from './engine/outage.js';
import { refusalOf } from './engine/refusal.js';
import { DatabaseUnavailable } from './errors.js';
import { Kysely } from './kysely.js';
import { migrate } from './migrate.js';
import { storesOf } from './stores/index.js';
import { parseDatabaseUrl } from './url.js';

/** Seconds between two attempts to reach a database that is not there yet: the first, and the longest. */
const PAUSE = { first: 0.1, longest: 2 } as const;

/**
 * Opens the database of a URL and brings its tables up to date, also when many do so at once: `sqlite:PATH` (as well as
 * SQLAlchemy's `sqlite:///PATH`, `sqlite:////PATH`) or `postgresql://user:password@host/name`. One that does not answer
 * is waited for, and that is told once. Throws LaunchError: NL_DATABASE_URL for a URL, NL_DATABASE for a database that
 * refuses (a wrong password, a file that is no database) or that has not answered within `patience`, NL_DATABASE_SCHEMA.
 */
export async function openDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const { log, now = () => new Date(), patience = Number.POSITIVE_INFINITY, signal } = options;
  const { timeout = 10, connections = 5 } = options;
  const parsed = parseDatabaseUrl(url);
  const outage = new Outage(log, parsed.redacted);
  const { dialect, close } = await dialectFor(parsed, { timeout, connections }, outage);
  const query = new Kysely({ dialect });
  try {
    await untilThere(() => migrate(query, parsed.kind), patience, signal);
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
  const access = new Access(query, parsed.kind, now);
  return {
    ...storesOf(access),
    transaction: (work) => access.atomically((transaction) => work(storesOf(transaction))),
    get reachable() {
      return outage.isOver;
    },
    close,
  };
}

async function untilThere(
  work: () => Promise<void>,
  patience: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const until = performance.now() + patience * 1000;
  for (let pause: number = PAUSE.first; ; pause = Math.min(pause * 2, PAUSE.longest)) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || performance.now() + pause * 1000 > until) throw error;
      const remedy = refusalOf(error.cause);
      if (remedy !== undefined)
        throw new LaunchError('NL_DATABASE', error.message, { remedy, cause: error.cause });
    }
    await setTimeout(pause * 1000, undefined, signal ? { signal } : {}).catch(() => {});
  }
}
