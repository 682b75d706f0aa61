import { CellMappingNotFound, HostMappingNotFound } from '../../exception/index.js';
import { CellMapping, HostMapping } from '../../objects/index.js';
import type { Access } from '../access.js';
import type { CellMappingStore, HostMappingStore } from '../contract/cells.js';
import type { Mapping, Row } from '../rows.js';
import { decode } from '../rows.js';
import { Store } from './store.js';

const CELL0 = '00000000-0000-0000-0000-000000000000';

const CELLS: Mapping<CellMapping> = {
  table: 'cell_mappings',
  Class: CellMapping,
  key: 'uuid',
  softDeleted: false,
};

const HOSTS: Mapping<HostMapping> = {
  table: 'host_mappings',
  Class: HostMapping,
  without: ['cell_mapping'],
  key: 'host',
  softDeleted: false,
};

export class CellMappings extends Store<CellMapping> implements CellMappingStore {
  constructor(access: Access) {
    super(access, CELLS);
  }

  list(): Promise<CellMapping[]> {
    return this.all(this.rows().orderBy('id'));
  }

  async getByUuid(uuid: string): Promise<CellMapping> {
    const cell = await this.first(this.rows().where('uuid', '=', uuid));
    if (!cell) throw new CellMappingNotFound({ uuid });
    return cell;
  }

  cell0(): Promise<CellMapping> {
    return this.getByUuid(CELL0);
  }

  async cell1(): Promise<CellMapping> {
    const cell = await this.first(
      this.rows().where('uuid', '!=', CELL0).where('disabled', '=', false).orderBy('id'),
    );
    if (!cell) throw new CellMappingNotFound({ uuid: null });
    return cell;
  }
}

/** What a query for rows that belong to a cell selects of the cell. */
export const OF_CELL = [...CellMapping.fields.keys()].map(
  (field) => `cell_mappings.${field} as cell_${field}`,
);

/** The cell that came with such a row; null if it has none. */
export const cellOf = (row: Row): CellMapping | null =>
  row.cell_uuid === null || row.cell_uuid === undefined ? null : decode(CELLS, row, 'cell_');

export class HostMappings extends Store<HostMapping> implements HostMappingStore {
  constructor(access: Access) {
    super(access, HOSTS);
  }

  async getByHost(host: string): Promise<HostMapping> {
    const mapping = await this.first(this.withCells().where('host', '=', host));
    if (!mapping) throw new HostMappingNotFound({ name: host });
    return mapping;
  }

  async create(mapping: HostMapping): Promise<HostMapping> {
    await this.access.query
      .insertInto('host_mappings')
      .values({ host: mapping.host, cell_id: mapping.cell_mapping.id, created_at: this.access.stamp() })
      .onConflict((conflict) => conflict.column('host').doNothing())
      .execute();
    return this.getByHost(mapping.host);
  }

  list(): Promise<HostMapping[]> {
    return this.all(this.withCells().orderBy('host_mappings.id'));
  }

  private withCells() {
    return this.access.query
      .selectFrom('host_mappings')
      .innerJoin('cell_mappings', 'cell_mappings.id', 'host_mappings.cell_id')
      .selectAll('host_mappings')
      .select(OF_CELL);
  }

  protected override decode(row: Row): HostMapping {
    const mapping = super.decode(row);
    mapping.cell_mapping = cellOf(row)!;
    mapping.resetChanges();
    return mapping;
  }
}
