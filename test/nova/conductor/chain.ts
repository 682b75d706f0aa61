import { once } from 'node:events';
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
import type { BootArguments } from '../../../src/nova/conductor/index.js';
import { ConductorManager } from '../../../src/nova/conductor/manager.js';
import { ComputeTaskApi } from '../../../src/nova/conductor/rpc-api.js';
import { RequestContext } from '../../../src/nova/context/index.js';
import { type Database, openDatabase } from '../../../src/nova/database/index.js';
import type { ManagerInit } from '../../../src/nova/manager.js';
import { HostMapping, NovaObjectSerializer, Service } from '../../../src/nova/objects/index.js';
import type { NovaRpc } from '../../../src/nova/rpc/index.js';
import { SchedulerManager } from '../../../src/nova/scheduler/manager.js';
import { settle } from '../../../src/nova/settings.js';
import { ThreadGroup } from '../../../src/service/index.js';
import { FakeCompute } from './fake-compute.js';
import { newNode } from './new-node.js';
import { quietLog, type RecordedLog } from './quiet-log.js';
import { Time } from './time.js';

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
    if (scheduler) await chain.realScheduler();
    return chain;
  }

  /** With computes on these hosts. */
  static async of(...hosts: string[]): Promise<Chain> {
    const chain = await Chain.open();
    for (const host of hosts) await chain.compute(host);
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

  async realScheduler(): Promise<void> {
    await this.serve('scheduler', [new SchedulerManager(this.init('nova-scheduler'))]);
  }

  /** A scheduler that only does this; what ends it. */
  scheduler(select_destinations: () => unknown): Promise<() => Promise<void>> {
    return this.serve('scheduler', [{ target: new Target({ version: '4.5' }), select_destinations }]);
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

  /** Resolves when the computes have taken so many instances together. */
  async allTaken(count: number): Promise<string[]> {
    const computes = [...this.computes.values()];
    const signal = AbortSignal.timeout(5000);
    const taken = () => computes.flatMap((compute) => compute.taken);
    while (taken().length < count)
      await Promise.race(computes.map(({ news }) => once(news, 'build', { signal })));
    return taken();
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
