import { Mismatch, plain } from './field-type.js';

/** As Python's int(): numeric texts, fractions cut off. What a number cannot hold exactly stays a bigint. */
export const INTEGER = plain('Integer', (value) => {
  if (Number.isSafeInteger(value)) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return fromBigInt(value);
  if (typeof value === 'string' && /^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) return fromText(value);
  throw new Mismatch('an integer', value);
});

function fromText(text: string): number | bigint {
  const digits = text.trim().replaceAll('_', '').replace('+', '');
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits);
}

const fromBigInt = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

/** As Python's float(). */
export const FLOAT = plain('Float', (value) => {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  const text = typeof value === 'string' ? value.trim() : '';
  if (/^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text.replaceAll('_', ''));
  const [, sign, word] = /^([+-]?)(inf|infinity|nan)$/i.exec(text) ?? [];
  if (word !== undefined) return word.toLowerCase() === 'nan' ? Number.NaN : Number(`${sign}Infinity`);
  throw new Mismatch('a number', value);
});

/** As Python's bool(): false is what is empty or 0. */
export const BOOLEAN = plain('Boolean', (value) => {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Set || value instanceof Map) return value.size > 0;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.keys(value as object).length > 0;
  return Boolean(value);
});

const TRUE = new Set(['1', 't', 'true', 'on', 'y', 'yes']);

/** As oslo_utils' bool_from_string(): true is what says so. */
export const FLEXIBLE_BOOLEAN = plain('FlexibleBoolean', (value) =>
  typeof value === 'boolean' ? value : TRUE.has(String(value).trim().toLowerCase()),
);
