import { MigrationNotFound } from '../../exception/index.js';
import { Migration } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { MigrationFilters, MigrationStore } from '../contract/instances.js';
import type { Mapping } from '../rows.js';
import { Store } from './store.js';

const MIGRATIONS: Mapping<Migration> = {
  table: 'migrations',
  Class: Migration,
  key: 'uuid',
  softDeleted: true,
};

const EQUAL = ['instance_uuid', 'migration_type', 'source_compute', 'dest_compute'] as const;

export class Migrations extends Store<Migration> implements MigrationStore {
  constructor(access: Access) {
    super(access, MIGRATIONS);
  }

  create(migration: Migration): Promise<Migration> {
    migration.setDefaults();
    return this.insert(migration);
  }

  async save(migration: Migration): Promise<void> {
    if (!(await this.update(migration))) throw new MigrationNotFound({ migration_id: migration.uuid });
  }

  async getByUuid(uuid: string): Promise<Migration> {
    const migration = await this.first(this.rows().where('uuid', '=', uuid));
    if (!migration) throw new MigrationNotFound({ migration_id: uuid });
    return migration;
  }

  async getById(id: number): Promise<Migration> {
    const migration = await this.first(this.rows().where('id', '=', id));
    if (!migration) throw new MigrationNotFound({ migration_id: id });
    return migration;
  }

  list(filters: MigrationFilters = {}): Promise<Migration[]> {
    let query = this.rows().orderBy('id');
    for (const column of EQUAL)
      if (filters[column] !== undefined) query = query.where(column, '=', filters[column]);
    const { status, host } = filters;
    if (status !== undefined)
      query = query.where('status', 'in', typeof status === 'string' ? [status] : status);
    if (host !== undefined)
      query = query.where(({ eb }) =>
        eb.or([eb('source_compute', '=', host), eb('dest_compute', '=', host)]),
      );
    return this.all(query);
  }
}
