/** nova-conductor. */
export type { BootArguments } from './build/boots-of.js';
export type { BuildInstancesArguments } from './build/build-instances.js';
export type { LiveMigrationArguments } from './live-migration/migrate-live.js';
export { ConductorManager } from './manager.js';
export { ComputeTaskApi, ConductorRpcApi, type MigrateServerArguments } from './rpc-api.js';
