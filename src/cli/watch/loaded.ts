import { fileURLToPath } from 'node:url';

/** This package's own code is not what is worked on. */
const OURS = fileURLToPath(new URL('../../', import.meta.url));

/** What the loaders of Node.js tell the parent of a process that has WATCH_REPORT_DEPENDENCIES, as node --watch does. */
interface Told {
  readonly 'watch:import'?: unknown;
  readonly 'watch:require'?: unknown;
}

/** The files that a worker tells it loads, packages left out: also those that turn out to be broken. */
export function loadedBy(message: unknown): string[] {
  if (typeof message !== 'object' || message === null) return [];
  const { 'watch:import': imported, 'watch:require': required } = message as Told;
  const urls = textsOf(imported).filter((url) => url.startsWith('file:') && URL.canParse(url));
  const files = [...urls.map((url) => fileURLToPath(new URL(url))), ...textsOf(required).map(withoutQuery)];
  return files.filter(
    (file) => file.startsWith('/') && !file.includes('/node_modules/') && !file.startsWith(OURS),
  );
}

/** What require() has not found is null among them. */
const textsOf = (told: unknown): string[] =>
  Array.isArray(told) ? told.filter((text) => typeof text === 'string') : [];

const withoutQuery = (file: string): string => file.split('?')[0]!;
