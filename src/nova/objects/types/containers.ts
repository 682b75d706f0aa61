import { type FieldType, type Hydrate, Mismatch, type Versions } from './field-type.js';

/** Values are frozen: whoever wants another list or dict sets it, and so no change is missed. */

/** Of the elements: what their type does, and null where they may be that. */
class Element {
  constructor(
    readonly type: FieldType,
    readonly nullable: boolean,
  ) {}

  get name(): string {
    return `${this.type.name}${this.nullable ? '?' : ''}`;
  }

  /** Reads where there is a `hydrate`, else coerces. */
  convert(value: unknown, hydrate: Hydrate | undefined): unknown {
    const { type, nullable } = this;
    if (value !== null && value !== undefined)
      return hydrate ? type.read(value, hydrate) : type.coerce(value);
    if (nullable) return null;
    throw new Mismatch(`${type.name}, and not null,`, value);
  }

  write(value: unknown, versions: Versions | undefined): unknown {
    return value === null ? null : this.type.write(value, versions);
  }
}

/** An array. */
export function listOf(type: FieldType, nullable: boolean): FieldType {
  const element = new Element(type, nullable);
  const name = `List<${element.name}>`;
  const convert = (value: unknown, hydrate?: Hydrate) => {
    const items: unknown[] = [];
    for (const item of itemsOf(value, name)) items.push(element.convert(item, hydrate));
    return Object.freeze(items);
  };
  return {
    name,
    coerce: (value) => convert(value),
    read: convert,
    write: (value, versions) => written(value as readonly unknown[], element, versions),
  };
}

/** A Set here, an array on the wire. */
export function setOf(type: FieldType, nullable: boolean): FieldType {
  const element = new Element(type, nullable);
  const name = `Set<${element.name}>`;
  const convert = (value: unknown, hydrate?: Hydrate) => {
    const items = new Set<unknown>();
    for (const item of itemsOf(value, name)) items.add(element.convert(item, hydrate));
    return items;
  };
  return {
    name,
    coerce: (value) => convert(value),
    read: convert,
    write: (value, versions) => written(value as ReadonlySet<unknown>, element, versions),
  };
}

/** A plain object. */
export function dictOf(type: FieldType, nullable: boolean): FieldType {
  const element = new Element(type, nullable);
  const name = `Dict<${element.name}>`;
  const convert = (value: unknown, hydrate?: Hydrate) => {
    const dict: Record<string, unknown> = {};
    for (const [key, item] of entriesOf(value, name)) put(dict, key, element.convert(item, hydrate));
    return Object.freeze(dict);
  };
  const write = (value: unknown, versions?: Versions) => {
    const dict: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value as object)) put(dict, key, element.write(item, versions));
    return dict;
  };
  return { name, coerce: (value) => convert(value), read: convert, write };
}

function written(items: Iterable<unknown>, element: Element, versions: Versions | undefined): unknown[] {
  const result: unknown[] = [];
  for (const item of items) result.push(element.write(item, versions));
  return result;
}

function itemsOf(value: unknown, name: string): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set) return value;
  throw new Mismatch(`an array (${name})`, value);
}

function entriesOf(value: unknown, name: string): [string, unknown][] {
  if (value instanceof Map && [...value.keys()].every((key) => typeof key === 'string')) return [...value];
  const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype === Object.prototype || prototype === null) return Object.entries(value as object);
  throw new Mismatch(`an object (${name})`, value);
}

/** An own property of any key, `__proto__` included. */
function put(dict: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') dict[key] = value;
  else Object.defineProperty(dict, key, { value, enumerable: true, configurable: true, writable: true });
}
