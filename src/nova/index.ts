/** Services as Nova's, for those who write one; see docs/nova.md. */
export { BaseApi } from './base-api.js';
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
export { RequestContext } from './context/index.js';
export type { Database } from './database/index.js';
export { Manager, type ManagerClass, type ManagerInit } from './manager.js';
export type { Notifier, NovaRpc } from './rpc/index.js';
export { serve, wait } from './serve.js';
export { Service } from './service.js';
export type { ServiceOptions } from './service-options.js';
export type { NovaConfig, NovaInput } from './settings.js';
