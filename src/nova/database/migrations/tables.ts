import type { Kind } from '../access.js';
import type { ColumnDataType, CreateTableBuilder, Kysely } from '../kysely.js';

/** A table as a text: `name:type` for each column, `!` if it is never null, `=` with its default. */
export interface TableDefinition {
  readonly name: string;
  readonly columns: string;
  /** Without an id of its own: the columns of the primary key. */
  readonly primaryKey?: readonly string[];
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly (readonly string[])[];
}

const TYPES: Readonly<Record<string, ColumnDataType>> = {
  string: 'varchar(255)',
  uuid: 'varchar(36)',
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  float: 'double precision',
  boolean: 'boolean',
  // UTC, without a zone.
  time: 'timestamp',
};

// biome-ignore lint/suspicious/noExplicitAny: whatever tables.
export async function createTable(db: Kysely<any>, kind: Kind, definition: TableDefinition): Promise<void> {
  const { name, columns, primaryKey, unique = [], indexes = [] } = definition;
  // biome-ignore lint/suspicious/noExplicitAny: kysely keeps the names of columns as types.
  let table: CreateTableBuilder<string, any> = db.schema.createTable(name);
  if (primaryKey) table = table.addPrimaryKeyConstraint(`${name}_pkey`, [...primaryKey]);
  else if (kind === 'postgresql') table = table.addColumn('id', 'serial', (column) => column.primaryKey());
  else table = table.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement());
  for (const text of columns.trim().split(/\s+/)) {
    const [, column = '', type = '', notNull, value] = /^(\w+):(\w+)(!)?(?:=(.*))?$/.exec(text)!;
    table = table.addColumn(column, TYPES[type]!, (build) => {
      const required = notNull ? build.notNull() : build;
      return value === undefined ? required : required.defaultTo(JSON.parse(value));
    });
  }
  for (const of of unique) table = table.addUniqueConstraint(`uniq_${name}0${of.join('0')}`, [...of]);
  await table.execute();
  for (const of of indexes)
    await db.schema
      .createIndex(`${name}_${of.join('_')}_idx`)
      .on(name)
      .columns([...of])
      .execute();
}
