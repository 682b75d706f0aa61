import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Target } from '../../../src/messaging/index.js';
import { ComputeManager } from '../../../src/nova/compute/manager.js';
import { StubStore } from '../../../src/nova/compute/stub/store.js';
import { type Database, openDatabase } from '../../../src/nova/database/index.js';
import { type Instance, Migration, Service } from '../../../src/nova/objects/index.js';
import type { Notifier } from '../../../src/nova/rpc/index.js';
import { ServiceGroupApi } from '../../../src/nova/servicegroup/index.js';
import { settle } from '../../../src/nova/settings.js';
import { type Clock, ThreadGroup } from '../../../src/service/index.js';
import { Bus, log } from './bus.js';
import { BUILD, NEEDS, newInstance } from './samples.js';

export interface Told {
  readonly event: string;
  readonly priority: string;
  readonly payload: Record<string, unknown>;
}

/** A database in a directory of its own, a bus of its own, and computes on both. */
export class World extends Bus {
  readonly told: Told[] = [];
  readonly versioned: Told[] = [];
  readonly managers: ComputeManager[] = [];
  /** What tells a manager that no more work is to be begun. */
  readonly drains = new Map<ComputeManager, AbortController>();
  private constructor(
    readonly directory: string,
    readonly database: Database,
  ) {
    super();
  }

  protected override async cut(): Promise<void> {
    for (const manager of this.managers) await manager.cleanupHost();
  }

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
    await this.serve(new Target({ topic: 'compute', server: host }), manager);
    return manager;
  }

  manager(
    host: string,
    stub: object = {},
    compute: object = {},
    { clock }: { readonly clock?: Clock } = {},
  ): ComputeManager {
    const settings = {
      host,
      database: `sqlite:${join(this.directory, 'nova.sqlite')}`,
      compute: { ...compute, stub },
      rpcResponseTimeout: 10,
    };
    const stop = new AbortController();
    const tg = new ThreadGroup({ name: host, log, clock });
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
      worker: { uuid: randomUUID(), number: 0 },
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

  /** An instance as the conductor leaves it: waiting for a host, with an action of this request. */
  async instance(fields: object = {}, action = 'create'): Promise<Instance> {
    const instance = newInstance(fields);
    const created = await this.database.instances.create(instance);
    await this.database.actions.start(this.context, created.uuid, action);
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
