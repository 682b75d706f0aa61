import { describe, expect, it, vi } from 'vitest';
import { MessagingTimeout } from '../../../src/messaging/index.js';
import { liveMigration } from '../../../src/nova/compute/live-migration/source.js';
import type { ComputeManager } from '../../../src/nova/compute/manager.js';
import { recover } from '../../../src/nova/compute/recovery.js';
import { MigrationPreCheckError } from '../../../src/nova/exception/index.js';
import {
  BlockDeviceMappingList,
  type Instance,
  type Migration,
  type NovaObject,
} from '../../../src/nova/objects/index.js';
import { World } from './world.js';

interface Place {
  readonly world: World;
  readonly instance: Instance;
  readonly migration: Migration;
}

/** An instance on c1 that is to go to c2. */
async function place({ source = {}, destination = {} } = {}): Promise<Place> {
  const world = await World.open();
  await world.compute('c1', source);
  await world.compute('c2', destination);
  const instance = await world.running('c1');
  world.told.length = 0;
  const migration = await world.migration(instance, 'c2');
  return { world, instance: await world.get(instance), migration };
}

function check({ world, instance, migration }: Place): Promise<NovaObject> {
  const args = { instance, block_migration: false, disk_over_commit: false, migration, limits: null };
  return world.computes.checkCanLiveMigrateDestination(world.context, 'c2', args);
}

/** The whole handshake, as the conductor begins it. */
async function migrate(at: Place): Promise<void> {
  const { world, instance, migration } = at;
  const migrate_data = await check(at);
  const args = { instance, dest: 'c2', block_migration: false, migrate_data, migration };
  await world.cast(() => world.computes.liveMigration(world.context, 'c1', args));
  await world.idle();
}

const statusOf = async ({ world, migration }: Place) =>
  (await world.database.migrations.getByUuid(migration.uuid)).status;

/** The instance runs where it was, with all that it had, and nobody else has anything. */
async function expectStayed(at: Place): Promise<void> {
  const { world, instance, migration } = at;
  await world.settled(async () => (await world.hypervisor('c2')).length === 0);
  expect(await world.get(instance)).toMatchObject({
    vm_state: 'active',
    task_state: null,
    host: 'c1',
    node: 'c1',
  });
  expect(await world.held(instance.uuid)).toEqual(['c1']);
  expect(await world.held(migration.uuid)).toEqual([]);
  expect(await world.hypervisor('c1')).toEqual([instance.uuid]);
}

