import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { MessageDeliveryFailure, MessagingTimeout, RemoteError } from '../../../../src/messaging/index.js';
import { ComputeRpcApi } from '../../../../src/nova/compute/rpc-api.js';
import { DatabaseUnavailable } from '../../../../src/nova/database/index.js';
import {
  ComputeHostNotFound,
  ComputeServiceUnavailable,
  DestinationHypervisorTooOld,
  InstanceActionNotFound,
  InstanceInvalidState,
  InvalidHypervisorType,
  MaxRetriesExceeded,
  MigrationError,
  MigrationPreCheckError,
  MigrationSchedulerRPCError,
  NoValidHost,
  UnableToMigrateToSelf,
  UnsupportedPolicyException,
} from '../../../../src/nova/exception/index.js';
import { SchedulerRpcApi } from '../../../../src/nova/scheduler/index.js';
import { Chain } from '../chain.js';
import { migrating } from '../migrating.js';

/** What is left after a migration that could not be: the instance as before, its migration in error, a notification. */
async function expectAsBefore(chain: Chain, uuid: string, held: object): Promise<void> {
  const { database } = chain;
  expect(await database.instances.getByUuid(uuid)).toMatchObject({
    vm_state: 'active',
    task_state: null,
    host: 'c1',
  });
  const [migration] = await database.migrations.list({ instance_uuid: uuid });
  expect(migration!.status).toBe('error');
  expect(await database.allocations.get(migration!.uuid)).toEqual([]);
  expect(await chain.held()).toEqual(held);
  const errors = chain.notifications.filter(({ priority }) => priority === 'ERROR');
  expect(errors.map(({ event }) => event)).toEqual([
    'compute_task.migrate_server',
    'compute_task.migrate_server.error',
  ]);
}

