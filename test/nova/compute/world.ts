import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import {
  type Around,
  getRpcServer,
  getTransport,
  Target,
  type TargetInit,
} from '../../../src/messaging/index.js';
import { ComputeManager } from '../../../src/nova/compute/manager.js';
import { ComputeRpcApi } from '../../../src/nova/compute/rpc-api.js';
import { StubStore } from '../../../src/nova/compute/stub/store.js';
import { RequestContext } from '../../../src/nova/context/index.js';
import { type Database, openDatabase } from '../../../src/nova/database/index.js';
import {
  Flavor,
  type Instance,
  Instance as InstanceClass,
  InstanceInfoCache,
  Migration,
  NovaObjectSerializer,
  Selection,
  Service,
} from '../../../src/nova/objects/index.js';
import { createNovaRpc, type Notifier } from '../../../src/nova/rpc/index.js';

import { ServiceGroupApi } from '../../../src/nova/servicegroup/index.js';
import { settle } from '../../../src/nova/settings.js';
import { ThreadGroup } from '../../../src/service/index.js';

export const log = pino({ level: 'silent' });

export interface Told {
  readonly event: string;
  readonly priority: string;
  readonly payload: Record<string, unknown>;
}

/** What was asked of the conductor, or of a compute that is none. */
export interface Asked {
  readonly method: string;
  readonly context: RequestContext;
  // biome-ignore lint/suspicious/noExplicitAny: of any method
  readonly args: any;
}

/** A database in a directory of its own, a bus of its own, and computes on both. */
export class World {
  readonly context = new RequestContext({ user_id: 'user', project_id: 'project', roles: ['member'] });
  readonly told: Told[] = [];
  readonly versioned: Told[] = [];
  readonly asked: Asked[] = [];
  readonly managers: ComputeManager[] = [];
  /** What tells a manager that no more work is to be begun. */
  readonly drains = new Map<ComputeManager, AbortController>();
  #ran = 0;
  readonly #waiting: (() => void)[] = [];
  readonly transportUrl = `fake://${randomUUID()}`;
  readonly transport = getTransport(
    {
      transportUrl: this.transportUrl,
      controlExchange: 'nova',
      rpcResponseTimeout: 10,
      allowedRemoteExmods: ['nova.exception'],
    },
    { log },
  );
  readonly config = settle({ rpcResponseTimeout: 10, longRpcTimeout: 20 });
  readonly rpc = createNovaRpc(this.transport, this.config);
  readonly computes = new ComputeRpcApi(this.rpc);

  private constructor(
    readonly directory: string,
    readonly database: Database,
  ) {}

