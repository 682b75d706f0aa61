import { isSecretKey, MASK, maskUrls } from '../secret.js';
import type { OptionSchema } from './schema.js';
import { traitsAt } from './traits.js';
import { define, isPlain } from './values.js';

/**
 * A config fit to be printed, as JSON can tell it: what the schema calls secret, or is named like a secret, is masked, and
 * passwords in URLs are. What a transform has made counts as what it tells of itself.
 */
export function maskedConfig(schema: OptionSchema | undefined, config: unknown): unknown {
  const parents = new Set<object>();
  return masked(config, []);

  function masked(value: unknown, path: readonly (string | number)[]): unknown {
    const key = path.at(-1);
    const secret = path.length > 0 && traitsAt(schema, path).secret;
    const empty = value === undefined || value === null || value === '';
    const named =
      typeof key === 'string' && isSecretKey(key) && !isPlain(value) && typeof value !== 'boolean';
    if ((secret || named) && !empty) return MASK;
    if (typeof value === 'string') return maskUrls(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (parents.has(value)) return '(it contains itself)';
    parents.add(value);
    const told = toldBy(value);
    const result = told === value ? inside(value, path) : masked(told, path);
    parents.delete(value);
    return result;
  }

  function inside(value: object, path: readonly (string | number)[]): unknown {
    if (Array.isArray(value)) return value.map((item, index) => masked(item, [...path, index]));
    const result: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) define(result, name, masked(item, [...path, name]));
    return result;
  }
}

/** A URL and a date have their text in toJSON() only; others what is in them. */
function toldBy(value: object): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), item]));
  if (value instanceof Set) return [...value];
  if (value instanceof RegExp) return String(value);
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value) : value;
}
