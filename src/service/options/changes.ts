import { isDeepStrictEqual } from 'node:util';
import { below, type OptionSchema } from './schema.js';
import { traitsAt } from './traits.js';
import { define, dotted, frozen, isPlain } from './values.js';

type Values = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/** One option that has another value now; undefined for one that was or is not there. */
export interface Change {
  readonly old: unknown;
  readonly new: unknown;
}

/** What changed, by the path of the option, like "db.pool". */
export type Changes = Readonly<Record<string, Change>>;

export interface Mutation {
  /** What holds from now on. */
  readonly values: Values;
  readonly changes: Changes;
  /** Options that would be others, but are not mutable: they keep their old values. */
  readonly kept: readonly string[];
  /** The same, as paths. */
  readonly keptPaths: readonly Path[];
}

/** What becomes of a config when another one is handed over; what no schema declares may change. */
export function mutation(schema: OptionSchema | undefined, old: Values, wanted: Values): Mutation {
  const changes: Record<string, Change> = {};
  const keptPaths: Path[] = [];
  const values = copy(wanted);
  for (const { path, change } of differences(old, wanted, [])) {
    const name = dotted(path);
    if (!schema || below(schema, path[0]!, 'made').length === 0 || traitsAt(schema, path).mutable) {
      changes[name] = change;
    } else {
      keptPaths.push(path);
      put(values, path, change.old);
    }
  }
  return { values: frozen(values), changes, kept: keptPaths.map(dotted), keptPaths };
}

/** A config as it is given, with what another one gives at these paths; where neither gives anything there is nothing. */
export function withKept(wanted: Values, old: Values, paths: readonly Path[]): Values {
  const mixed = copy(wanted);
  for (const path of paths) put(mixed, path, at(old, path));
  return mixed;
}

function at(values: unknown, path: Path): unknown {
  return path.reduce((group, key) => (isPlain(group) ? own(group, key) : undefined), values);
}

/** Groups are compared option by option, everything else as a whole. */
function differences(old: unknown, wanted: unknown, path: Path): { path: Path; change: Change }[] {
  const groups = [old, wanted].filter((value) => value !== undefined);
  if (groups.every(isPlain) && groups.length > 0 && (path.length === 0 || groups.length === 2)) {
    const [before, after] = [old ?? {}, wanted ?? {}] as Values[];
    const keys = new Set([...Object.keys(before!), ...Object.keys(after!)]);
    return [...keys].flatMap((key) => differences(own(before!, key), own(after!, key), [...path, key]));
  }
  return isDeepStrictEqual(old, wanted) ? [] : [{ path, change: { old, new: wanted } }];
}

const own = (values: Values, key: string) => (Object.hasOwn(values, key) ? values[key] : undefined);

function copy(values: Values): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values))
    define(result, key, isPlain(value) ? copy(value) : value);
  return result;
}

function put(target: Record<string, unknown>, [key, ...rest]: Path, value: unknown): void {
  if (rest.length > 0) {
    if (!isPlain(own(target, key!))) define(target, key!, {});
    put(target[key!] as Record<string, unknown>, rest, value);
  } else if (value === undefined) delete target[key!];
  else define(target, key!, value);
}