  static async open(): Promise<World> {
    const directory = await mkdtemp(join(tmpdir(), 'nova-compute-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const database = await openDatabase(`sqlite:${join(directory, 'nova.sqlite')}`, { log });
    onTestFinished(() => database.close());
    const world = new World(directory, database);
    onTestFinished(() => world.transport.close());
    return world;
  }

  notifier(): Notifier {
    return {
      legacy: async (_, event, payload, priority = 'INFO') => {
        this.told.push({ event, priority, payload: payload as Record<string, unknown> });
      },
      versioned: async (_, event, payload, priority = 'INFO') => {
        this.versioned.push({ event, priority, payload: payload as Record<string, unknown> });
      },
    };
  }

  /** Something that answers for a topic, and remembers what it was asked. */
  async pretend(
    { topic, server = 'pretended', ...served }: TargetInit,
    methods: readonly string[],
  ): Promise<void> {
    const answer = (method: string) => async (context: RequestContext, args: unknown) => {
      this.asked.push({ method, context, args });
    };
    const answers = Object.fromEntries(methods.map((method) => [method, answer(method)]));
    await this.#serve(new Target({ topic, server }), { target: new Target(served), ...answers });
  }

  /** For a request of its own: an action has the name of its request. */
  newContext(): RequestContext {
    return new RequestContext({ user_id: 'user', project_id: 'project', roles: ['member'] });
  }

  /** As a heartbeat would have it, or its absence. */
  async isUp(host: string, up = true): Promise<void> {
    const known = await this.database.services.getByHostAndBinary(host, 'nova-compute');
    const row = { host, binary: 'nova-compute', topic: 'compute', report_count: 0, version: 64 };
    const service = known ?? (await this.database.services.create(new Service(row)));
    if (service.forced_down === !up) return;
    service.forced_down = !up;
    await this.database.services.save(service);
  }

  get servicegroup(): ServiceGroupApi {
    return new ServiceGroupApi({ database: this.database, log, reportInterval: 10, serviceDownTime: 60 });
  }

  /** A compute that serves; what is in `compute` of its config beside its stub. */
  async compute(host: string, stub: object = {}, compute: object = {}): Promise<ComputeManager> {
    const manager = this.manager(host, stub, compute);
    await manager.initHost();
    await this.#serve(new Target({ topic: 'compute', server: host }), manager);
    return manager;
  }

  manager(host: string, stub: object = {}, compute: object = {}, worker = randomUUID()): ComputeManager {
    const settings = {
      host,
      database: `sqlite:${join(this.directory, 'nova.sqlite')}`,
      compute: { ...compute, stub },
      rpcResponseTimeout: 10,
    };
    const stop = new AbortController();
    const tg = new ThreadGroup({ name: host, log });
    const manager = new ComputeManager({
      host,
      binary: 'nova-compute',
      topic: 'compute',
      config: settle(settings),
      log,
      tg,
      signal: stop.signal,
      database: this.database,
      rpc: this.rpc,
      notifier: this.notifier(),
      servicegroup: this.servicegroup,
      worker: { uuid: worker, number: 0 },
    });
    this.managers.push(manager);
    this.drains.set(manager, stop);
    onTestFinished(async () => {
      stop.abort();
      await manager.cleanupHost();
      await tg.stop(false);
    });
    return manager;
  }

  async #serve(target: Target, endpoint: object): Promise<void> {
    const serializer = new NovaObjectSerializer();
    const around: Around = async (_, run) => {
      try {
        return await run();
      } finally {
        this.#ran++;
        for (const wake of this.#waiting.splice(0)) wake();
      }
    };
    const server = getRpcServer(this.transport, target, [endpoint], { serializer, around });
    await server.start();
    onTestFinished(async () => {
      await server.stop();
      // What runs may take for ever.
      for (const manager of this.managers) await manager.cleanupHost();
      await server.wait();
    });
  }

  /** An instance as the conductor leaves it: waiting for a host, with an action of this request. */
  async instance(fields: object = {}, action = 'create'): Promise<Instance> {
    const uuid = randomUUID();
    const flavor = new Flavor({ ...FLAVOR });
    const instance = new InstanceClass({
      uuid,
      user_id: 'user',
      project_id: 'project',
      display_name: 'vm',
      hostname: 'vm',
      vm_state: 'building',
      task_state: 'scheduling',
      power_state: 0,
      host: null,
      node: null,
      image_ref: '',
      vcpus: 1,
      memory_mb: 512,
      root_gb: 1,
      ephemeral_gb: 0,
      instance_type_id: 1,
      flavor,
      info_cache: new InstanceInfoCache({ instance_uuid: uuid, network_info: [] }),
      metadata: {},
      system_metadata: {},
      ...fields,
    });
    const created = await this.database.instances.create(instance);
    await this.database.actions.start(this.context, uuid, action);
    return created;
  }

  /** One that runs on a host, and holds there what it needs. */
  async running(host: string, fields: object = {}): Promise<Instance> {
    const instance = await this.instance();
    await this.claim(instance.uuid, host);
    await this.build(host, instance);
    const now = await this.get(instance);
    if (Object.keys(fields).length === 0) return now;
    for (const [field, value] of Object.entries(fields)) now.set(field, value);
    await this.database.instances.save(now);
    return this.get(instance);
  }

  /** By RPC; resolves when the build has ended, however. */
  async build(host: string, instance: Instance, args: object = {}): Promise<void> {
    await this.cast(() =>
      this.computes.buildAndRunInstance(this.context, host, { ...BUILD, instance, ...args }),
    );
    await this.idle();
  }

  /** Sends something, and waits until it was run. */
  async cast(send: () => Promise<void>): Promise<void> {
    const before = this.#ran;
    await send();
    while (this.#ran === before) await this.ended();
  }

  /** The next method of RPC has ended. */
  ended(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Looks again whenever a method of RPC has ended. */
  async settled(holds: () => Promise<boolean>): Promise<void> {
    for (;;) {
      const ended = this.ended();
      if (await holds()) return;
      await ended;
    }
  }

  /** What the hypervisor of a host has. */
  async hypervisor(host: string): Promise<string[]> {
    return [...(await new StubStore(join(this.directory, 'instances', host)).list())].sort();
  }

  /** No compute does anything any more. */
  async idle(): Promise<void> {
    for (const { init } of this.managers) await init.tg.wait();
  }

  get(instance: { readonly uuid: string }): Promise<Instance> {
    return this.database.instances.getByUuid(instance.uuid, { readDeleted: true });
  }

  async claim(consumer: string, host: string): Promise<void> {
    const [node] = await this.database.computeNodes.listByHost(host);
    const owner = { project_id: 'project', user_id: 'user' };
    const done = await this.database.allocations.claim(consumer, node!.uuid, NEEDS, owner);
    if (!done) throw new Error(`${host} is full.`);
  }

  /** The hosts on which somebody holds something. */
  async held(consumer: string): Promise<string[]> {
    const nodes = await this.database.computeNodes.list();
    const hostOf = new Map(nodes.map(({ uuid, host }) => [uuid, host ?? '']));
    const held = await this.database.allocations.get(consumer);
    return held.map(({ compute_node_uuid: node }) => hostOf.get(node) ?? node).sort();
  }

  /** As the conductor leaves it: what the instance holds here is the migration's, and it holds something there. */
  async migration(instance: Instance, dest: string): Promise<Migration> {
    instance.task_state = 'migrating';
    await this.database.instances.save(instance);
    const migration = await this.database.migrations.create(
      new Migration({
        uuid: randomUUID(),
        instance_uuid: instance.uuid,
        source_compute: instance.host!,
        source_node: instance.node!,
        dest_compute: dest,
        dest_node: dest,
        status: 'accepted',
        migration_type: 'live-migration',
      }),
    );
    await this.database.allocations.move(instance.uuid, migration.uuid);
    await this.claim(instance.uuid, dest);
    await this.database.actions.start(this.context, instance.uuid, 'live-migration');
    return migration;
  }

  /** The events of all actions of an instance, the oldest first: [event, host, result]. */
  async events(instance: { readonly uuid: string }): Promise<(readonly (string | null)[])[]> {
    const actions = (await this.database.actions.list(instance.uuid)).reverse();
    const all: (readonly (string | null)[])[] = [];
    for (const { id } of actions)
      for (const { event, host, result } of (await this.database.actions.events(id)).reverse())
        all.push([event, host, result]);
    return all;
  }

  /** What was told without versions, without what is about other events. */
  eventsTold(prefix = 'compute.instance.'): string[] {
    return this.told.map(({ event }) => event.replace(prefix, ''));
  }
}

export const FLAVOR = {
  id: 1,
  name: 'm1.tiny',
  flavorid: '1',
  memory_mb: 512,
  vcpus: 1,
  root_gb: 1,
  ephemeral_gb: 0,
  swap: 0,
  rxtx_factor: 1,
  vcpu_weight: null,
  disabled: false,
  is_public: true,
  extra_specs: {},
  projects: [],
  description: null,
  created_at: null,
  updated_at: null,
  deleted_at: null,
  deleted: false,
};

export const NEEDS = { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 };

export const BUILD = {
  image: {},
  request_spec: null,
  filter_properties: { limits: {}, retry: { num_attempts: 1, hosts: [] } },
  admin_password: null,
  injected_files: [],
  requested_networks: null,
  security_groups: [],
  block_device_mapping: null,
  node: null,
  limits: {},
  host_list: [],
  accel_uuids: [],
};

export const selectionOf = (host: string) =>
  new Selection({
    service_host: host,
    nodename: host,
    cell_uuid: '00000000-0000-0000-0000-000000000001',
    compute_node_uuid: '00000000-0000-0000-0000-000000000002',
    limits: null,
    allocation_request: null,
    allocation_request_version: null,
    availability_zone: 'nova',
  });
