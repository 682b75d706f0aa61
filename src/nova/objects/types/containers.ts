import { type FieldType, type Hydrate, Mismatch } from './field-type.js';

/** Values are frozen: whoever wants another list or dict sets it, and so no change is missed. */

type Convert = (value: unknown, hydrate?: Hydrate) => unknown;

/** The type of the elements, and whether they may be null. */
interface Element {
  readonly type: FieldType;
  readonly nullable: boolean;
}

function orNull({ type, nullable }: Element, convert: Convert): Convert {
  return (value, hydrate) => {
    if (value !== null && value !== undefined) return convert(value, hydrate);
    if (nullable) return null;
    throw new Mismatch(`${type.name}, and not null,`, value);
  };
}

function container(
  kind: string,
  element: Element,
  convertAll: (value: unknown, convert: (item: unknown) => unknown, name: string) => unknown,
  writeAll: (value: unknown, write: (item: unknown) => unknown) => unknown,
): FieldType {
  const { type, nullable } = element;
  const name = `${kind}<${type.name}${nullable ? '?' : ''}>`;
  const coerce = orNull(element, type.coerce as Convert);
  const read = orNull(element, type.read as Convert);
  const write = (item: unknown) => (item === null ? null : type.write(item));
  return {
    name,
    coerce: (value) => convertAll(value, coerce, name),
    read: (value, hydrate) => convertAll(value, (item) => read(item, hydrate), name),
    write: (value) => writeAll(value, write),
  };
}

/** An array. */
export const listOf = (type: FieldType, nullable: boolean) =>
  container(
    'List',
    { type, nullable },
    (value, convert, name) => Object.freeze(itemsOf(value, name).map((item) => convert(item))),
    (value, write) => (value as readonly unknown[]).map(write),
  );

/** A Set here, an array on the wire. */
export const setOf = (type: FieldType, nullable: boolean) =>
  container(
    'Set',
    { type, nullable },
    (value, convert, name) => new Set(itemsOf(value, name).map((item) => convert(item))),
    (value, write) => Array.from(value as ReadonlySet<unknown>, write),
  );

/** A plain object. */
export const dictOf = (type: FieldType, nullable: boolean) =>
  container(
    'Dict',
    { type, nullable },
    (value, convert, name) => Object.freeze(mapped(entriesOf(value, name), convert)),
    (value, write) => mapped(Object.entries(value as object), write),
  );

function itemsOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Set) return [...value];
  throw new Mismatch(`an array (${name})`, value);
}

function entriesOf(value: unknown, name: string): [string, unknown][] {
  if (value instanceof Map && [...value.keys()].every((key) => typeof key === 'string')) return [...value];
  const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype === Object.prototype || prototype === null) return Object.entries(value as object);
  throw new Mismatch(`an object (${name})`, value);
}

/** fromEntries() makes own properties of all keys, __proto__ included. */
const mapped = (entries: [string, unknown][], convert: (value: unknown) => unknown) =>
  Object.fromEntries(entries.map(([key, value]) => [key, convert(value)]));
