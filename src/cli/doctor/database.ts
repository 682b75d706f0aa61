import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Definition, ServiceDefinition } from '../../definition/types.js';
import { ERRORS, LaunchError } from '../../errors.js';
import type { DatabaseUrl } from '../../nova/database/url.js';
import { type Check, type Finding, findings } from './check.js';

/** Seconds that a database gets to answer. */
const PATIENCE = 5;

/** Where the modules of nova-conductor, nova-scheduler and nova-compute are. */
const BINARIES = fileURLToPath(new URL('../../nova/binaries', import.meta.url));

const { ok, warn, fail } = findings('database');

/** Of what is known not to be mended by waiting, refusalOf() tells more. */
const OTHERWISE = {
  sqlite: 'See which process holds its lock, as fuser(1) tells, and let that come to an end.',
  postgresql: ERRORS.NL_DATABASE.remedy,
} as const;

interface Named {
  /** Of a wrong one, why. */
  readonly url: DatabaseUrl | LaunchError;
  readonly services: string[];
}

/** Whether each database that Nova's services have lets us in, and takes what we write. */
export const database: Check = async (_machine, definition) => {
  const named = definition ? await namedIn(definition) : [];
  return Promise.all(named.map(judge));
};

/** One for each URL, however many services have it. */
async function namedIn({ services }: Definition): Promise<Named[]> {
  const all = new Map<string, Named>();
  for (const service of services) {
    const text = await databaseOf(service);
    if (text === undefined) continue;
    const url = await parse(text);
    // Of somebody else's service it may well be anything.
    if (url instanceof LaunchError && !isNova(service)) continue;
    const one = all.get(text) ?? { url, services: [] };
    one.services.push(service.name);
    all.set(text, one);
  }
  return [...all.values()];
}

const isNova = ({ module }: ServiceDefinition) => dirname(module) === BINARIES;

async function databaseOf(service: ServiceDefinition): Promise<string | undefined> {
  const { database: written } = service.config;
  if (written !== undefined) return typeof written === 'string' ? written : undefined;
  if (!isNova(service)) return undefined;
  const { settle } = await import('../../nova/settings.js');
  return settle({}).database;
}

async function parse(text: string): Promise<DatabaseUrl | LaunchError> {
  const { parseDatabaseUrl } = await import('../../nova/database/url.js');
  try {
    return parseDatabaseUrl(text);
  } catch (error) {
    if (error instanceof LaunchError) return error;
    throw error;
  }
}

async function judge({ url, services }: Named): Promise<Finding> {
  const whose = `that of ${services.join(', ')}`;
  if (url instanceof LaunchError)
    return fail(`${url.message.replace(/\.$/, '')}; it is ${whose}.`, url.remedy);
  const which = `${url.redacted}, ${whose}`;
  const [{ examineDatabase }, { causeOf }, { refusalOf }] = await Promise.all([
    import('../../nova/database/examine.js'),
    import('../../nova/database/engine/outage.js'),
    import('../../nova/database/engine/refusal.js'),
  ]);
  try {
    const found = await examineDatabase(url, PATIENCE);
    if (found === 'in use') return ok(`${which}, lets us in, and takes what we write.`);
    if (found === 'new') return ok(`${which}, has no tables yet: the first service makes them.`);
    return warn(
      `${which}, is another one for each process.`,
      'Name a file, or a server, which all of them see.',
    );
  } catch (error) {
    const remedy = error instanceof LaunchError ? error.remedy : refusalOf(error);
    return fail(`${which}: ${causeOf(error)}.`, remedy ?? OTHERWISE[url.kind]);
  }
}
