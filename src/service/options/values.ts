/** Plain objects, as JSON gives them; what has a class of its own is a value. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A frozen copy: arrays and plain objects are copied all the way down, other values are kept. */
export function frozen<T>(value: T): T {
  if (Array.isArray(value)) return Object.freeze(value.map(frozen)) as T;
  if (!isPlain(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) define(copy, key, frozen(item));
  return Object.freeze(copy) as T;
}

/** Assignment that makes "__proto__" a key like any other. */
export function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

export type Leaf = readonly [path: readonly string[], value: unknown];

/** Every value that is no group with something in it, with its path; arrays count as values. */
export function leaves(value: unknown, path: readonly string[] = []): Leaf[] {
  const entries = isPlain(value) ? Object.entries(value) : [];
  if (entries.length === 0) return path.length === 0 ? [] : [[path, value]];
  return entries.flatMap(([key, item]) => leaves(item, [...path, key]));
}

/** ["db", "pool", "max"] as db.pool.max. */
export function dotted(path: readonly (string | number)[]): string {
  return path
    .map((key) =>
      typeof key === 'number' ? `[${key}]` : /^[\w$-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
    )
    .join('')
    .replace(/^\./, '');
}
