import { isUtf8 } from 'node:buffer';
import { types } from 'node:util';
import { MOST_DIGITS, MOST_NESTED } from './json-parse.js';

/**
 * The JSON text that Python's json module reads as what `value` means: BigInt as an integer, NaN and the infinities as
 * bare words, -0 as -0.0, Date in UTC without a zone and with microseconds, Map as an object, Set as an array, bytes as
 * UTF-8 text, other objects by toJSON() or by their own members. Undefined is null, and left out as a member. `name`
 * begins the path in the TypeError that says what cannot be sent. oslo_serialization's jsonutils.dumps.
 */
export function stringify(value: unknown, name = 'value'): string {
  if (value === undefined) return 'null';
  return isPlain(value, 0) ? JSON.stringify(value) : new Writer(name).write(value, '');
}

/** Whether JSON.stringify writes what is wanted. No answer for sure is false. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return false;
  if (typeof value !== 'object') return true;
  if (value === null) return true;
  if (depth >= MOST_NESTED || 'toJSON' in value) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, depth + 1)) return false;
    return true;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}

/** Writes one value, and knows where in it it is. */
class Writer {
  readonly #path: (string | number)[] = [];
  readonly #name: string;
  /** The containers around the present one, outermost first, with the length of their paths. */
  readonly #around = new Map<object, number>();

  constructor(name: string) {
    this.#name = name;
  }

  write(value: unknown, key: string): string {
    return this.#text(this.#meant(value, key));
  }

  /** What stands for `value` where objects speak for themselves. */
  #meant(value: unknown, key: string): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (types.isDate(value) || types.isUint8Array(value)) return value;
    if (types.isBoxedPrimitive(value)) return value.valueOf();
    const { toJSON } = value as { toJSON?: unknown };
    return typeof toJSON === 'function' ? toJSON.call(value, key) : value;
  }

  #text(value: unknown): string {
    if (value === undefined || value === null) return 'null';
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number') return Object.is(value, -0) ? '-0.0' : String(value);
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'bigint') return this.#integer(value);
    if (typeof value !== 'object') return this.#refuse(describeCode(value), SENDABLE);
    if (types.isDate(value)) return this.#date(value);
    if (types.isUint8Array(value)) return this.#bytes(value);
    if (types.isPromise(value)) return this.#refuse('a Promise', 'what it resolves to: await it');
    const outer = this.#around.get(value);
    if (outer !== undefined) this.#refuse(`${this.#place(outer)} again`, 'no cycle');
    if (this.#around.size === MOST_NESTED) this.#refuse('nested too deep', `${MOST_NESTED} levels at most`);
    this.#around.set(value, this.#path.length);
    const text = Array.isArray(value) || types.isSet(value) ? this.#items(value) : this.#members(value);
    this.#around.delete(value);
    return text;
  }

  #items(items: Iterable<unknown>): string {
    const texts: string[] = [];
    for (const item of items) {
      this.#path.push(texts.length);
      texts.push(this.write(item, String(texts.length)));
      this.#path.pop();
    }
    return `[${texts.join(',')}]`;
  }

  #members(value: object): string {
    const texts: string[] = [];
    for (const [given, member] of types.isMap(value) ? value : Object.entries(value)) {
      const key = typeof given === 'string' ? given : this.#key(given);
      this.#path.push(key);
      const meant = this.#meant(member, key);
      if (meant !== undefined) texts.push(`${JSON.stringify(key)}:${this.#text(meant)}`);
      this.#path.pop();
    }
    return `{${texts.join(',')}}`;
  }

  #key(key: unknown): string {
    if (key === null || ['number', 'bigint', 'boolean'].includes(typeof key)) return String(key);
    return this.#refuse(`a Map with a key of the type ${typeof key}`, 'string, number, boolean or null');
  }

  #integer(value: bigint): string {
    const text = String(value);
    if (text.replace('-', '').length <= MOST_DIGITS) return text;
    return this.#refuse(`a bigint of ${text.length} digits`, `${MOST_DIGITS} at most, Python's limit`);
  }

  #date(date: Date): string {
    if (Number.isNaN(date.getTime())) return this.#refuse('an invalid Date', 'a valid one');
    const iso = date.toISOString();
    if (iso.length === 24 && !iso.startsWith('0000')) return `"${iso.slice(0, 23)}000"`;
    return this.#refuse(`the Date ${iso}`, 'the years 1 to 9999, as Python has them');
  }

  #bytes(bytes: Uint8Array): string {
    if (!isUtf8(bytes)) this.#refuse('bytes that are no UTF-8 text', 'UTF-8, or for example their base64');
    return JSON.stringify(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  }

  /** A path, as long as a person reads. */
  #place(length = this.#path.length): string {
    const steps = this.#path.slice(0, length).map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return key.length < 100 && /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    });
    const text = this.#name + steps.join('');
    return text.length <= 200 ? text : `${text.slice(0, 120)}…${text.slice(-60)}`;
  }

  #refuse(found: string, expected: string): never {
    throw new TypeError(`${this.#place()} cannot be sent as JSON: it is ${found}; expected: ${expected}.`);
  }
}

const SENDABLE = 'null, a boolean, number, bigint, string, Date, Uint8Array, array, Set, Map or object';

const describeCode = (value: unknown) =>
  typeof value === 'symbol'
    ? String(value)
    : `the function ${(value as { name?: string }).name || '(anonymous)'}`;