describe('a live migration', () => {
  it('moves an instance, by the states, events and notifications of Nova', async () => {
    const at = await place();
    const { world, instance, migration } = at;
    await migrate(at);
    const moved = await world.get(instance);
    expect(moved).toMatchObject({
      vm_state: 'active',
      task_state: null,
      power_state: 1,
      host: 'c2',
      node: 'c2',
    });
    expect(await statusOf(at)).toBe('completed');
    expect(await world.held(instance.uuid)).toEqual(['c2']);
    expect(await world.held(migration.uuid)).toEqual([]);
    expect(await world.hypervisor('c1')).toEqual([]);
    expect(await world.hypervisor('c2')).toEqual([instance.uuid]);
    expect((await world.events(instance)).slice(1)).toEqual([
      ['compute_check_can_live_migrate_destination', 'c2', 'Success'],
      ['compute_check_can_live_migrate_source', 'c1', 'Success'],
      ['compute_live_migration', 'c1', 'Success'],
      ['compute_pre_live_migration', 'c2', 'Success'],
      ['compute_post_live_migration_at_destination', 'c2', 'Success'],
    ]);
    expect(world.eventsTold()).toEqual([
      'live_migration.pre.start',
      'live_migration.pre.end',
      'live_migration._post.start',
      'live_migration.post.dest.start',
      'live_migration.post.dest.end',
      'live_migration._post.end',
    ]);
    expect(await world.database.migrations.getByUuid(migration.uuid)).toMatchObject({
      memory_total: 512 * 1024 * 1024,
      memory_remaining: 0,
    });
  });

  it('is done once, however often it is asked for', async () => {
    const at = await place();
    const { world, instance, migration } = at;
    const migrate_data = await check(at);
    const args = { instance, dest: 'c2', block_migration: false, migrate_data, migration };
    for (const _ of [1, 2]) await world.cast(() => world.computes.liveMigration(world.context, 'c1', args));
    await world.idle();
    expect(await statusOf(at)).toBe('completed');
    expect(
      (await world.events(instance)).filter(([event]) => event === 'compute_live_migration'),
    ).toHaveLength(1);
  });

  it('that waits for its turn is taken back at a drain', async () => {
    const world = await World.open();
    const source = await world.compute('c1', { migrationDelay: 0.3 });
    await world.compute('c2');
    const places: Place[] = [];
    for (const _ of [1, 2]) {
      const instance = await world.running('c1');
      const migration = await world.migration(instance, 'c2');
      places.push({ world, instance: await world.get(instance), migration });
    }
    for (const at of places) {
      const { instance, migration } = at;
      const args = { instance, dest: 'c2', block_migration: false, migrate_data: await check(at), migration };
      await world.cast(() => world.computes.liveMigration(world.context, 'c1', args));
    }
    world.drains.get(source)!.abort();
    await world.idle();
    expect(await Promise.all(places.map(statusOf))).toEqual(['completed', 'error']);
    const [, waited] = places as [Place, Place];
    expect(await world.get(waited.instance)).toMatchObject({ task_state: null, host: 'c1' });
    expect(await world.held(waited.instance.uuid)).toEqual(['c1']);
    expect((await world.database.faults.latest(waited.instance.uuid))?.message).toContain('could begin');
  });

  it.each([
    ['checkDestination', 'destination'],
    ['checkSource', 'source'],
  ])('is not begun where %s fails', async (step, side) => {
    const at = await place({ [side]: { failures: [{ step }] } });
    await expect(check(at)).rejects.toThrow(MigrationPreCheckError);
    expect(await statusOf(at)).toBe('accepted');
    expect((await at.world.get(at.instance)).task_state).toBe('migrating');
  });

  it('is not begun where the source does not answer the destination', async () => {
    const at = await place();
    const destination = at.world.managers.find(({ host }) => host === 'c2')!;
    const asked = vi.spyOn(destination.parts.computes, 'checkCanLiveMigrateSource');
    asked.mockRejectedValue(new MessagingTimeout('It is gone.'));
    await expect(check(at)).rejects.toThrow(MigrationPreCheckError);
  });

  it('leaves the instance here when the destination cannot prepare', async () => {
    const at = await place({ destination: { failures: [{ step: 'preLiveMigration' }] } });
    await migrate(at);
    await expectStayed(at);
    expect(await statusOf(at)).toBe('failed');
    expect((await at.world.database.faults.latest(at.instance.uuid))?.message).toContain('preLiveMigration');
    const told = at.world.eventsTold().filter((event) => event.startsWith('live_migration._'));
    expect(told).toEqual(['live_migration._rollback.start', 'live_migration._rollback.end']);
  });

  it('leaves it here when the transfer fails', async () => {
    const at = await place({ source: { failures: [{ step: 'liveMigration' }] } });
    await migrate(at);
    await expectStayed(at);
    expect(await statusOf(at)).toBe('failed');
    expect((await at.world.database.faults.latest(at.instance.uuid))?.message).toContain('liveMigration');
  });

  it('leaves it in error where nobody knows where it runs', async () => {
    const at = await place({ source: { failures: [{ step: 'liveMigration', kind: 'lost' }] } });
    await migrate(at);
    expect(await at.world.get(at.instance)).toMatchObject({
      vm_state: 'error',
      task_state: null,
      host: 'c1',
    });
    expect(await statusOf(at)).toBe('error');
    expect(
      (await at.world.events(at.instance)).find(([event]) => event === 'compute_live_migration')?.[2],
    ).toBe('Error');
  });

  it('is complete, and the instance in error, when the destination fails to take it over', async () => {
    const at = await place({ destination: { failures: [{ step: 'postLiveMigration' }] } });
    await migrate(at);
    expect(await at.world.get(at.instance)).toMatchObject({
      vm_state: 'error',
      task_state: null,
      host: 'c2',
    });
    expect(await statusOf(at)).toBe('completed');
    expect(await at.world.held(at.instance.uuid)).toEqual(['c2']);
    expect(await at.world.held(at.migration.uuid)).toEqual([]);
  });

  it('is taken back when its request has no action to tell its events of', async () => {
    const at = await place();
    const { world, instance, migration } = at;
    const migrate_data = await check(at);
    const { RequestContext } = await import('../../../src/nova/context/index.js');
    const other = new RequestContext({ user_id: 'user', project_id: 'project' });
    const args = { instance, dest: 'c2', block_migration: false, migrate_data, migration };
    await world.cast(() => world.computes.liveMigration(other, 'c1', args));
    await world.idle();
    await expectStayed(at);
    expect(await statusOf(at)).toBe('error');
  });
});

