import { randomUUID } from 'node:crypto';
import type { NovaObject } from '../../objects/index.js';
import type { Access } from '../access.js';
import { decode, encode, type Mapping, type Row } from '../rows.js';

/** The rows of one table, as objects of one class. */
export class Store<Self extends NovaObject> {
  constructor(
    protected readonly access: Access,
    protected readonly mapping: Mapping<Self>,
  ) {}

  /** Those that are not deleted. */
  protected rows() {
    const all = this.access.query.selectFrom(this.mapping.table).selectAll();
    return this.mapping.softDeleted ? all.where('deleted', '=', 0) : all;
  }

  protected encode(values: object): Row {
    return encode(this.mapping, values);
  }

  protected decode(row: Row): Self {
    return decode(this.mapping, row);
  }

  protected async first(query: { executeTakeFirst(): Promise<Row | undefined> }): Promise<Self | undefined> {
    const row = await query.executeTakeFirst();
    return row && this.decode(row);
  }

  protected async all(query: { execute(): Promise<Row[]> }): Promise<Self[]> {
    return (await query.execute()).map((row) => this.decode(row));
  }

  /** Writes a new row of what is set; the object then is as it is kept. `more` are columns that no field has. */
  protected async insert(object: Self, more: Row = {}): Promise<Self> {
    const { Class, table } = this.mapping;
    if (Class.fields.has('uuid') && !object.isSet('uuid')) object.set('uuid', randomUUID());
    const now = this.access.now();
    const set = Object.fromEntries(object.setFields().map((field) => [field, object.get(field)]));
    const row = { ...encode(this.mapping, set), ...more, created_at: this.access.stamp() };
    const { id } = await this.access.query
      .insertInto(table)
      .values(row)
      .returning('id')
      .executeTakeFirstOrThrow();
    const kept = { id, created_at: now, updated_at: null, deleted: false, deleted_at: null };
    for (const [field, value] of Object.entries(kept)) if (Class.fields.has(field)) object.set(field, value);
    object.resetChanges();
    return object;
  }

  /** Writes what has changed; false if there is no such row. */
  protected async update(object: Self, more: Row = {}): Promise<boolean> {
    const changes = { ...encode(this.mapping, object.changes()), ...more };
    if (Object.keys(changes).length === 0) return true;
    const { table, key, softDeleted, Class } = this.mapping;
    const now = this.access.now();
    let query = this.access.query
      .updateTable(table)
      .set({ ...changes, updated_at: this.access.stamp() })
      .where(key, '=', object.get(key));
    if (softDeleted) query = query.where('deleted', '=', 0);
    const { numUpdatedRows } = await query.executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    if (Class.fields.has('updated_at')) object.set('updated_at', now);
    object.resetChanges();
    return true;
  }

  /** Of rows, how many there were. */
  protected async remove(column: string, value: unknown): Promise<number> {
    const { table, softDeleted } = this.mapping;
    return softDeleted
      ? markDeleted(this.access, table, column, value)
      : deleteRows(this.access, table, column, value);
  }
}

/** Nova's soft delete: deleted is the id of the row, so that another may take its name. How many rows. */
export async function markDeleted(
  access: Access,
  table: string,
  column: string,
  value: unknown,
): Promise<number> {
  const { numUpdatedRows } = await access.query
    .updateTable(table)
    .set(({ ref }) => ({ deleted: ref('id'), deleted_at: access.stamp() }))
    .where(column, '=', value)
    .where('deleted', '=', 0)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** How many rows. */
export async function deleteRows(
  access: Access,
  table: string,
  column: string,
  value: unknown,
): Promise<number> {
  const { numDeletedRows } = await access.query
    .deleteFrom(table)
    .where(column, '=', value)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
