import { getRpcClient, type RpcClient, type TargetInit, type Transport } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';
// Who calls gets the exceptions of Nova as what they are.
import '../exception/index.js';
import { NovaObjectSerializer } from '../objects/index.js';

/** What a client may differ in; times are seconds. */
export interface NovaClientOptions {
  /** The highest version that may be sent. */
  readonly versionCap?: string | undefined;
  readonly timeout?: number | undefined;
  readonly callMonitorTimeout?: number | undefined;
}

/** Clients of Nova's services, on the transport of the service that has it. nova.rpc.get_client. */
export interface NovaRpc {
  /** Throws MessagingException for a version that is none. */
  client(target: TargetInit, options?: NovaClientOptions): RpcClient<RequestContext>;
  /** Seconds for what takes long: scheduling, migrating. long_rpc_timeout. */
  readonly longRpcTimeout: number;
  /** Seconds. rpc_response_timeout. */
  readonly rpcResponseTimeout: number;
}

/** Seconds without a sign of life after which a service is given up, however long a call may take. */
const HEARTBEAT_THRESHOLD = 60;

/**
 * What clients of nova-compute are made with: calls that may take more than a minute ask for signs of life.
 * nova.compute.rpcapi.ComputeAPI.get_client.
 */
export function computeClientOptions({ rpcResponseTimeout }: NovaRpc): NovaClientOptions {
  return rpcResponseTimeout > HEARTBEAT_THRESHOLD ? { callMonitorTimeout: HEARTBEAT_THRESHOLD } : {};
}

/** What calls that take long are made with, of whichever service: select_destinations, migrate_server, … */
export function longCallOptions({ longRpcTimeout, rpcResponseTimeout }: NovaRpc): NovaClientOptions {
  return { timeout: longRpcTimeout, callMonitorTimeout: rpcResponseTimeout };
}

/** On a transport that lets the exceptions of nova.exception in. Times are seconds. */
export function createNovaRpc(
  transport: Transport,
  { longRpcTimeout, rpcResponseTimeout }: Pick<NovaRpc, 'longRpcTimeout' | 'rpcResponseTimeout'>,
): NovaRpc {
  const serializer = new NovaObjectSerializer();
  return {
    longRpcTimeout,
    rpcResponseTimeout,
    client: (target, options = {}) => getRpcClient(transport, target, { serializer, ...options }),
  };
}
