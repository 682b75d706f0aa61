/** What a value is, in words, for the message that says that it is no service. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (isClass(value)) return `the class ${value.name || '(anonymous)'} with ${methods(value.prototype)}`;
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  if (typeof value !== 'object') return `the ${typeof value} ${JSON.stringify(value) ?? String(value)}`;
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  const kind = name && name !== 'Object' ? `an instance of ${name}` : 'an object';
  const wrong = OPTIONAL.filter((key) => key in value && !hasMethod(value, key));
  return `${kind} with ${methods(value)}${wrong.length > 0 ? ` (no function: ${wrong.join(', ')})` : ''}`;
}

const OPTIONAL = ['stop', 'wait', 'reset', 'health'];

/** Whether `value` has start(), and what it has of stop(), wait(), reset() and health() is a function. */
export function isService(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !hasMethod(value, 'start')) return false;
  return OPTIONAL.every(
    (key) => (value as Record<string, unknown>)[key] === undefined || hasMethod(value, key),
  );
}

export type Constructor = new (context: unknown) => unknown;

/** A function that is made to be called with `new`: by its syntax or, transpiled, by a start() in its prototype. */
export function isClass(value: unknown): value is Constructor {
  if (typeof value !== 'function') return false;
  return /^class\b/.test(Function.prototype.toString.call(value)) || hasMethod(value.prototype, 'start');
}

export function hasMethod(value: unknown, key: string): boolean {
  return typeof (value as Record<string, unknown> | null | undefined)?.[key] === 'function';
}

function methods(value: object): string {
  const names = new Set<string>();
  for (let at = value; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (key !== 'constructor' && typeof property.value === 'function') names.add(`${key}()`);
    }
  }
  if (names.size === 0) return 'no methods';
  return `the method${names.size > 1 ? 's' : ''} ${[...names].sort().join(', ')}`;
}
