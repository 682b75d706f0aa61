import type { RpcRequest } from './rpc-commands.js';
import { send } from './rpc-request.js';

/** Hands a request over, and says nothing. */
export function cast(request: RpcRequest): Promise<number> {
  return send(request, (client, args, signal) => client.cast({}, request.method, args, { signal }));
}
