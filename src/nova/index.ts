/** Services as Nova's, for those who write one; see docs/nova.md. */
export { BaseApi, type Ping } from './base-api.js';
export { BaseRpcApi } from './base-rpc-api.js';
export type {
  AvailableResource,
  ComputeDriver,
  DriverInit,
  MigrationOutcome,
  MigrationProgress,
  MigrationRequest,
  SpawnRequest,
} from './compute/index.js';
export { POWER_STATE, type PowerState } from './compute/states.js';
export { RequestContext, type TraceInfo } from './context/index.js';
export type {
  ActionStore,
  AggregateStore,
  AllocationStore,
  BlockDeviceStore,
  BuildRequestStore,
  CellMappingStore,
  ComputeNodeStore,
  Database,
  FaultStore,
  HostMappingStore,
  InstanceMappingStore,
  InstanceStore,
  MigrationStore,
  RequestSpecStore,
  ServiceStore,
  Stores,
  TagStore,
  WorkerStore,
} from './database/index.js';
export { Manager, type ManagerClass, type ManagerInit } from './manager.js';
export type { Notifier, NovaRpc, Payload, Priority } from './rpc/index.js';
export { serve, wait } from './serve.js';
export { Service } from './service.js';
export type { ServiceOptions } from './service-options.js';
export type { ServiceGroupApi } from './servicegroup/index.js';
export type { NovaConfig, NovaInput } from './settings.js';
