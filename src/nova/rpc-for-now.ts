import { getRpcClient, type Transport } from '../messaging/index.js';
import { NovaObjectSerializer } from './objects/index.js';
import type { Notifier, NovaRpc } from './rpc/index.js';
import type { NovaConfig } from './settings.js';

/** Until src/nova/rpc makes them. */
export function createNovaRpc(
  transport: Transport,
  { longRpcTimeout, rpcResponseTimeout }: NovaConfig,
): NovaRpc {
  const serializer = new NovaObjectSerializer();
  return {
    longRpcTimeout,
    rpcResponseTimeout,
    client: (target, options = {}) => getRpcClient(transport, target, { serializer, ...options }),
  };
}

/** Until src/nova/rpc makes them. */
export function createNotifier(): Notifier {
  return { legacy: async () => {}, versioned: async () => {} };
}
