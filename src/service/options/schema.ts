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
  readonly element?: OptionSchema;
  readonly valueType?: OptionSchema;
  readonly options?: readonly OptionSchema[];
  readonly getter?: () => OptionSchema;
}

/** What `.meta()` of an option says to us. */
export interface OptionTraits {
  /** It may change while the service runs. */
  readonly mutable?: boolean;
  /** It is never printed. */
  readonly secret?: boolean;
}

export function isOptionSchema(value: unknown): value is OptionSchema {
  const schema = value as Partial<OptionSchema> | null | undefined;
  return typeof schema?.['~standard']?.validate === 'function' && schema._zod?.def !== undefined;
}

/** Without optional(), default(), transform() and the like. */
export function bare(schema: OptionSchema): OptionSchema {
  const { type, innerType, in: input, getter } = schema._zod.def;
  const inner = type === 'lazy' ? getter?.() : (innerType ?? (type === 'pipe' ? input : undefined));
  return inner ? bare(inner) : schema;
}

/** Of an option itself: said of it, or of what it wraps. */
export function traitsOf(schema: OptionSchema): OptionTraits {
  const { innerType, in: input, type } = schema._zod.def;
  const inner = innerType ?? (type === 'pipe' ? input : undefined);
  const below = inner ? traitsOf(inner) : {};
  const { mutable, secret } = (metaOf(schema) ?? {}) as OptionTraits;
  return {
    ...below,
    ...(mutable !== undefined && { mutable }),
    ...(secret !== undefined && { secret }),
  };
}

/** zod/mini has no meta(); all copies of zod share one registry. */
function metaOf(schema: OptionSchema): unknown {
  const world = globalThis as { __zod_globalRegistry?: { get(schema: unknown): unknown } };
  return schema.meta ? schema.meta() : world.__zod_globalRegistry?.get(schema);
}

/** The schema of what lies directly below; undefined where anything may lie there. */
export function below(schema: OptionSchema, key: string | number): OptionSchema | undefined {
  const { def } = bare(schema)._zod;
  if (def.shape) return Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
  if (typeof key === 'number' && def.element) return def.element;
  if (def.valueType) return def.valueType;
  // Of alternatives, the first that knows the key.
  return def.options?.map((option) => below(option, key)).find((found) => found !== undefined);
}

/** The names of the options of a group, if only those may be there. */
export function knownKeys(schema: OptionSchema): readonly string[] | undefined {
  const { shape, catchall } = bare(schema)._zod.def;
  const open = catchall !== undefined && catchall._zod.def.type !== 'never';
  return shape && !open ? Object.keys(shape) : undefined;
}

/** What holds for a path: what is said of any schema on the way, the nearest counts. */
export function traitsAt(schema: OptionSchema | undefined, path: readonly (string | number)[]): OptionTraits {
  let traits: OptionTraits = {};
  let current = schema;
  for (const key of path) {
    current = current && below(current, key);
    if (!current) break;
    traits = { ...traits, ...traitsOf(current) };
  }
  return traits;
}
