import { suggest } from '../suggest.js';
import type { Declared, OptionFault } from './declared.js';
import { below, type Issue, knownKeys, type OptionSchema } from './schema.js';
import { dotted, frozen, isPlain } from './values.js';

type Values = Readonly<Record<string, unknown>>;
type Key = string | number;

/** What the launcher itself reads in the config of any service. */
export const COMMON_KEYS = ['logLevel', 'debug', 'logOptions'];

export interface Checked {
  /** Frozen: with defaults, and as the schema makes them. Only of use without faults. */
  readonly values: Values;
  readonly faults: readonly OptionFault[];
}

/**
 * Holds a config against the options that a service declares. A key that it does not know is a fault, unless it is one
 * of `shared`: those stand there for other services. Without a schema everything is taken as it is.
 */
export async function checkOptions(
  declared: Declared,
  config: Values,
  shared: readonly string[],
): Promise<Checked> {
  const { schema, configKeys, checkConfig } = declared;
  const own = checkConfig?.(config) ?? [];
  if (!schema) return { values: frozen(config), faults: own };
  const known = knownKeys(schema);
  const foreign = (key: string) =>
    !known?.includes(key) && [...COMMON_KEYS, ...configKeys, ...shared].includes(key);
  const given = Object.fromEntries(
    Object.entries(config).filter(([key]) => known === undefined || !foreign(key)),
  );
  const unknown = unknownOptions(schema, given, []);
  const outcome = await schema['~standard'].validate(given);
  const issues = 'issues' in outcome && outcome.issues ? outcome.issues : [];
  const told = new Set(unknown.map(({ path }) => dotted(path)));
  const more = issues
    .flatMap((issue) => understood(issue, given))
    .filter(({ path, at }) => at === 'value' || !told.has(dotted(path)));
  const faults = [...own, ...unknown, ...more];
  const values = 'value' in outcome && isPlain(outcome.value) ? outcome.value : {};
  const passed = Object.fromEntries(Object.entries(config).filter(([key]) => configKeys.includes(key)));
  return { values: frozen({ ...passed, ...values }), faults };
}

/** zod leaves out what it does not know, or reports it where the object is strict; here it is a fault in both cases. */
function unknownOptions(schema: OptionSchema, value: unknown, path: readonly Key[]): OptionFault[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownIn(schema, index, item, path));
  if (!isPlain(value)) return [];
  const known = knownKeys(schema);
  return Object.entries(value).flatMap(([key, item]) =>
    known && !known.includes(key)
      ? [unknownOption([...path, key], known)]
      : unknownIn(schema, key, item, path),
  );
}

/** Of several that it may be, the one that knows most: others may not be meant. */
function unknownIn(schema: OptionSchema, key: Key, item: unknown, path: readonly Key[]): OptionFault[] {
  const all = below(schema, key, 'given').map((inside) => unknownOptions(inside, item, [...path, key]));
  return all.sort((one, other) => one.length - other.length)[0] ?? [];
}

function unknownOption(path: readonly Key[], known?: readonly string[]): OptionFault {
  const key = String(path.at(-1));
  const meant = suggest(key, known ?? []);
  return {
    path,
    at: 'key',
    message: `found the unknown option ${JSON.stringify(key)}`,
    ...(known && { expected: known.length > 0 ? `one of ${known.join(', ')}` : 'no option at all' }),
    remedy: meant ? `Did you mean ${JSON.stringify(meant)}?` : 'Remove it.',
  };
}

function understood(issue: Issue, given: Values): OptionFault[] {
  const path = (issue.path ?? []).map((key) => {
    const bareKey = typeof key === 'object' ? key.key : key;
    return typeof bareKey === 'number' ? bareKey : String(bareKey);
  });
  // Of an alternative: another one knows the option.
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => unknownOption([...path, key]));
  }
  const missing = isMissing(given, path);
  const message = issue.message.replace(/^Invalid input: /, '').replace(/, received undefined$/, '');
  const remedy = missing ? 'Add it.' : 'Correct it.';
  return [
    { path, at: missing ? 'key' : 'value', message: missing ? `missing: ${message}` : message, remedy },
  ];
}

function isMissing(value: unknown, path: readonly (string | number)[]): boolean {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return true;
    current = (current as Record<string | number, unknown>)[key];
  }
  return false;
}