describe('a live migration', () => {
  it('goes to the host that the scheduler chooses; the source gets the order', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    await chain.conductor();
    await chain.task.migrateServer(chain.context, { ...args, live: true, rebuild: false, flavor: null });
    const moved = await chain.computes.get('c1')!.moved();
    expect(moved).toMatchObject({ dest: 'c2', block_migration: false });
    expect(moved.instance.availability_zone).toBe('nova');
    const { database } = chain;
    const migration = await database.migrations.getByUuid(moved.migration.uuid);
    expect(migration).toMatchObject({
      status: 'accepted',
      migration_type: 'live-migration',
      source_compute: 'c1',
      source_node: 'c1',
      dest_compute: 'c2',
      dest_node: 'c2',
    });
    // The migration holds the source, the instance its destination.
    expect(await database.allocations.get(migration.uuid)).toHaveLength(1);
    expect(await chain.held()).toEqual({ c1: 1, c2: 1 });
    const [action] = await database.actions.list(instance.uuid);
    const events = await database.actions.events(action!.id);
    expect(events.map(({ event, result }) => [event, result])).toEqual([
      ['conductor_migrate_server', 'Success'],
    ]);
  });

  it('is a cast, too, by another name', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { args } = await migrating(chain);
    await chain.conductor();
    await chain.task.liveMigrateInstance(chain.context, args);
    expect((await chain.computes.get('c1')!.moved()).dest).toBe('c2');
  });

  it('is not kept where the instance was to be built', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { args } = await migrating(chain);
    args.request_spec!.force_hosts = ['c1'];
    args.request_spec!.force_nodes = ['c1'];
    const { computeTasks } = await chain.conductor();
    await computeTasks.live_migrate_instance(chain.context, args);
    expect((await chain.computes.get('c1')!.moved()).dest).toBe('c2');
  });

  it('passes over hosts that cannot take the instance', async () => {
    const chain = await Chain.of('c1', 'c2', 'c3');
    for (const host of ['c2', 'c3'])
      chain.computes.get(host)!.refuses = new MigrationPreCheckError({ reason: 'No.' });
    await chain.compute('c4', { memory_mb: 1024 });
    const { args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    await computeTasks.live_migrate_instance(chain.context, args);
    expect((await chain.computes.get('c1')!.moved()).dest).toBe('c4');
    expect(await chain.held()).toEqual({ c1: 1, c2: 0, c3: 0, c4: 1 });
  });

  it('needs an action of its request', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { args } = await migrating(chain, { action: false });
    const { computeTasks } = await chain.conductor();
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(
      InstanceActionNotFound,
    );
    expect(await chain.database.migrations.list()).toEqual([]);
  });

  it.for([
    ['nobody wants any more', null],
    ['is being deleted', 'deleting'],
  ] as const)('is not begun for an instance that %s', async ([, task_state]) => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    const now = await chain.database.instances.getByUuid(instance.uuid);
    now.task_state = task_state;
    await chain.database.instances.save(now);
    const { computeTasks } = await chain.conductor();
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(
      InstanceInvalidState,
    );
    expect(await chain.database.migrations.list()).toEqual([]);
    expect(await chain.held()).toEqual({ c1: 1, c2: 0 });
    expect((await chain.database.instances.getByUuid(instance.uuid)).task_state).toBe(task_state);
  });

  it('is begun once, however often it is asked for', async () => {
    const chain = await Chain.of('c1', 'c2', 'c3');
    const { args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    await computeTasks.live_migrate_instance(chain.context, args);
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(
      InstanceInvalidState,
    );
    expect(await chain.database.migrations.list()).toHaveLength(1);
    expect(Object.values(await chain.held()).filter((held) => held === 1)).toHaveLength(2);
  });

  it('of an instance that is deleted meanwhile ends, and is no error of the instance', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    const asked = vi.spyOn(SchedulerRpcApi.prototype, 'selectDestinations');
    onTestFinished(() => asked.mockRestore());
    asked.mockImplementation(async () => {
      const now = await chain.database.instances.getByUuid(instance.uuid);
      now.task_state = 'deleting';
      await chain.database.instances.save(now);
      throw new NoValidHost({ reason: 'None.' });
    });
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(NoValidHost);
    const [migration] = await chain.database.migrations.list();
    expect(migration!.status).toBe('error');
    const after = await chain.database.instances.getByUuid(instance.uuid);
    expect(after).toMatchObject({ vm_state: 'active', task_state: 'deleting' });
  });

  it('rejects for the caller as the same class that the conductor threw', async () => {
    const chain = await Chain.of('c1');
    const { instance, args } = await migrating(chain);
    await chain.conductor();
    const asked = { ...args, live: true, rebuild: false, flavor: null };
    await expect(chain.task.migrateServer(chain.context, asked)).rejects.toThrow(NoValidHost);
    await expectAsBefore(chain, instance.uuid, { c1: 1 });
    const [action] = await chain.database.actions.list(instance.uuid);
    const [event] = await chain.database.actions.events(action!.id);
    expect(event).toMatchObject({ event: 'conductor_migrate_server', result: 'Error' });
  });

  it.for([
    ['when it does not run', InstanceInvalidState, async () => {}, { config: {}, power_state: 4 }],
    [
      'when its own compute is down',
      ComputeServiceUnavailable,
      async (chain: Chain) => chain.down.add('c1'),
      { config: {}, power_state: 1 },
    ],
    [
      'when there are no more retries',
      MaxRetriesExceeded,
      async (chain: Chain) => {
        chain.computes.get('c2')!.refuses = new MigrationPreCheckError({ reason: 'No.' });
      },
      { config: { migrateMaxRetries: 0 }, power_state: 1 },
    ],
  ] as const)('gives up %s', async ([, Class, prepare, { config, power_state }]) => {
    const chain = await Chain.open({ config });
    for (const host of ['c1', 'c2', 'c3'])
      await chain.compute(host, { memory_mb: host === 'c3' ? 600 : 4096 });
    const { instance, args } = await migrating(chain, { power_state });
    await prepare(chain);
    const { computeTasks } = await chain.conductor();
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(Class);
    await expectAsBefore(chain, instance.uuid, { c1: 1, c2: 0, c3: 0 });
  });

  it('leaves the instance in error after what nobody expected', async () => {
    const chain = await Chain.of('c1', 'c2');
    chain.computes.get('c2')!.refuses = new Error('The floor is wet.');
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(MigrationError);
    const after = await chain.database.instances.getByUuid(instance.uuid);
    expect(after).toMatchObject({ vm_state: 'error', task_state: null });
    expect((await chain.database.faults.latest(instance.uuid))!.message).toContain('The floor is wet.');
    expect(await chain.held()).toEqual({ c1: 1, c2: 0 });
  });

  it.for([
    ['for the conductor', async () => new DatabaseUnavailable('It is away.')],
    [
      'for the scheduler',
      async () =>
        new RemoteError({
          class: 'DBConnectionError',
          module: 'oslo_db.exception',
          message: 'It is away.',
          tb: [],
          args: [],
          kwargs: {},
        }),
    ],
    [
      'for the destination',
      async (chain: Chain) => {
        chain.computes.get('c2')!.refuses = new DatabaseUnavailable('It is away.');
      },
    ],
  ] as const)('leaves the instance as it was when the database is away %s', async ([, prepare]) => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    const failure = await prepare(chain);
    if (failure) {
      const asked = vi.spyOn(SchedulerRpcApi.prototype, 'selectDestinations').mockRejectedValue(failure);
      onTestFinished(() => asked.mockRestore());
    }
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(/It is away/);
    await expectAsBefore(chain, instance.uuid, { c1: 1, c2: 0 });
  });

  it('leaves an instance of a server group, for which the scheduler has no filter, as it was', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    args.request_spec!.scheduler_hints = { group: ['g1'] };
    const { computeTasks } = await chain.conductor();
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(
      UnsupportedPolicyException,
    );
    await expectAsBefore(chain, instance.uuid, { c1: 1, c2: 0 });
  });

  it('leaves the instance as it was when no scheduler answers', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    const asked = vi.spyOn(SchedulerRpcApi.prototype, 'selectDestinations');
    onTestFinished(() => asked.mockRestore());
    asked.mockRejectedValue(new MessagingTimeout('Nobody answers.'));
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(
      MigrationSchedulerRPCError,
    );
    await expectAsBefore(chain, instance.uuid, { c1: 1, c2: 0 });
  });

  it('passes over a host that cannot be asked', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    const asked = vi.spyOn(ComputeRpcApi.prototype, 'checkCanLiveMigrateDestination');
    onTestFinished(() => asked.mockRestore());
    asked.mockRejectedValue(new MessageDeliveryFailure('Nobody has taken it.'));
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(NoValidHost);
    await expectAsBefore(chain, instance.uuid, { c1: 1, c2: 0 });
  });

  it('leaves the instance as it was when its compute cannot be told', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    const told = vi.spyOn(ComputeRpcApi.prototype, 'liveMigration');
    onTestFinished(() => told.mockRestore());
    told.mockRejectedValue(new MessageDeliveryFailure('Nobody has taken it.'));
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(
      ComputeServiceUnavailable,
    );
    await expectAsBefore(chain, instance.uuid, { c1: 1, c2: 0 });
  });

  it('tells that the scheduler broke', async () => {
    const chain = await Chain.open({ scheduler: false });
    await chain.compute('c1');
    const select_destinations = () => {
      throw new Error('It broke.');
    };
    await chain.scheduler(select_destinations);
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    await expect(computeTasks.live_migrate_instance(chain.context, args)).rejects.toThrow(
      MigrationSchedulerRPCError,
    );
    await expectAsBefore(chain, instance.uuid, { c1: 1 });
  });
});

