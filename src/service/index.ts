/** For authors of services: what a worker loads. */
export { LoopingCallDone } from './looping-call.js';
export { Service } from './service.js';
export { ThreadGroup } from './thread-group.js';
export type { ServiceBase, ServiceContext } from './types.js';
