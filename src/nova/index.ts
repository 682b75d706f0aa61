/** Services as Nova's, for those who write one; see docs/nova.md. */
export { BaseApi } from './base-api.js';
export { BaseRpcApi } from './base-rpc-api.js';
export { RequestContext } from './context/index.js';
export { Manager, type ManagerClass, type ManagerInit } from './manager.js';
export { serve, wait } from './serve.js';
export { Service } from './service.js';
export type { ServiceOptions } from './service-options.js';
export type { NovaConfig, NovaInput } from './settings.js';
