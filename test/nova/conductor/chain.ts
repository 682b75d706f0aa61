import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  getRpcClient,
  getRpcServer,
  getTransport,
  Target,
  type Transport,
} from '../../../src/messaging/index.js';
import { type BootOptions, boot, flavorOf } from '../../../src/nova/api/index.js';
import { newInstance } from '../../../src/nova/conductor/build/new-instance.js';
import type { BootArguments, BuildInstancesArguments } from '../../../src/nova/conductor/index.js';
import { ConductorManager } from '../../../src/nova/conductor/manager.js';
import { ComputeTaskApi } from '../../../src/nova/conductor/rpc-api.js';
import { RequestContext } from '../../../src/nova/context/index.js';
import { type Database, openDatabase } from '../../../src/nova/database/index.js';
import type { ManagerInit } from '../../../src/nova/manager.js';
import {
  ComputeNode,
  HostMapping,
  type Instance,
  NovaObjectSerializer,
  Service,
} from '../../../src/nova/objects/index.js';
import type { NovaRpc } from '../../../src/nova/rpc/index.js';
import { SchedulerManager } from '../../../src/nova/scheduler/manager.js';
import { settle } from '../../../src/nova/settings.js';
import { ThreadGroup } from '../../../src/service/index.js';
import { FakeCompute } from './fake-compute.js';
import { quietLog, type RecordedLog } from './quiet-log.js';

let chains = 0;

export interface Notification {
  readonly kind: 'legacy' | 'versioned';
  readonly event: string;
  readonly payload: Record<string, unknown>;
  readonly priority: string;
}

export interface ChainOptions {
  readonly config?: object;
  /** Whether a scheduler serves; true by default. */
  readonly scheduler?: boolean;
}

/** Database and bus of Nova's services in one process, with computes that only pretend. */
export class Chain {
  readonly transport: Transport;
  readonly rpc: NovaRpc;
  readonly log: RecordedLog = quietLog();
  readonly context = new RequestContext({ user_id: 'u1', project_id: 'p1' });
  readonly notifications: Notification[] = [];
  readonly computes = new Map<string, FakeCompute>();
  /** Hosts whose nova-compute is down. */
  readonly down = new Set<string>();
  readonly config: ReturnType<typeof settle>;
  readonly task: ComputeTaskApi;
  /** The database's clock, and that of who looks for what nobody finishes. */
  readonly now: () => Date;
  readonly #time: Time;

  private constructor(
    readonly database: Database,
    url: string,
    config: object,
    time: Time,
  ) {
    this.#time = time;
    this.now = time.now;
    this.transport = getTransport(
      { transportUrl: url, controlExchange: 'nova', allowedRemoteExmods: ['nova.exception'] },
      { log: this.log },
    );
    this.config = settle({ transportUrl: url, host: 'control', ...config });
    this.rpc = {
      longRpcTimeout: 5,
      rpcResponseTimeout: 5,
      client: (target, options = {}) =>
        getRpcClient(this.transport, target, { serializer: new NovaObjectSerializer(), ...options }),
    };
    this.task = new ComputeTaskApi(this.rpc);
  }

  static async open({ config = {}, scheduler = true }: ChainOptions = {}): Promise<Chain> {
    const directory = mkdtempSync(join(tmpdir(), 'nova-conductor-'));
    const time = new Time();
    const url = `sqlite:${join(directory, 'nova.sqlite')}`;
    const database = await openDatabase(url, { log: quietLog(), now: time.now });
    const chain = new Chain(database, `fake://conductor-${++chains}`, config, time);
    onTestFinished(async () => {
      await chain.transport.close();
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    });
    if (scheduler) await chain.serve('scheduler', [new SchedulerManager(chain.init('nova-scheduler'))]);
    return chain;
  }

  /** What a manager is made with. */
  init(binary: string, overrides: Partial<ManagerInit> = {}): ManagerInit {
    const { database, rpc, log, config, notifications, down } = this;
    return {
      host: 'control',
      binary,
      topic: binary.replace('nova-', ''),
      config,
      log,
      tg: new ThreadGroup({ log }),
      signal: new AbortController().signal,
      database,
      rpc,
      notifier: {
        legacy: async (_context, event, payload, priority = 'INFO') => {
          notifications.push({ kind: 'legacy', event, payload: { ...payload }, priority });
        },
        versioned: async (_context, event, payload, priority = 'INFO') => {
          notifications.push({ kind: 'versioned', event, payload: { ...payload }, priority });
        },
      },
      servicegroup: {
        serviceDownTime: 60,
        isUp: ({ host }: Service) => !down.has(host!),
      } as ManagerInit['servicegroup'],
      worker: { uuid: crypto.randomUUID(), number: 0 },
      ...overrides,
    };
  }

  /** Answers RPC for as long as the test lasts, or until what it returns is called. */
  async serve(topic: string, endpoints: readonly object[], server = 'control'): Promise<() => Promise<void>> {
    const rpcServer = getRpcServer(this.transport, new Target({ topic, server }), endpoints, {
      serializer: new NovaObjectSerializer(),
    });
    await rpcServer.start();
    const stop = async () => {
      await rpcServer.stop();
      await rpcServer.wait();
    };
    onTestFinished(stop);
    return stop;
  }

