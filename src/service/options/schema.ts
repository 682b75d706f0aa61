/**
 * As much of a zod schema as is needed here. zod itself is not loaded: who declares options has loaded it, and it may be
 * another copy than ours.
 */
export interface OptionSchema {
  readonly _zod: { readonly def: Definition };
  readonly '~standard': {
    validate(value: unknown): Outcome | Promise<Outcome>;
  };
  meta?(): unknown;
}

type Outcome = { readonly value: unknown } | { readonly issues: readonly Issue[] };

export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly code?: string;
  /** Of code unrecognized_keys. */
  readonly keys?: readonly string[];
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, OptionSchema>>;
  readonly catchall?: OptionSchema;
  readonly innerType?: OptionSchema;
  readonly in?: OptionSchema;
  readonly out?: OptionSchema;
  readonly left?: OptionSchema;
  readonly right?: OptionSchema;
  readonly element?: OptionSchema;
  readonly items?: readonly OptionSchema[];
  readonly rest?: OptionSchema | null;
  readonly valueType?: OptionSchema;
  readonly options?: readonly OptionSchema[];
  readonly getter?: () => OptionSchema;
}

/** What is looked at: a value as it stands in the config, or also as a transform has made it of that. */
export type Side = 'given' | 'made';

/** What a schema wraps, as optional() and default() do, its alternatives or its parts; undefined for one that is itself. */
export function unwrapped(schema: OptionSchema, side: Side): readonly OptionSchema[] | undefined {
  const { type, innerType, in: input, out, getter, options, left, right } = schema._zod.def;
  if (innerType) return [innerType];
  if (type === 'lazy' && getter) return [getter()];
  if (left && right) return [left, right];
  if (type !== 'pipe' || !input || !out) return type === 'union' ? options : undefined;
  // A transform knows nothing of options; what z.preprocess() hands on has the same ones.
  const known = [input, out].filter(({ _zod }) => _zod.def.type !== 'transform');
  return side === 'given' ? known.slice(0, 1) : known;
}

/** All that a schema may be, or is in part: none of them wraps another. */
export function bare(schema: OptionSchema, side: Side): OptionSchema[] {
  return unwrapped(schema, side)?.flatMap((one) => bare(one, side)) ?? [schema];
}

/** The schemas of what lies directly below; none where anything may lie there. */
export function below(schema: OptionSchema, key: string | number, side: Side): OptionSchema[] {
  return bare(schema, side).flatMap(({ _zod: { def } }) => {
    if (def.shape) return Object.hasOwn(def.shape, key) ? def.shape[key]! : [];
    if (typeof key === 'number') return def.element ?? def.items?.[key] ?? def.rest ?? [];
    return def.valueType ?? [];
  });
}

/** Schemas of values that have no options in them. */
const OPTIONLESS: readonly string[] = [
  ...['string', 'number', 'boolean', 'bigint', 'date', 'null', 'undefined', 'void', 'nan', 'never'],
  ...['symbol', 'literal', 'enum', 'template_literal', 'file', 'array', 'tuple', 'set'],
];

/** The names of the options of a group, if only those may be there. */
export function knownKeys(schema: OptionSchema): readonly string[] | undefined {
  const groups = bare(schema, 'given').filter(({ _zod }) => !OPTIONLESS.includes(_zod.def.type));
  if (groups.length === 0 || groups.some(isOpen)) return undefined;
  return [...new Set(groups.flatMap(({ _zod }) => Object.keys(_zod.def.shape!)))];
}

function isOpen({ _zod: { def } }: OptionSchema): boolean {
  return !def.shape || (def.catchall !== undefined && def.catchall._zod.def.type !== 'never');
}

export function isOptionSchema(value: unknown): value is OptionSchema {
  const schema = value as Partial<OptionSchema> | null | undefined;
  return typeof schema?.['~standard']?.validate === 'function' && schema._zod?.def !== undefined;
}
