import { below, type OptionSchema, unwrapped } from './schema.js';

/** What `.meta()` of an option says to us. */
export interface OptionTraits {
  /** It may change while the service runs. */
  readonly mutable?: boolean;
  /** It is never printed. */
  readonly secret?: boolean;
}

/** What holds for a path: what is said of any schema on the way, the nearest counts. */
export function traitsAt(schema: OptionSchema | undefined, path: readonly (string | number)[]): OptionTraits {
  let traits: OptionTraits = {};
  let current = schema ? [schema] : [];
  for (const key of path) {
    current = current.flatMap((one) => below(one, key, 'made'));
    if (current.length === 0) break;
    traits = { ...traits, ...together(current.map(traitsOf)) };
  }
  return traits;
}

/** Of an option itself: said of it, or of what it wraps. */
function traitsOf(schema: OptionSchema): OptionTraits {
  const inner = unwrapped(schema, 'made');
  const said = inner ? together(inner.map(traitsOf)) : {};
  const { mutable, secret } = (metaOf(schema) ?? {}) as OptionTraits;
  return {
    ...said,
    ...(mutable !== undefined && { mutable }),
    ...(secret !== undefined && { secret }),
  };
}

/** Of what an option may be, or is in part: it is a secret if one says so, and mutable unless one denies it. */
function together(all: readonly OptionTraits[]): OptionTraits {
  const says = (trait: keyof OptionTraits, value: boolean) => all.some((one) => one[trait] === value);
  return {
    ...((says('secret', true) || says('secret', false)) && { secret: says('secret', true) }),
    ...((says('mutable', true) || says('mutable', false)) && { mutable: !says('mutable', false) }),
  };
}

/** zod/mini has no meta(); all copies of zod share one registry. */
function metaOf(schema: OptionSchema): unknown {
  const world = globalThis as { __zod_globalRegistry?: { get(schema: unknown): unknown } };
  return schema.meta ? schema.meta() : world.__zod_globalRegistry?.get(schema);
}
