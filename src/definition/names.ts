import { knownBinaries } from './binaries.js';
import { evaluate } from './evaluate.js';
import { readDefinition, type Whereabouts } from './read.js';
import { servicesOf } from './select.js';

/** What --binary can name here; for completion, so faults of the definition do not matter. */
export function binaryNames(where: Whereabouts): string[] {
  const names = knownBinaries(where.cwd).map(({ name }) => name);
  return [...new Set([...servicesIn(where), ...names])];
}

function servicesIn(where: Whereabouts): string[] {
  try {
    const source = readDefinition(where);
    return source
      ? Object.keys(servicesOf(evaluate(source, { env: where.env, leave: () => true }).value))
      : [];
  } catch {
    return [];
  }
}