describe('a live migration to a host that is forced', () => {
  const to = (host: string) => ({ scheduler_hint: { host } });

  it('asks no scheduler', async () => {
    const chain = await Chain.open({ scheduler: false });
    for (const host of ['c1', 'c2']) await chain.compute(host);
    const { args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    await computeTasks.live_migrate_instance(chain.context, { ...args, ...to('c2') });
    expect(await chain.computes.get('c1')!.moved()).toMatchObject({
      dest: 'c2',
      migration: { dest_node: 'c2' },
    });
    expect(await chain.held()).toEqual({ c1: 1, c2: 1 });
  });

  it.for([
    ['to where it is', 'c1', UnableToMigrateToSelf],
    ['to a host that is down', 'down', ComputeServiceUnavailable],
    ['to a host without enough memory', 'small', MigrationPreCheckError],
    ['to a host without enough CPUs', 'slow', NoValidHost],
    ['to a host that refuses', 'shy', MigrationPreCheckError],
    ['to another hypervisor', 'other', InvalidHypervisorType],
    ['to an older hypervisor', 'old', DestinationHypervisorTooOld],
    ['to a host that is none', 'none', ComputeHostNotFound],
  ] as const)('gives up %s', async ([, host, Class]) => {
    const chain = await Chain.of('c1', 'down', 'shy', 'other', 'old', 'none');
    await chain.compute('small', { memory_mb: 100 });
    await chain.compute('slow', { vcpus: 0 });
    chain.down.add('down');
    chain.computes.get('shy')!.refuses = new MigrationPreCheckError({ reason: 'No.' });
    const { computeNodes } = chain.database;
    const { node: other } = chain.computes.get('other')!;
    other.hypervisor_type = 'QEMU';
    await computeNodes.save(other);
    const { node: old } = chain.computes.get('old')!;
    old.hypervisor_version = 0;
    await computeNodes.save(old);
    await computeNodes.destroy(chain.computes.get('none')!.node);
    chain.computes.delete('none');
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    const asked = { ...args, ...to(host) };
    await expect(computeTasks.live_migrate_instance(chain.context, asked)).rejects.toThrow(Class);
    await expectAsBefore(chain, instance.uuid, {
      c1: 1,
      down: 0,
      shy: 0,
      other: 0,
      old: 0,
      small: 0,
      slow: 0,
    });
  });
});