describe('an instance that is deleted while it is to move', () => {
  /** As nova-api does it. */
  async function askToDelete({ world, instance }: Place): Promise<void> {
    const now = await world.get(instance);
    now.task_state = 'deleting';
    await world.database.instances.save(now);
    await world.database.actions.start(world.context, now.uuid, 'delete');
    const bdms = new BlockDeviceMappingList({ objects: [] });
    await world.computes.terminateInstance(world.context, 'c1', now, bdms);
  }

  /** It is gone, and nobody has anything of it. */
  async function expectGone({ world, instance, migration }: Place): Promise<void> {
    await world.settled(async () => (await world.get(instance)).deleted === true);
    await world.idle();
    await world.settled(async () => (await world.hypervisor('c2')).length === 0);
    expect(await world.hypervisor('c1')).toEqual([]);
    expect(await world.held(instance.uuid)).toEqual([]);
    expect(await world.held(migration.uuid)).toEqual([]);
  }

  async function begin(at: Place): Promise<void> {
    const { world, instance, migration } = at;
    const migrate_data = await check(at);
    const args = { instance, dest: 'c2', block_migration: false, migrate_data, migration };
    await world.cast(() => world.computes.liveMigration(world.context, 'c1', args));
  }

  /** The destination has made ready: the transfer begins. */
  const isPrepared = ({ world }: Place) =>
    world.settled(async () => (await world.hypervisor('c2')).length === 1);

  it('is deleted where it has gone', async () => {
    const at = await place({ source: { migrationDelay: 0.3 } });
    await begin(at);
    await isPrepared(at);
    await askToDelete(at);
    await expectGone(at);
    expect(await statusOf(at)).toBe('completed');
  });

  it('is deleted where it stays, and nothing of it is left where it was to go', async () => {
    const failures = [{ step: 'liveMigration' }];
    const at = await place({ source: { migrationDelay: 0.3, failures } });
    await begin(at);
    await isPrepared(at);
    await askToDelete(at);
    await expectGone(at);
    expect(await statusOf(at)).toBe('failed');
  });

  it('does not move any more', async () => {
    const at = await place();
    const { world, instance, migration } = at;
    const migrate_data = await check(at);
    await askToDelete(at);
    await world.settled(async () => (await world.get(instance)).deleted === true);
    const args = { instance, dest: 'c2', block_migration: false, migrate_data, migration };
    await world.cast(() => world.computes.liveMigration(world.context, 'c1', args));
    await expectGone(at);
    expect(await statusOf(at)).toBe('error');
  });
});

it('an order that comes twice at a time is one', async () => {
  const at = await place();
  const { world, instance, migration } = at;
  const migrate_data = await check(at);
  const [{ parts }] = world.managers as [ComputeManager];
  const args = { context: world.context, dest: 'c2', block_migration: false, data: migrate_data };
  const order = async () =>
    liveMigration(parts, {
      ...args,
      instance: await world.get(instance),
      migration: await world.database.migrations.getByUuid(migration.uuid),
    });
  await Promise.all([order(), order()]);
  await world.idle();
  expect(await statusOf(at)).toBe('completed');
  expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, host: 'c2' });
  expect(await world.held(instance.uuid)).toEqual(['c2']);
});

it('is not ended by who looks for what the dead have left: it is under way here', async () => {
  const at = await place({ source: { migrationDelay: 0.2 } });
  const { world, instance, migration } = at;
  const [{ parts }] = world.managers as [ComputeManager];
  const args = { instance, dest: 'c2', block_migration: false, migrate_data: await check(at), migration };
  await world.cast(() => world.computes.liveMigration(world.context, 'c1', args));
  await recover(parts);
  await world.idle();
  expect(await statusOf(at)).toBe('completed');
  expect(world.eventsTold().filter((event) => event === 'live_migration._post.start')).toHaveLength(1);
});
