/** How Nova's services talk to each other, and to whoever listens. */

export { createNotifier, type Notifier, type NotifierInit, type Payload, type Priority } from './notifier.js';
export {
  computeClientOptions,
  createNovaRpc,
  longCallOptions,
  type NovaClientOptions,
  type NovaRpc,
} from './nova-rpc.js';
