type Values = Record<string, unknown>;

export function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects are merged key by key, anything else (arrays too) is replaced; the later layer wins. Copies, changes nothing. */
export function merge(...layers: readonly (Values | undefined)[]): Values {
  const result: Values = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer ?? {})) {
      const below = Object.hasOwn(result, key) ? result[key] : undefined;
      // Not an assignment: that would change the prototype for a key "__proto__".
      Object.defineProperty(result, key, {
        value: isObject(value) ? merge(isObject(below) ? below : {}, value) : value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
  }
  return result;
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

/** What is at a path, own properties only. */
export function getIn(value: unknown, path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Values)[key];
  }
  return current;
}
