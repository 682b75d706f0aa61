import { inspect } from 'node:util';
import { writeAny } from './any.js';
import { BadFieldValue, InvalidTargetVersion, ObjectFieldNotSet, ReadOnlyFieldError } from './errors.js';
import { hydrate, registerObject } from './hydrate.js';
import { type Primitive, primitiveOf } from './primitive.js';
import type { Field, Schema } from './schema.js';
import { STATE, type State, type Stateful } from './state.js';
import { DATE_TIME } from './types/date-time.js';
import { Mismatch, type Versions } from './types/field-type.js';
import { isAbove, sameMajor } from './versions.js';

/** What a field takes where it is set. */
type Lenient<Value> = Value extends Date
  ? Date | string
  : Value extends ReadonlySet<infer Item>
    ? ReadonlySet<Item> | readonly Item[]
    : Value;

/** Values by field; undefined is as good as left out. */
export type Given<Fields> = { readonly [Name in keyof Fields]?: Lenient<Fields[Name]> | undefined };

type Names<Fields> = Extract<keyof Fields, string>;

/**
 * A versioned object of Nova. A field is absent, null or a value, and it has changed or not. Its values are frozen: who
 * wants another list or dict sets it. Every kind of the catalogue has a class, whose fields are properties; any other
 * object is a NovaObject with get() and set(). oslo_versionedobjects.base.VersionedObject.
 */
// biome-ignore lint/suspicious/noExplicitAny: the fields of an object of any kind.
export class NovaObject<Fields extends object = any> implements Stateful {
  /** What the catalogue says of this kind; undefined for what it does not have. */
  static get schema(): Schema | undefined {
    return undefined;
  }

  readonly [STATE]: State = { name: undefined, version: undefined, data: new Map(), changed: new Set() };

  // The first one of a class makes the properties of its fields by asking.
  readonly #schema: Schema | undefined = (this.constructor as typeof NovaObject).schema;

  /** Sets fields, which have changed then. Throws BadFieldValue. */
  constructor(values?: Given<Fields>) {
    if (values) this.#fill(values);
  }

  /** An object as it comes from where it is kept: its fields are set and have not changed. Throws BadFieldValue. */
  static loaded(values: object): NovaObject {
    const object = new this();
    object.#fill(values);
    object[STATE].changed.clear();
    return object;
  }

  /**
   * Throws UnsupportedObjectError for another namespace than Nova's, IncompatibleObjectVersion for a version that is
   * above that of the catalogue or of another major number, BadFieldValue for a value that is none of its field.
   */
  static fromPrimitive(primitive: unknown): NovaObject {
    return hydrate(primitive) as NovaObject;
  }

  get objName(): string {
    return this[STATE].name ?? this.#schema?.name ?? 'NovaObject';
  }

  /** The version that it came in, or that of the catalogue. */
  get objVersion(): string {
    return this[STATE].version ?? this.#schema?.version ?? '1.0';
  }

  /** Throws ObjectFieldNotSet. */
  get(field: string): unknown {
    const value = this[STATE].data.get(field);
    if (value === undefined) throw new ObjectFieldNotSet(this.objName, field);
    return value;
  }

  /** Throws BadFieldValue, and ReadOnlyFieldError for another value of a field that may be set once. */
  set(field: string, value: unknown): void {
    const known = this.#schema?.fields.get(field);
    const { data, changed } = this[STATE];
    const coerced = known ? this.#coerced(known, value) : value;
    if (known?.readOnly && data.has(field)) {
      if (data.get(field) === coerced) return;
      throw new ReadOnlyFieldError(field);
    }
    data.set(field, coerced);
    changed.add(field);
  }

  /** Whether it is null or a value. obj_attr_is_set. */
  isSet(field: Names<Fields>): boolean {
    return this[STATE].data.has(field);
  }

  /** The fields that are set. */
  setFields(): string[] {
    return [...this[STATE].data.keys()];
  }

  /** The fields that have changed, with their values. obj_get_changes. */
  changes(): Partial<Fields> {
    const entries = [...this.whatChanged()].map((field) => [field, this[STATE].data.get(field)]);
    return Object.fromEntries(entries) as Partial<Fields>;
  }

  /** The fields that have changed, or hold an object that has. obj_what_changed. */
  whatChanged(): Set<string> {
    const { data, changed } = this[STATE];
    const all = new Set(changed);
    for (const [field, value] of data) if (hasChanged(field, value)) all.add(field);
    return all;
  }

