import { deeper } from './depth.js';
import { isPrimitive } from './primitive.js';
import { isObject } from './state.js';

/** Values of which no type is known: those of objects that the catalogue does not have, arguments and results. */

/** What stands in a message for a value; what needs no change is the same as before. A date is left to the message. */
export function writeAny(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isObject(value)) return value.toPrimitive();
  if (value instanceof Set) return Array.from(value, writeAny);
  if (value instanceof Map)
    return Object.fromEntries(Array.from(value, ([key, item]) => [key, writeAny(item)]));
  return mapped(value, writeAny);
}

/** The value that stands in a message, with objects for their primitives. Throws BadFieldValue for one that is too deep. */
export function readAny(value: unknown, hydrate: (primitive: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value) && isPrimitive(value)) return hydrate(value);
  return deeper(value, () => mapped(value, (member) => readAny(member, hydrate)));
}

/** An array or a plain object with `convert` of each member; itself when that changes none, or when it is neither. */
function mapped(value: object, convert: (member: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(convert);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  let changed = false;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => {
    const converted = convert(member);
    changed ||= converted !== member;
    return [key, converted];
  });
  return changed ? Object.fromEntries(entries) : value;
}
