import type { RpcClient } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';
import type { Instance, NovaObject } from '../objects/index.js';
import type { NovaRpc } from '../rpc/index.js';

/** What a compute asks of the conductor: to build an instance elsewhere. */
export interface ConductorApi {
  buildInstances(
    context: RequestContext,
    args: {
      readonly instances: readonly Instance[];
      readonly image: Readonly<Record<string, unknown>>;
      readonly filter_properties: Readonly<Record<string, unknown>>;
      readonly admin_password: string | null;
      readonly injected_files: readonly unknown[];
      readonly requested_networks: NovaObject | null;
      readonly security_groups: readonly string[];
      readonly request_spec: NovaObject | null;
      readonly host_lists: readonly (readonly NovaObject[] | null)[] | null;
    },
  ): Promise<void>;
}

/** nova.conductor.rpcapi.ComputeTaskAPI, as far as a compute needs it. */
export class ConductorTaskApi implements ConductorApi {
  readonly #client: RpcClient<RequestContext>;

  constructor(rpc: NovaRpc) {
    this.#client = rpc.client({ topic: 'conductor', namespace: 'compute_task', version: '1.19' });
  }

  buildInstances(...[context, args]: Parameters<ConductorApi['buildInstances']>): Promise<void> {
    return this.#client.cast(context, 'build_instances', args);
  }
}
