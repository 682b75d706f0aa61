import type { Rule } from '../service/index.js';
import { rules } from '../service/index.js';

/** How a setting of Nova's services is read, and what holds where nobody says anything. */
export interface Setting<Value> {
  readonly rule: Rule<unknown>;
  readonly otherwise: Value;
  /** What was found, in words, where the value itself must not be shown. */
  readonly found?: ((value: unknown) => string) | undefined;
}

/** The settings of one room, by name; a group of settings is a part in a part. */
export interface Part {
  // biome-ignore lint/suspicious/noExplicitAny: a setting of whatever type
  readonly [key: string]: Setting<any> | Part;
}

/** What a part reads as: every setting has a value. */
export type ValuesOf<P extends Part> = {
  readonly [Key in keyof P]: P[Key] extends Setting<infer Value>
    ? Value
    : P[Key] extends Part
      ? ValuesOf<P[Key]>
      : never;
};

/** What may be written for a part: all may be left out, and ${VAR} in a definition gives strings. */
export type InputOf<P extends Part> = {
  readonly [Key in keyof P]?: P[Key] extends Setting<infer Value>
    ? Value | string | undefined
    : P[Key] extends Part
      ? InputOf<P[Key]> | undefined
      : never;
};

/** What is wrong with one setting; the shape that checkConfig() of a service returns. */
export interface PartFault {
  readonly path: readonly string[];
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly expected: string;
  readonly remedy: string;
}

type Wide<Value> = Value extends number ? number : Value extends boolean ? boolean : Value;

/** A setting that holds `otherwise` where nothing is written. */
export const setting = <Value, Otherwise extends Value | undefined>(
  rule: Rule<Value>,
  otherwise: Otherwise,
  found?: (value: unknown) => string,
): Setting<Value | Wide<Otherwise>> => ({ rule, otherwise: otherwise as Value | Wide<Otherwise>, found });

// biome-ignore lint/suspicious/noExplicitAny: of whatever type
const isSetting = (entry: Part[string]): entry is Setting<any> => 'rule' in entry;

/** As a JSON Schema, which says in words what a value may be. */
export function describePart(part: Part): { readonly type: 'object'; readonly properties: object } {
  const described = Object.entries(part).map(([key, entry]) => {
    if (!isSetting(entry)) return [key, { ...describePart(entry), additionalProperties: false }];
    const { rule, otherwise } = entry;
    return [key, { description: rule.expected, ...(otherwise !== undefined && { default: otherwise }) }];
  });
  return { type: 'object', properties: Object.fromEntries(described) };
}

/** Reads what is written for a part; what is wrong is added to `faults`, and its default holds. */
export function readPart<P extends Part>(
  part: P,
  written: unknown,
  faults: PartFault[] = [],
  path: readonly string[] = [],
): ValuesOf<P> {
  const given = (written ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof given !== 'object' || Array.isArray(given)) {
    const expected = `an object with ${Object.keys(part).join(', ')}`;
    faults.push({
      path,
      at: 'value',
      message: `found ${rules.show(given)}`,
      expected,
      remedy: 'Correct it.',
    });
    return readPart(part, {}, faults, path);
  }
  // Beside the settings of the outermost part there are others: of RPC, and of whoever extends a service.
  if (path.length > 0) faults.push(...unknownKeys(part, given, path));
  const values: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(part)) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    values[key] = isSetting(entry)
      ? readSetting(entry, value, faults, [...path, key])
      : readPart(entry, value, faults, [...path, key]);
  }
  return values as ValuesOf<P>;
}

function readSetting(
  { rule, otherwise, found = rules.show }: Setting<unknown>,
  value: unknown,
  faults: PartFault[],
  path: string[],
) {
  if (value === undefined) return otherwise;
  const read = rule.read(value);
  if (read !== undefined) return read;
  const message = `found ${found(value)}`;
  faults.push({ path, at: 'value', message, expected: rule.expected, remedy: 'Correct it.' });
  return otherwise;
}

function unknownKeys(part: Part, given: object, path: readonly string[]): PartFault[] {
  const known = Object.keys(part);
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: [...path, key],
      at: 'key',
      message: `found the unknown setting ${JSON.stringify(key)}`,
      expected: `one of ${known.join(', ')}`,
      remedy: 'Correct its name, or remove it.',
    }));
}
