import type { RpcClient } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';
import type { RequestSpec, Selection } from '../objects/index.js';
import type { NovaRpc } from '../rpc/index.js';

/** The client of nova-scheduler. nova.scheduler.rpcapi.SchedulerAPI. */
export class SchedulerRpcApi {
  readonly #client: RpcClient<RequestContext>;

  constructor(private readonly rpc: NovaRpc) {
    this.#client = rpc.client({ topic: 'scheduler', version: '4.0' });
  }

  /**
   * For each instance its host, which is claimed, and alternates where they are asked for. Rejects with NoValidHost, with
   * MessagingTimeout when no scheduler answers, and with RemoteError.
   */
  selectDestinations(
    context: RequestContext,
    spec: RequestSpec,
    instanceUuids: readonly string[],
    { alternates = false }: { alternates?: boolean } = {},
  ): Promise<Selection[][]> {
    const { longRpcTimeout: timeout, rpcResponseTimeout: callMonitorTimeout } = this.rpc;
    const args = {
      instance_uuids: instanceUuids,
      spec_obj: spec,
      return_objects: true,
      return_alternates: alternates,
    };
    return this.#client
      .prepare({ version: '4.5', timeout, callMonitorTimeout })
      .call<Selection[][]>(context, 'select_destinations', args);
  }
}
