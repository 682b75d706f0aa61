import { isObject, type Stateful } from '../state.js';
import { type FieldType, Mismatch } from './field-type.js';

/** An object of Nova of one kind, or of one that may stand for it: `isKindOf(its name, kind)`. */
export function objectOf(kind: string, isKindOf: (name: string, kind: string) => boolean): FieldType {
  function coerce(value: unknown): unknown {
    if (!isObject(value) || !isKindOf(value.objName, kind)) throw new Mismatch(`an object ${kind}`, value);
    return value;
  }
  return {
    name: kind,
    coerce,
    read: (value, hydrate) => coerce(hydrate(value)),
    write: (value, versions) => (value as Stateful).toPrimitive(undefined, versions),
  };
}
