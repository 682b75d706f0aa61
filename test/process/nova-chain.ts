import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect } from 'vitest';
import { getTransport, type Transport } from '../../src/messaging/index.js';
import { boot, type FlavorName, flavorOf } from '../../src/nova/api/index.js';
import { ComputeTaskApi } from '../../src/nova/conductor/index.js';
import { RequestContext } from '../../src/nova/context/index.js';
import { type Database, openDatabase } from '../../src/nova/database/index.js';
import type { Instance } from '../../src/nova/objects/index.js';
import { createNovaRpc } from '../../src/nova/rpc/index.js';
import { settle } from '../../src/nova/settings.js';
import { eventually, isAlive, launch, Place, type Run } from './harness.js';

export interface ChainOptions {
  /** Default: ipc:// in the place. */
  readonly transportUrl?: string;
  /** Default: SQLite in the place. */
  readonly database?: string;
  readonly conductors?: number;
  readonly schedulers?: number;
  /** Of each compute; names of hosts. */
  readonly computes?: Readonly<Record<string, object>>;
  readonly config?: object;
}

/** As fast as a test wants to see what takes seconds in production. */
const IMPATIENT = {
  reportInterval: 1,
  serviceDownTime: 20,
  rpcResponseTimeout: 5,
  periodicFuzzyDelay: 0,
  quota: { instances: -1 },
  conductor: { takeoverInterval: 0.5, claimTimeout: 2, handOverTimeout: 5 },
};

/** A conductor, a scheduler and computes in processes of their own, and a client that plays nova-api. */
export class Chain {
  readonly place = new Place();
  readonly context = new RequestContext({ user_id: 'user', project_id: 'project', is_admin: true });
  readonly directory = join(this.place.path, 'instances');
  readonly computes: readonly string[];
  run!: Run;
  database!: Database;
  transport!: Transport;
  task!: ComputeTaskApi;

  private constructor(private readonly options: ChainOptions) {
    this.computes = Object.keys(options.computes ?? { 'compute-1': {}, 'compute-2': {} });
  }

  static async start(options: ChainOptions = {}): Promise<Chain> {
    const chain = new Chain(options);
    try {
      await chain.#start();
      return chain;
    } catch (error) {
      await chain.destroy();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const { place, options, directory } = this;
    const config = {
      transportUrl: options.transportUrl ?? `ipc://${place.path}`,
      database: options.database ?? `sqlite:${join(place.path, 'nova.sqlite')}`,
      ...IMPATIENT,
      ...options.config,
    };
    const after = ['nova-conductor', 'nova-scheduler'];
    const reload = { stableFor: 0.2 };
    const given = options.computes ?? { 'compute-1': {}, 'compute-2': {} };
    const computes = Object.entries(given).map(([host, stub]) => {
      const compute = { stub: { directory, vcpus: 64, memoryMb: 262_144, localGb: 10_000, ...stub } };
      return [host, { module: 'nova-launch/nova/compute', after, reload, config: { host, compute } }];
    });
    place.write('services.json', {
      config,
      services: {
        'nova-conductor': { workers: options.conductors ?? 4, reload },
        'nova-scheduler': { workers: options.schedulers ?? 2, reload },
        ...Object.fromEntries(computes),
      },
    });
    this.run = launch(place);
    const settings = settle(config);
    const log = pino({ level: 'silent' });
    this.database = await openDatabase(config.database, { log, patience: 20 });
    this.transport = getTransport(settings, { log });
    this.task = new ComputeTaskApi(createNovaRpc(this.transport, settings));
    await this.run.until(
      () => this.run.of('service-ready').length === 2 + this.computes.length,
      'all services to be ready',
      60,
    );
  }

  /** Pids of the workers of a service that are ready and alive. */
  pids(service: string): number[] {
    return this.run
      .of('worker-ready')
      .filter((line) => line.service === service)
      .map(({ workerPid }) => workerPid as number)
      .filter(isAlive);
  }

  /** So many instances, `together` in one message; their uuids. */
  async boot(
    count: number,
    { together = 1, flavor = 'm1.nano' as FlavorName, name = 'vm' } = {},
  ): Promise<string[]> {
    const uuids: string[] = [];
    for (let made = 0; made < count; made += together) {
      const context = new RequestContext({ user_id: 'user', project_id: 'project', is_admin: true });
      const wish = {
        name: `${name}-${made}`,
        flavor: flavorOf(flavor),
        count: Math.min(together, count - made),
      };
      uuids.push(...(await boot(this.database, this.task, context, wish)));
    }
    return uuids;
  }

  /** Waits until none of them is building; the instances. */
  async settled(uuids: readonly string[], deadline = 60): Promise<Instance[]> {
    const done = new Map<string, Instance>();
    const look = async () => {
      const left = uuids.filter((uuid) => !done.has(uuid));
      for (const instance of await this.database.instances.list({ uuid: left }))
        if (['active', 'error'].includes(instance.vm_state ?? '') && instance.task_state === null)
          done.set(instance.uuid, instance);
      return done.size === uuids.length;
    };
    const told = () => this.#unsettled(uuids, done);
    await this.until(look, 'all instances to be active or in error', { deadline, told });
    return uuids.map((uuid) => done.get(uuid)!);
  }

  async #unsettled(uuids: readonly string[], done: ReadonlyMap<string, Instance>): Promise<string> {
    const left = uuids.filter((uuid) => !done.has(uuid));
    const found = new Map((await this.database.instances.list({ uuid: left })).map((it) => [it.uuid, it]));
    const lines = left.map((uuid) => {
      const instance = found.get(uuid);
      return `${uuid} ${instance ? `${instance.vm_state} ${instance.task_state} ${instance.host}` : 'has no row'}`;
    });
    return lines.slice(0, 20).join('\n');
  }

