import { InstanceMappingNotFound } from '../../exception/index.js';
import { InstanceMapping } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { InstanceMappingStore } from '../contract/builds.js';
import type { Mapping, Row } from '../rows.js';
import { cellOf, OF_CELL } from './cells.js';
import { Store } from './store.js';

const MAPPINGS: Mapping<InstanceMapping> = {
  table: 'instance_mappings',
  Class: InstanceMapping,
  without: ['cell_mapping'],
  key: 'instance_uuid',
  softDeleted: false,
};

const uuidOf = (mapping: InstanceMapping | string) =>
  typeof mapping === 'string' ? mapping : mapping.instance_uuid;

export class InstanceMappings extends Store<InstanceMapping> implements InstanceMappingStore {
  constructor(access: Access) {
    super(access, MAPPINGS);
  }

  async create(mapping: InstanceMapping): Promise<InstanceMapping> {
    mapping.setDefaults();
    return this.insert(mapping, cellIdOf(mapping));
  }

  async getByInstanceUuid(instanceUuid: string): Promise<InstanceMapping> {
    const row = await this.access.query
      .selectFrom(MAPPINGS.table)
      .leftJoin('cell_mappings', 'cell_mappings.id', 'instance_mappings.cell_id')
      .selectAll('instance_mappings')
      .select(OF_CELL)
      .where('instance_uuid', '=', instanceUuid)
      .executeTakeFirst();
    if (!row) throw new InstanceMappingNotFound({ uuid: instanceUuid });
    return this.decode(row);
  }

  async save(mapping: InstanceMapping): Promise<void> {
    const cell = mapping.whatChanged().has('cell_mapping') ? cellIdOf(mapping) : {};
    if (!(await this.update(mapping, cell)))
      throw new InstanceMappingNotFound({ uuid: mapping.instance_uuid });
  }

  async destroy(mapping: InstanceMapping | string): Promise<void> {
    const uuid = uuidOf(mapping);
    if ((await this.remove('instance_uuid', uuid)) === 0) throw new InstanceMappingNotFound({ uuid });
  }

  protected override decode(row: Row): InstanceMapping {
    const mapping = super.decode(row);
    mapping.cell_mapping = cellOf(row);
    mapping.resetChanges();
    return mapping;
  }
}

const cellIdOf = (mapping: InstanceMapping): Row =>
  mapping.isSet('cell_mapping') ? { cell_id: mapping.cell_mapping?.id ?? null } : {};
