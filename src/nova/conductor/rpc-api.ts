import type { RpcClient } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';
import type { Flavor, Instance, NovaObject, Primitive, RequestSpec } from '../objects/index.js';
import type { NovaRpc } from '../rpc/index.js';
import type { BootArguments } from './build/boots-of.js';
import type { BuildInstancesArguments } from './build/build-instances.js';
import type { LiveMigrationArguments } from './live-migration/migrate-live.js';

const TOPIC = 'conductor';

/** The client of the conductor's own methods. nova.conductor.rpcapi.ConductorAPI. */
export class ConductorRpcApi {
  readonly #client: RpcClient<RequestContext>;

  constructor(rpc: NovaRpc) {
    this.#client = rpc.client({ topic: TOPIC, version: '3.0' });
  }

  objectBackportVersions(
    context: RequestContext,
    objinst: NovaObject,
    object_versions: Readonly<Record<string, string>>,
  ): Promise<Primitive> {
    return this.#client.call(context, 'object_backport_versions', { objinst, object_versions });
  }
}

export interface MigrateServerArguments extends LiveMigrationArguments {
  readonly live: boolean;
  readonly rebuild: boolean;
  readonly flavor: Flavor | null;
  readonly clean_shutdown?: boolean;
  readonly host_list?: readonly NovaObject[] | null;
}

/** The versions of migrate_server, and what each was the first to take. */
const MIGRATE_STEPS = [
  { version: '1.20' },
  { version: '1.13', without: ['host_list'] },
  { version: '1.11', without: ['host_list', 'request_spec'] },
  { version: '1.10', without: ['host_list', 'request_spec', 'clean_shutdown'] },
] as const;

/** The client of what conductors do for instances. nova.conductor.rpcapi.ComputeTaskAPI. */
export class ComputeTaskApi {
  readonly #client: RpcClient<RequestContext>;

  constructor(
    private readonly rpc: NovaRpc,
    { versionCap }: { versionCap?: string | undefined } = {},
  ) {
    const target = { topic: TOPIC, namespace: 'compute_task', version: '1.0' };
    this.#client = rpc.client(target, { versionCap });
  }

  /** Resolves when a conductor, or the broker, has it. */
  scheduleAndBuildInstances(context: RequestContext, args: BootArguments): Promise<void> {
    return this.#cast(context, '1.17', 'schedule_and_build_instances', args);
  }

  buildInstances(context: RequestContext, args: BuildInstancesArguments): Promise<void> {
    return this.#cast(context, '1.19', 'build_instances', args);
  }

  liveMigrateInstance(context: RequestContext, args: LiveMigrationArguments): Promise<void> {
    const { instance, scheduler_hint, block_migration, disk_over_commit, request_spec = null } = args;
    const sent = { instance, scheduler_hint, block_migration, disk_over_commit, request_spec };
    return this.#cast(context, '1.15', 'live_migrate_instance', sent);
  }

  /** Resolves when the migration has begun. Rejects with what hinders it, and with RpcVersionCapError. */
  migrateServer(context: RequestContext, args: MigrateServerArguments): Promise<void> {
    const { longRpcTimeout: timeout, rpcResponseTimeout: callMonitorTimeout } = this.rpc;
    const step =
      MIGRATE_STEPS.find(({ version }) => this.#client.canSendVersion(version)) ?? MIGRATE_STEPS[0];
    const left: readonly string[] = 'without' in step ? step.without : [];
    const full = { reservations: null, clean_shutdown: true, request_spec: null, host_list: null, ...args };
    const sent = Object.fromEntries(Object.entries(full).filter(([name]) => !left.includes(name)));
    const client = this.#client.prepare({ version: step.version, timeout, callMonitorTimeout });
    return client.call(context, 'migrate_server', sent);
  }

  unshelveInstance(
    context: RequestContext,
    args: { readonly instance: Instance; readonly request_spec: RequestSpec },
  ): Promise<void> {
    return this.#cast(context, '1.14', 'unshelve_instance', args);
  }

  #cast(context: RequestContext, version: string, method: string, args: object): Promise<void> {
    return this.#client.prepare({ version }).cast(context, method, args);
  }
}