  /** Waits for what no event announces; with the warnings of the services when it does not come. */
  async until(
    condition: () => Promise<boolean>,
    what: string,
    { deadline = 20, told = async () => '' } = {},
  ): Promise<void> {
    await eventually(condition, what, deadline).catch(async (error: Error) => {
      const warnings = this.run.lines.filter(({ level }) => level >= 40);
      const lines = warnings.slice(-40).map(({ msg, service }) => `${service} ${msg}`);
      throw new Error([error.message, await told(), ...lines].join('\n'));
    });
  }

  /**
   * What must hold when all is quiet: each instance is active, on the one hypervisor that its row names, holding there
   * what its flavor says; or in error with a fault, nowhere, holding nothing. Nothing is left half done. How many of all
   * instances there are.
   */
  async audit(): Promise<{ active: number; failed: number }> {
    const { database } = this;
    const instances = await database.instances.list();
    const nodes = new Map((await database.computeNodes.list()).map((node) => [node.uuid, node.host]));
    const allocations = await database.allocations.list();
    const found = instances.map((instance) => ({
      uuid: instance.uuid,
      vm_state: instance.vm_state,
      on: this.computes.filter((host) => this.domains(host).includes(instance.uuid)),
      holds: allocations
        .filter(({ consumer_uuid }) => consumer_uuid === instance.uuid)
        .map(({ compute_node_uuid, resources }) => ({ host: nodes.get(compute_node_uuid), ...resources })),
    }));
    const expected = instances.map(({ uuid, vm_state, host, flavor }) => {
      const { vcpus: VCPU, memory_mb: MEMORY_MB, root_gb: DISK_GB } = flavor;
      return vm_state === 'active'
        ? { uuid, vm_state, on: [host], holds: [{ host, VCPU, MEMORY_MB, DISK_GB }] }
        : { uuid, vm_state: 'error', on: [], holds: [] };
    });
    expect(found).toEqual(expected);
    const failed = instances.filter(({ vm_state }) => vm_state === 'error');
    for (const { uuid } of failed) expect(await database.faults.latest(uuid), uuid).toBeDefined();
    expect(await database.buildRequests.list()).toEqual([]);
    const uuids = instances.map(({ uuid }) => uuid);
    for (const { consumer_uuid } of allocations) expect(uuids).toContain(consumer_uuid);
    return { active: instances.length - failed.length, failed: failed.length };
  }

  /** The instances that the hypervisor of a host has. */
  domains(host: string): string[] {
    return readdirSync(join(this.directory, host))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length));
  }

  async stop(): Promise<number | string | null> {
    this.run.signal('SIGTERM');
    return this.run.exit(30);
  }

  async destroy(): Promise<void> {
    this.run?.destroy();
    await this.transport?.close();
    await this.database?.close();
    this.place.remove();
  }
}
