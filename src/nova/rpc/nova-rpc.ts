import type { RpcClient, TargetInit } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';

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
