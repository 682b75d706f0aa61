import { NovaObject, type ObjectClass } from '../objects/index.js';

/** A row of a table, as both databases give it: times are texts, and SQLite's booleans are 0 and 1. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its columns hold.
export type Row = Record<string, any>;

/** How the objects of a class lie in a table: each field in the column of its name, but for what stands here. */
export interface Mapping<Self extends NovaObject> {
  readonly table: string;
  // biome-ignore lint/suspicious/noExplicitAny: the fields of whatever class.
  readonly Class: ObjectClass<Self, any>;
  /** Fields without a column. */
  readonly without?: readonly string[];
  /** The columns of fields that have another name. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Fields of which JSON is kept. */
  readonly json?: readonly string[];
  /** The column that a row is found by. */
  readonly key: string;
  /** Rows are kept, with deleted = id. */
  readonly softDeleted: boolean;
}

/** Boolean in the object, an integer in the table. */
const INTEGERS: ReadonlySet<string> = new Set(['cleaned']);
/** Written by the store itself, or by the database. */
const OURS: ReadonlySet<string> = new Set(['id', 'created_at', 'updated_at', 'deleted', 'deleted_at']);

/** A time as it is kept, in UTC; with the six digits that SQLAlchemy expects in SQLite. */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, -1).replace('T', ' ')}000`;
}

/** A time that was kept. */
export function dateOf(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}

/** The columns for values of fields: those that a class has columns for. */
export function encode<Self extends NovaObject>(mapping: Mapping<Self>, values: object): Row {
  const row: Row = {};
  for (const [field, value] of Object.entries(values)) {
    if (OURS.has(field) || mapping.without?.includes(field)) continue;
    // What a newer sender has put in: there is no column for it.
    if (!mapping.Class.fields.has(field)) continue;
    row[mapping.columns?.[field] ?? field] = encoded(mapping, field, value);
  }
  return row;
}

function encoded<Self extends NovaObject>({ Class }: Mapping<Self>, field: string, value: unknown): unknown {
  if (value === null) return null;
  if (value instanceof Date) return timestamp(value);
  if (INTEGERS.has(field)) return Number(value);
  const written = Class.fields.get(field)!.type.write(value);
  return typeof written === 'object' ? JSON.stringify(written) : written;
}

/** The object of a row. */
export function decode<Self extends NovaObject>(mapping: Mapping<Self>, row: Row, prefix = ''): Self {
  const values: Row = {};
  for (const [field, { type, nullable, default: otherwise }] of mapping.Class.fields) {
    const value = row[`${prefix}${mapping.columns?.[field] ?? field}`];
    if (value === undefined || (value === null && !nullable && (otherwise ?? null) === null)) continue;
    if (value === null || !mapping.json?.includes(field)) values[field] = value;
    else values[field] = type.read(JSON.parse(value), NovaObject.fromPrimitive);
  }
  return mapping.Class.loaded(values);
}

/** What stands in the text of a primitive; it has not changed since. */
export function fromText<Self extends NovaObject>(
  // biome-ignore lint/suspicious/noExplicitAny: the fields of whatever class.
  Class: ObjectClass<Self, any>,
  text: string,
): Self {
  const object = Class.fromPrimitive(JSON.parse(text));
  object.resetChanges();
  return object;
}
