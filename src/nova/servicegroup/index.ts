/** Which services and workers are alive, by their heartbeats. */
export { ServiceGroupApi, type ServiceGroupMember, type ServiceGroupOptions } from './api.js';