  /** A conductor that is known as alive, and serves unless that is not wanted. */
  async conductor(
    overrides: Partial<ManagerInit> = {},
    { serves = true }: { readonly serves?: boolean } = {},
  ): Promise<ConductorManager> {
    const manager = new ConductorManager(this.init('nova-conductor', overrides));
    const service = await this.#service('control', 'nova-conductor');
    await manager.preStartHook(service);
    if (serves) await this.serve('conductor', [manager, ...manager.additionalEndpoints]);
    return manager;
  }

  /** A compute with one node, and room as asked for. */
  async compute(host: string, room: { vcpus?: number; memory_mb?: number; mapped?: boolean } = {}) {
    const { database } = this;
    await this.#service(host, 'nova-compute');
    const { vcpus = 8, memory_mb = 4096, mapped = true } = room;
    const node = await database.computeNodes.create(newNode(host, vcpus, memory_mb));
    const cell_mapping = await database.cellMappings.cell1();
    if (mapped) await database.hostMappings.create(new HostMapping({ host, cell_mapping }));
    const compute = new FakeCompute(this, host, node);
    this.computes.set(host, compute);
    await this.serve('compute', [compute], host);
    return compute;
  }

  async #service(host: string, binary: string): Promise<Service> {
    const known = await this.database.services.getByHostAndBinary(host, binary);
    if (known) return known;
    const topic = binary.replace('nova-', '');
    return this.database.services.create(
      new Service({ host, binary, topic, report_count: 0, disabled: false, forced_down: false, version: 64 }),
    );
  }

  /** Writes what nova-api writes, and casts it. */
  boot(options: Partial<BootOptions> = {}): Promise<readonly string[]> {
    const flavor = flavorOf('m1.tiny');
    return boot(this.database, this.task, this.context, { name: 'vm', flavor, ...options });
  }

  /** Writes what nova-api writes; what it would have cast. */
  async write(
    options: Partial<BootOptions> = {},
  ): Promise<{ uuids: readonly string[]; args: BootArguments }> {
    const casts: BootArguments[] = [];
    const task = {
      scheduleAndBuildInstances: async (_context: unknown, args: object) => {
        casts.push(args as BootArguments);
      },
    };
    const flavor = flavorOf('m1.tiny');
    const uuids = await boot(this.database, task, this.context, { name: 'vm', flavor, ...options });
    return { uuids, args: casts[0]! };
  }

  /** Instances that a compute has given back, and what it casts then; c2 is the host that is left for them. */
  async rescheduled(count = 1): Promise<{ uuids: readonly string[]; args: BuildInstancesArguments }> {
    const { database, context } = this;
    const { uuids, args } = await this.write({ count });
    const cell = await database.cellMappings.cell1();
    const instances: Instance[] = [];
    const left = this.computes.get('c2')!;
    for (const [index, uuid] of uuids.entries()) {
      instances.push(await database.instances.create(newInstance(args.build_requests[index]!)));
      const mapping = await database.instanceMappings.getByInstanceUuid(uuid);
      mapping.cell_mapping = cell;
      await database.instanceMappings.save(mapping);
      await database.buildRequests.destroy(uuid);
      await database.actions.start(context, uuid, 'create');
    }
    const selection = left.selection(cell.uuid);
    const retry = { num_attempts: 1, hosts: [['c1', 'c1'] as const], exc_reason: 'It has no room.' };
    return {
      uuids,
      args: {
        instances,
        image: {},
        filter_properties: { limits: {}, retry },
        admin_password: null,
        injected_files: [],
        requested_networks: null,
        security_groups: [],
        request_spec: args.request_specs[0]!,
        host_lists: uuids.map(() => [selection]),
      },
    };
  }

  /** So many seconds pass for the database. */
  pass(seconds: number): void {
    this.#time.skew += seconds;
  }

  /** What the instances hold, of VCPUs, by host. */
  async held(): Promise<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const { host, node } of this.computes.values()) {
      const { used } = await this.database.allocations.usage(node.uuid);
      sums[host] = used.VCPU;
    }
    return sums;
  }
}

class Time {
  /** Seconds that have passed without anybody waiting for them. */
  skew = 0;
  readonly now = (): Date => new Date(Date.now() + this.skew * 1000);
}

const newNode = (host: string, vcpus: number, memory_mb: number): ComputeNode =>
  new ComputeNode({
    host,
    hypervisor_hostname: host,
    hypervisor_type: 'stub',
    hypervisor_version: 1,
    vcpus,
    vcpus_used: 0,
    memory_mb,
    memory_mb_used: 0,
    local_gb: 1000,
    local_gb_used: 0,
    cpu_allocation_ratio: 1,
    ram_allocation_ratio: 1,
    disk_allocation_ratio: 1,
    cpu_info: '',
    supported_hv_specs: [],
    mapped: 1,
  });