  hasChanged(): boolean {
    const { data, changed } = this[STATE];
    if (changed.size > 0) return true;
    for (const [field, value] of data) if (hasChanged(field, value)) return true;
    return false;
  }

  /** From now on, these fields, or all, have not changed, nor has what they hold. obj_reset_changes(recursive=True). */
  resetChanges(fields: readonly Names<Fields>[] = this.setFields() as Names<Fields>[]): void {
    const { data, changed } = this[STATE];
    for (const field of fields) {
      changed.delete(field);
      const value = data.get(field);
      for (const member of Array.isArray(value) ? value : [value])
        if (member instanceof NovaObject) member.resetChanges();
    }
  }

  /** Gives the fields that are not set the defaults that the catalogue has for them. obj_set_defaults. */
  setDefaults(): void {
    for (const field of this.#schema?.fields.values() ?? [])
      if (field.default !== undefined && !this[STATE].data.has(field.name))
        this.set(field.name, field.default);
  }

  /** An object with the same values and changes. obj_clone. */
  clone(): this {
    const copy = new (this.constructor as new () => this)();
    const [from, to] = [this[STATE], copy[STATE]];
    for (const [field, value] of from.data) to.data.set(field, cloned(value));
    for (const field of from.changed) to.changed.add(field);
    to.name = from.name;
    to.version = from.version;
    return copy;
  }

  /**
   * As it travels: in its own version or an older one, without the fields that came later; `versions` says which older
   * ones the objects in it have. Throws InvalidTargetVersion. obj_to_primitive.
   */
  toPrimitive(asked?: string, versions?: Versions): Primitive {
    const own = this.objVersion;
    const version = asked ?? oldest(own, versions?.[this.objName]);
    if (version !== own && (isAbove(version, own) || !sameMajor(version, own)))
      throw new InvalidTargetVersion(version);
    const fields = this.#schema?.fields;
    const entries: [string, unknown][] = [];
    for (const [field, value] of this[STATE].data) {
      const known = fields?.get(field);
      if (version !== own && known?.since !== undefined && isAbove(known.since, version)) continue;
      entries.push([
        field,
        known && value !== null ? known.type.write(value, versions) : writeUnknown(value),
      ]);
    }
    // A field may be called __proto__.
    const data = Object.fromEntries(entries);
    const changes = [...this.whatChanged()].filter((field) => Object.hasOwn(data, field));
    return primitiveOf(this.objName, version, data, changes);
  }

  toJSON(): Primitive {
    return this.toPrimitive();
  }

  [inspect.custom](_depth: number, options: object): string {
    return `${this.objName} ${inspect(Object.fromEntries(this[STATE].data), options)}`;
  }

  #fill(values: object): void {
    for (const [field, value] of Object.entries(values)) if (value !== undefined) this.set(field, value);
  }

  #coerced({ name, type, nullable, default: otherwise }: Field, value: unknown): unknown {
    if (value === null || value === undefined) {
      if (nullable && value === null) return null;
      // As Nova: null where it may not be is the default, where there is one.
      if (value === null && otherwise !== undefined && otherwise !== null) return type.coerce(otherwise);
      throw new BadFieldValue(this.objName, name, `${type.name}${nullable ? '' : ', and not null'}`, value);
    }
    try {
      return type.coerce(value);
    } catch (error) {
      if (error instanceof Mismatch) throw new BadFieldValue(this.objName, name, error.expected, error.found);
      throw error;
    }
  }
}

registerObject('', NovaObject);

/** Whether a value is an object that has changed; those of a list count, as Nova counts them, in list objects only. */
function hasChanged(field: string, value: unknown): boolean {
  if (value instanceof NovaObject) return value.hasChanged();
  if (field !== 'objects' || !Array.isArray(value)) return false;
  return value.some((member) => member instanceof NovaObject && member.hasChanged());
}

const writeUnknown = (value: unknown) => (value instanceof Date ? DATE_TIME.write(value) : writeAny(value));

const oldest = (own: string, other: string | undefined) =>
  other !== undefined && isAbove(own, other) ? other : own;

function cloned(value: unknown): unknown {
  if (value instanceof NovaObject) return value.clone();
  if (Array.isArray(value) && value[0] instanceof NovaObject) return Object.freeze(value.map(cloned));
  return value;
}
