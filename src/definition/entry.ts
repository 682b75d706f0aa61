import type { Evaluated } from './evaluate.js';
import type { ServiceInput } from './generated/input.js';
import { getIn, isObject, merge } from './merge.js';
import type { Path } from './source.js';

/** What one document says about a service. */
export interface Part {
  readonly evaluated: Evaluated;
  /** Where in the document. */
  readonly at: Path;
  readonly value: unknown;
}

/** A service that is to run, with everything that was said about it, the later part over the earlier. */
export interface Entry {
  readonly name: string;
  readonly parts: readonly Part[];
  /** The parts merged; as invalid as they are, as long as there are findings. */
  readonly settings: ServiceInput;
}

export function entry(name: string, parts: readonly Part[]): Entry {
  const settings = merge(...parts.map(({ value }) => (isObject(value) ? value : {})));
  return { name, parts, settings };
}

/** The part that a setting is taken from, if anyone wrote it. */
export function partWith(entry: Entry, path: Path): Part | undefined {
  return entry.parts.findLast(({ value }) => getIn(value, path) !== undefined);
}
