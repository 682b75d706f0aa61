import { type FieldType, typeOf } from './field-types.js';
import { OBJECTS } from './generated/catalogue.js';

/** A field of a kind of objects. oslo_versionedobjects.fields.Field. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly nullable: boolean;
  /** It may be set once. */
  readonly readOnly: boolean;
  /** The version that brought it, if not the first. */
  readonly since: string | undefined;
  /** What setDefaults() gives it; undefined where there is none. */
  readonly default: unknown;
}

/** What the catalogue says of a kind of objects. */
export interface Schema {
  readonly name: string;
  readonly version: string;
  /** The object that it may stand for. */
  readonly parent: string | undefined;
  readonly fields: ReadonlyMap<string, Field>;
}

const read = new Map<string, Schema>();

/** Undefined for an object that the catalogue does not have. Read when it is first asked for. */
export function schemaOf(name: string): Schema | undefined {
  const known = read.get(name);
  if (known || !Object.hasOwn(OBJECTS, name)) return known;
  const schema = parseSchema(name, OBJECTS[name]!);
  read.set(name, schema);
  return schema;
}

/** See scripts/generate-nova-objects.ts. */
const FIELD = /^(\w+):(.+?)(\?)?(!)?(?:@([\d.]+))?(?:=(.*))?$/s;

function parseSchema(name: string, text: string): Schema {
  const [version = '', parent, ...words] = text.split(' ');
  const fields = new Map<string, Field>();
  for (const word of words) {
    const [, field = '', type = '', nullable, readOnly, since, value] = FIELD.exec(word)!;
    fields.set(field, {
      name: field,
      type: typeOf(type, isKindOf),
      nullable: nullable !== undefined,
      readOnly: readOnly !== undefined,
      since,
      default: value === undefined ? undefined : JSON.parse(value),
    });
  }
  return { name, version, parent: parent === '-' ? undefined : parent, fields };
}

/** Whether an object of one kind may stand where one of the other is asked for. */
export function isKindOf(name: string, wanted: string): boolean {
  if (name === wanted) return true;
  const parent = schemaOf(name)?.parent;
  return parent !== undefined && isKindOf(parent, wanted);
}

/** The kinds that an object of this kind can hold, itself included, with their versions. obj_tree_get_versions. */
export function treeVersions(name: string, found: Record<string, string> = {}): Record<string, string> {
  const schema = schemaOf(name);
  if (!schema || Object.hasOwn(found, name)) return found;
  found[name] = schema.version;
  for (const { type } of schema.fields.values())
    for (const [kind] of type.name.matchAll(/\w+/g)) treeVersions(kind, found);
  return found;
}
