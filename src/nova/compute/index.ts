/** What other rooms, and drivers of your own, need of nova-compute. */

export type {
  AvailableResource,
  ComputeDriver,
  DriverInit,
  MigrationOutcome,
  MigrationProgress,
  MigrationRequest,
  SpawnRequest,
} from './driver.js';
export { type BuildArguments, COMPUTE_TOPIC, ComputeRpcApi } from './rpc-api.js';
export { POWER_STATE, type PowerState, TASK_STATE, VM_STATE } from './states.js';
