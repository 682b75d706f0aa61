import { readAny } from './any.js';
import { deeper } from './depth.js';
import { BadFieldValue, IncompatibleObjectVersion } from './errors.js';
import { assertPrimitive } from './primitive.js';
import { type Field, type Schema, schemaOf } from './schema.js';
import { STATE, type Stateful } from './state.js';
import { Mismatch } from './types/field-type.js';
import { understands, withoutThird } from './versions.js';

type Class = new () => Stateful;

/** The classes of the kinds of the catalogue, by name, and that of all other objects under ''. */
const classes = new Map<string, Class>();

/** Makes `Class` what a primitive of this name becomes. */
export function registerObject(name: string, Class: new () => Stateful): void {
  classes.set(name, Class);
}

/**
 * The object that a primitive stands for: of the version that it says, of which minor versions up to that of the
 * catalogue are understood. An object that the catalogue does not have, and a field that it does not have, keep what
 * came. Throws UnsupportedObjectError for another namespace, IncompatibleObjectVersion, and BadFieldValue.
 * obj_from_primitive.
 */
export function hydrate(value: unknown): Stateful {
  const primitive = assertPrimitive(value);
  const { 'nova_object.name': name, 'nova_object.version': version } = primitive;
  const schema = schemaOf(name);
  const Class = (schema && classes.get(name)) ?? classes.get('')!;
  const object = new Class();
  const state = object[STATE];
  const understood = schema ? choose(schema, version) : version;
  if (understood !== schema?.version) state.version = understood;
  if (!schema) state.name = name;
  const data = primitive['nova_object.data'];
  deeper(data, () => {
    for (const field of Object.keys(data)) {
      const known = schema?.fields.get(field);
      state.data.set(field, known ? read(name, known, data[field]) : readAny(data[field], hydrate));
    }
  });
  // Nothing has changed in what is not there.
  for (const field of primitive['nova_object.changes'] ?? [])
    if (state.data.has(field)) state.changed.add(field);
  return object;
}

/** The version to read it in. The third number means nothing to who reads. */
function choose({ name, version: supported }: Schema, version: string): string {
  if (version === supported) return version;
  const asked = withoutThird(version);
  if (understands(supported, asked)) return asked;
  throw new IncompatibleObjectVersion(name, version, supported);
}

function read(object: string, { name, type, nullable, default: otherwise }: Field, value: unknown): unknown {
  if (value === null) {
    if (nullable) return null;
    // As Nova: where there may be no null it is the default, where there is one.
    if (otherwise !== undefined && otherwise !== null) return type.coerce(otherwise);
    throw new BadFieldValue(object, name, `${type.name}, and not null`, value);
  }
  try {
    return type.read(value, hydrate);
  } catch (error) {
    if (error instanceof Mismatch) throw new BadFieldValue(object, name, error.expected, error.found);
    throw error;
  }
}
