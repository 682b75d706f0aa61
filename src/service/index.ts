/** For authors of services: what a worker loads. */
export type { Health } from './health.js';
export { LoopingCallDone } from './looping-call.js';
export type { Change, Changes, ConfigHooks } from './options/index.js';
export { Service } from './service.js';
export { ThreadGroup } from './thread-group.js';
export type { ServiceBase, ServiceContext } from './types.js';
