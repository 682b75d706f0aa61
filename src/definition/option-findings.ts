import type { OptionFault } from '../service/options/declared.js';
import { partWith } from './entry.js';
import type { Finding } from './faults.js';
import type { Compiled } from './load.js';
import { getIn } from './merge.js';
import { objectSource } from './object-source.js';
import type { Path, Source } from './source.js';

/** Faults of a service's config as findings, at the place where the value was written. */
export function optionFindings(compiled: Compiled, name: string, faults: readonly OptionFault[]): Finding[] {
  return faults.map(({ path, at, message, expected, remedy }) => ({
    ...placeOf(compiled, name, path),
    at,
    message,
    expected: expected ?? 'what the service declares',
    remedy,
  }));
}

function placeOf(
  { entries, document, overrides }: Compiled,
  name: string,
  path: Path,
): { source: Source; path: Path } {
  const written = (label: string) => ({ source: objectSource(label, {}, ''), path });
  if (path.length > 0 && getIn(overrides.options, path) !== undefined) return written('option after --');
  if (path.length > 0 && getIn(overrides.set, path) !== undefined) return written('--set');
  const entry = entries.find((candidate) => candidate.name === name)!;
  const keys = ['config', ...path];
  const part = partWith(entry, keys);
  if (part) return { source: part.evaluated.source, path: [...part.at, ...keys] };
  if (document && path.length > 0 && getIn(document.value, keys) !== undefined) {
    return { source: document.source, path: keys };
  }
  const own = entry.parts.at(-1)!;
  return { source: own.evaluated.source, path: [...own.at, ...keys] };
}
