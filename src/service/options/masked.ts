import { isSecretKey, MASK, maskUrls } from '../secret.js';
import { type OptionSchema, traitsAt } from './schema.js';
import { define, isPlain } from './values.js';

/**
 * A config fit to be printed: what the schema calls secret, or is named like a secret, is masked, and passwords in URLs
 * are.
 */
export function maskedConfig(schema: OptionSchema | undefined, config: unknown): unknown {
  return masked(config, []);

  function masked(value: unknown, path: readonly (string | number)[]): unknown {
    const key = path.at(-1);
    const secret = path.length > 0 && traitsAt(schema, path).secret;
    const empty = value === undefined || value === null || value === '';
    const named =
      typeof key === 'string' && isSecretKey(key) && !isPlain(value) && typeof value !== 'boolean';
    if ((secret || named) && !empty) return MASK;
    if (typeof value === 'string') return maskUrls(value);
    if (Array.isArray(value)) return value.map((item, index) => masked(item, [...path, index]));
    if (!isPlain(value)) return value;
    const result: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) define(result, name, masked(item, [...path, name]));
    return result;
  }
}
