import { isSecretKey, MASK } from '../../service/secret.js';

/** Deeper than this, and more of one collection than this, nobody reads. */
const DEEPEST = 8;
const MOST_ITEMS = 500;

/** Characters of one outline: more is not made, so that endless data costs no more. */
const MOST = 128 * 1024;

/**
 * Any data as text for people, an indented line for each value; what is named like a secret is masked. Takes whatever
 * it gets: cycles, getters that throw, proxies, more than there is room for. Never throws.
 */
export function outline(value: unknown): string {
  return new Outline().of(value);
}

class Outline {
  readonly #lines: string[] = [];
  readonly #parents = new Set<object>();
  #room = MOST;

  of(value: unknown): string {
    this.#tell('', '', value);
    return this.#lines.join('\n');
  }

  #tell(indent: string, label: string, value: unknown): void {
    const entries = attempt(() => entriesOf(value));
    if (Array.isArray(entries)) this.#tellAll(indent, label, value as object, entries);
    else this.#line(indent, label, entries ?? attempt(() => scalar(value)) ?? '');
  }

  #tellAll(indent: string, label: string, parent: object, entries: Entry[]): void {
    if (entries.length === 0) this.#line(indent, label, '(empty)');
    else if (this.#parents.has(parent)) this.#line(indent, label, '(it contains itself)');
    else if (this.#parents.size >= DEEPEST) this.#line(indent, label, '(more levels)');
    else {
      this.#parents.add(parent);
      if (label) this.#line(indent, label, '');
      const inner = label ? `${indent}  ` : indent;
      for (const [key, item] of entries) {
        if (this.#room > 0) this.#tell(inner, key, maskedAs(key, item));
      }
      this.#parents.delete(parent);
    }
  }

  #line(indent: string, label: string, text: string): void {
    if (this.#room <= 0) return;
    const tail = text === '' ? '' : ` ${text.replaceAll('\n', `\n${indent}  `)}`;
    const line = label === '' ? `${indent}${tail.trimStart()}` : `${indent}${label}:${tail}`;
    this.#room -= line.length + 1;
    this.#lines.push(this.#room > 0 ? line : `${indent}(there is more)`);
  }
}

type Entry = [label: string, value: unknown];

/** What a function gives, or, as a text, why it throws. */
function attempt<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    return `(cannot be read: ${tryText(error)})`;
  }
}

/** The labels and values of what holds others; undefined for what is a value itself. */
function entriesOf(value: unknown): Entry[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof Error || value instanceof Date || value instanceof RegExp) return undefined;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Promise) return undefined;
  if (Array.isArray(value))
    return some(value.length, value.keys(), (index) => [`${index + 1}`, read(value, index)]);
  if (value instanceof Map) return some(value.size, value.entries(), ([key, item]) => [tryText(key), item]);
  if (value instanceof Set) return some(value.size, value.values(), (item) => ['-', item]);
  const keys = Object.keys(value);
  return some(keys.length, keys.values(), (key) => [key, read(value, key)]);
}

function some<T>(size: number, items: Iterable<T>, entry: (item: T) => Entry): Entry[] {
  const entries: Entry[] = [];
  for (const item of items) {
    if (entries.length >= MOST_ITEMS) {
      entries.push(['...', `(${size - MOST_ITEMS} more)`]);
      break;
    }
    entries.push(entry(item));
  }
  return entries;
}

function read(from: object, key: PropertyKey): unknown {
  return attempt(() => (from as Record<PropertyKey, unknown>)[key]);
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, MOST);
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toFixed(3)));
  if (typeof value === 'function') return `(function ${value.name || 'anonymous'})`;
  if (value instanceof Error) return String(value.stack ?? value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '(no date)' : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `(${value.byteLength} bytes)`;
  if (value instanceof Promise) return '(promise)';
  return String(value);
}

function maskedAs(key: string, value: unknown): unknown {
  const hides = isSecretKey(key) && (typeof value === 'string' || typeof value === 'number');
  return hides && value !== '' ? MASK : value;
}

/** What can be said of a value whose toString() may throw too. */
function tryText(value: unknown): string {
  try {
    return String(value instanceof Error ? value.message : value);
  } catch {
    return 'what was thrown cannot be shown';
  }
}
