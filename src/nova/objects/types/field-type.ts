/** Makes an object of a primitive. Throws as NovaObject.fromPrimitive(). */
export type Hydrate = (primitive: unknown) => unknown;

/** The version that objects are to be written in, by kind. */
export type Versions = Readonly<Record<string, string>>;

/**
 * What all fields of a type have in common; it has no state. None of its methods gets null.
 * oslo_versionedobjects.fields.FieldType.
 */
export interface FieldType {
  /** As in the catalogue. */
  readonly name: string;
  /** What the field has when it is given `value`, as lenient as Nova. Throws Mismatch. */
  coerce(value: unknown): unknown;
  /** What the field has when `value` stands in a primitive. Throws Mismatch. */
  read(value: unknown, hydrate: Hydrate): unknown;
  /** What stands in a primitive, objects in the versions that are asked for. */
  write(value: unknown, versions?: Versions): unknown;
}

/** A value is not of the type. It is told as BadFieldValue, with the field. */
export class Mismatch extends Error {
  constructor(
    readonly expected: string,
    readonly found: unknown,
  ) {
    super(`expected ${expected}`);
  }
}

/** A type whose values stand in a primitive as they are. */
export function plain(name: string, coerce: (value: unknown) => unknown): FieldType {
  return { name, coerce, read: coerce, write: (value) => value };
}
