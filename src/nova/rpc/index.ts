/** How Nova's services talk to each other, and to whoever listens. */

export type { Notifier, Priority } from './notifier.js';
export type { NovaClientOptions, NovaRpc } from './nova-rpc.js';
