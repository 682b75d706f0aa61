import { BadFieldValue } from './errors.js';
import { registerObject } from './hydrate.js';
import { type Given, NovaObject } from './nova-object.js';
import { type Field, type Schema, schemaOf } from './schema.js';

/** The class of a kind of objects: `new Instance({ … })`, `Instance.loaded({ … })`, `Instance.version`. */
export interface ObjectClass<Self extends NovaObject, Fields extends object> {
  new (values?: Given<Fields>): Self;
  readonly prototype: Self;
  readonly objName: string;
  readonly version: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** What the catalogue says of it. */
  readonly schema: Schema;
  /** An object as it comes from where it is kept: its fields are set and have not changed. Throws BadFieldValue. */
  loaded(values: Given<Fields>): Self;
  /** Throws as NovaObject.fromPrimitive(), and BadFieldValue for an object of another kind. */
  fromPrimitive(primitive: unknown): Self;
}

/** The class of a kind of the catalogue. What the catalogue says is read, and its properties made, when it is first used. */
export function objectClass<Self extends NovaObject, Fields extends object>(
  name: string,
): ObjectClass<Self, Fields> {
  let schema: Schema | undefined;
  const Class = class extends NovaObject {
    static override get schema(): Schema {
      if (!schema) {
        schema = schemaOf(name)!;
        for (const field of schema.fields.keys()) defineField(Class.prototype, field);
      }
      return schema;
    }

    static readonly objName = name;

    static get version(): string {
      return Class.schema.version;
    }

    static get fields(): ReadonlyMap<string, Field> {
      return Class.schema.fields;
    }

    static override fromPrimitive(primitive: unknown): NovaObject {
      const object = NovaObject.fromPrimitive(primitive);
      if (object instanceof Class) return object;
      throw new BadFieldValue(name, 'nova_object.name', name, object.objName);
    }
  };
  Object.defineProperty(Class, 'name', { value: name });
  registerObject(name, Class);
  return Class as unknown as ObjectClass<Self, Fields>;
}

function defineField(prototype: NovaObject, field: string): void {
  Object.defineProperty(prototype, field, {
    configurable: true,
    enumerable: true,
    get(this: NovaObject) {
      return this.get(field);
    },
    set(this: NovaObject, value: unknown) {
      this.set(field, value);
    },
  });
}
