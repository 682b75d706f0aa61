/** The state of Nova's services: their database, SQLite or PostgreSQL. */
export type {
  BuildRequestStore,
  InstanceMappingStore,
  OrphanedBuild,
  RequestSpecStore,
} from './contract/builds.js';
export type { CellMappingStore, HostMappingStore } from './contract/cells.js';
export type { Database, DatabaseOptions, Stores } from './contract/database.js';
export type {
  ActionStore,
  BlockDeviceStore,
  FaultStore,
  InstanceFilters,
  InstanceStore,
  MigrationFilters,
  MigrationStore,
  SaveExpectations,
  TagStore,
} from './contract/instances.js';
export type {
  AggregateStore,
  Allocation,
  AllocationStore,
  Candidate,
  ComputeNodeStore,
  Owner,
  Resources,
  Usage,
} from './contract/placement.js';
export type { ServiceStore, ServiceWorker, WorkerBeat, WorkerStore } from './contract/services.js';
export { DatabaseUnavailable } from './errors.js';
export { openDatabase } from './open.js';
export { type DatabaseUrl, parseDatabaseUrl } from './url.js';
