/** Which services and workers are alive, by their heartbeats. */
export { ServiceGroupApi, type ServiceGroupOptions } from './api.js';
export type { ServiceGroupMember } from './heartbeat.js';
