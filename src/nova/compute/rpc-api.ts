import type { RpcClient } from '../../messaging/index.js';
import type { FilterProperties } from '../conductor/filter-properties.js';
import type { RequestContext } from '../context/index.js';
import type {
  BlockDeviceMappingList,
  Instance,
  Migration,
  NovaObject,
  RequestSpec,
  Selection,
} from '../objects/index.js';
import { computeClientOptions, longCallOptions, type NovaRpc } from '../rpc/index.js';

/** What nova-compute serves. */
export const COMPUTE_TOPIC = 'compute';
export const COMPUTE_VERSION = '6.1';
/** What its clients send: 6.1 has nothing that is used here. */
const SENT = '6.0';

/** The arguments of build_and_run_instance, as they travel. */
export interface BuildArguments {
  readonly instance: Instance;
  readonly image: Readonly<Record<string, unknown>>;
  readonly request_spec: RequestSpec | null;
  readonly filter_properties: FilterProperties;
  readonly admin_password: string | null;
  readonly injected_files: readonly unknown[];
  readonly requested_networks: NovaObject | null;
  readonly security_groups: readonly string[];
  readonly block_device_mapping: NovaObject | null;
  readonly node: string | null;
  readonly limits: Readonly<Record<string, unknown>> | null;
  readonly host_list: readonly Selection[] | null;
  readonly accel_uuids: readonly string[] | null;
}

type RebootType = 'SOFT' | 'HARD';

/**
 * The client of the computes, each by the name of its host: nova.compute.rpcapi.ComputeAPI. Casts resolve when the
 * message is handed over; calls reject with what the method throws, or with MessagingTimeout: after rpcResponseTimeout,
 * and where a call may take long after longRpcTimeout, or as soon as the compute has given no sign of life for
 * rpcResponseTimeout.
 */
export class ComputeRpcApi {
  readonly #client: RpcClient<RequestContext>;

  constructor(private readonly rpc: NovaRpc) {
    this.#client = rpc.client({ topic: COMPUTE_TOPIC, version: SENT }, computeClientOptions(rpc));
  }

  buildAndRunInstance(
    context: RequestContext,
    host: string,
    args: BuildArguments,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    return this.#at(host).cast(context, 'build_and_run_instance', args, options);
  }

  stopInstance(context: RequestContext, host: string, instance: Instance, clean = true): Promise<void> {
    return this.#cast(context, host, 'stop_instance', { instance, clean_shutdown: clean });
  }

  startInstance(context: RequestContext, host: string, instance: Instance): Promise<void> {
    return this.#cast(context, host, 'start_instance', { instance });
  }

  rebootInstance(
    context: RequestContext,
    host: string,
    instance: Instance,
    reboot_type: RebootType,
  ): Promise<void> {
    const args = { instance, block_device_info: null, reboot_type };
    return this.#cast(context, host, 'reboot_instance', args);
  }

  terminateInstance(
    context: RequestContext,
    host: string,
    instance: Instance,
    bdms: BlockDeviceMappingList,
  ): Promise<void> {
    return this.#cast(context, host, 'terminate_instance', { instance, bdms });
  }

  /** At the destination. Rejects with MigrationPreCheckError, and others, where it cannot be. */
  checkCanLiveMigrateDestination(
    context: RequestContext,
    destination: string,
    args: {
      readonly instance: Instance;
      readonly block_migration: boolean | null;
      readonly disk_over_commit: boolean | null;
      readonly migration: Migration;
      readonly limits: NovaObject | null;
    },
  ): Promise<NovaObject> {
    return this.#longCall(context, destination, 'check_can_live_migrate_destination', args);
  }

  /** Within rpcResponseTimeout: the destination waits for it. */
  checkCanLiveMigrateSource(
    context: RequestContext,
    instance: Instance,
    dest_check_data: NovaObject,
  ): Promise<NovaObject> {
    const args = { instance, dest_check_data };
    return this.#at(instance.host!).call(context, 'check_can_live_migrate_source', args);
  }

  /** To the source. */
  liveMigration(
    context: RequestContext,
    source: string,
    args: {
      readonly instance: Instance;
      readonly dest: string;
      readonly block_migration: boolean | null;
      readonly migrate_data: NovaObject;
      readonly migration: Migration;
    },
  ): Promise<void> {
    return this.#cast(context, source, 'live_migration', args);
  }

  preLiveMigration(
    context: RequestContext,
    destination: string,
    args: {
      readonly instance: Instance;
      readonly disk: unknown;
      readonly migrate_data: NovaObject;
    },
  ): Promise<NovaObject> {
    return this.#longCall(context, destination, 'pre_live_migration', args);
  }

  postLiveMigrationAtDestination(
    context: RequestContext,
    destination: string,
    instance: Instance,
    block_migration: boolean | null,
  ): Promise<void> {
    const args = { instance, block_migration };
    return this.#longCall(context, destination, 'post_live_migration_at_destination', args);
  }

  rollbackLiveMigrationAtDestination(
    context: RequestContext,
    destination: string,
    args: {
      readonly instance: Instance;
      readonly destroy_disks: boolean;
      readonly migrate_data: NovaObject | null;
    },
  ): Promise<void> {
    return this.#cast(context, destination, 'rollback_live_migration_at_destination', args);
  }

  #at(server: string): RpcClient<RequestContext> {
    return this.#client.prepare({ server });
  }

  #cast(context: RequestContext, host: string, method: string, args: object): Promise<void> {
    return this.#at(host).cast(context, method, args);
  }

  #longCall<Result>(context: RequestContext, host: string, method: string, args: object): Promise<Result> {
    const client = this.#client.prepare({ server: host, ...longCallOptions(this.rpc) });
    return client.call<Result>(context, method, args);
  }
}
