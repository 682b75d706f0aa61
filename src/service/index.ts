/** For authors of services: what a worker loads. */
export { Service } from './service.js';
export { ThreadGroup } from './thread-group.js';
export type { ServiceBase, ServiceContext } from './types.js';
