/** nova-scheduler. */
export { SchedulerManager } from './manager.js';
export { SchedulerRpcApi } from './rpc-api.js';
