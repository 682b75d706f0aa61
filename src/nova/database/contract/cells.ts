import type { CellMapping, HostMapping } from '../../objects/index.js';

/** Table cell_mappings: cell0, for what could not be scheduled, and one cell. Both are this database. */
export interface CellMappingStore {
  list(): Promise<CellMapping[]>;
  /** Throws CellMappingNotFound. */
  getByUuid(uuid: string): Promise<CellMapping>;
  /** The one with uuid 00000000-0000-0000-0000-000000000000. */
  cell0(): Promise<CellMapping>;
  /** The one that computes are in. */
  cell1(): Promise<CellMapping>;
}

/** Table host_mappings: the cell of a host. */
export interface HostMappingStore {
  /** Throws HostMappingNotFound. */
  getByHost(host: string): Promise<HostMapping>;
  /** If the host has one already, that one. */
  create(mapping: HostMapping): Promise<HostMapping>;
  list(): Promise<HostMapping[]>;
}
