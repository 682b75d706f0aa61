import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { ComputeManager } from '../../../src/nova/compute/manager.js';
import { resumeLost } from '../../../src/nova/compute/recovery.js';
import { RequestContext } from '../../../src/nova/context/index.js';
import { DatabaseUnavailable } from '../../../src/nova/database/index.js';
import { Service } from '../../../src/nova/objects/index.js';
import { VirtualClock } from '../../../src/testing/index.js';
import { World } from './world.js';

/** A process of a host that has a row among the workers, and beats no more, or still does. */
async function sibling(world: World, pid: number): Promise<string> {
  const service = await world.database.services.create(
    new Service({ host: 'c1', binary: 'nova-compute', topic: 'compute', report_count: 0, version: 64 }),
  );
  const uuid = randomUUID();
  const beat = { uuid, service_id: service.id, host: 'c1', binary: 'nova-compute', worker: 0, pid };
  await world.database.workers.beat(beat);
  return uuid;
}

/** A compute that has started beside one of its host which is building an instance. */
async function succession() {
  const world = await World.open();
  await world.compute('c1');
  const instance = await world.instance({ task_state: 'spawning', host: 'c1', node: 'c1' });
  const old = await sibling(world, process.ppid);
  const clock = new VirtualClock();
  const manager = world.manager('c1', {}, {}, { clock });
  await manager.initHost();
  manager.postStartHook();
  return { world, instance, old, clock };
}

/** No process has it: above the greatest that Linux gives. */
const DEAD = 4_194_305;

const passOf = (manager: ComputeManager) => manager.periodicTasks.runPeriodicTasks(RequestContext.admin());

describe('a compute that starts', () => {
  it('puts what its predecessor was building into error, with a fault, and frees what it held', async () => {
    const world = await World.open();
    await world.compute('c1');
    const states = [
      ['building', null],
      ['building', 'networking'],
      ['building', 'spawning'],
    ];
    for (const [vm_state, task_state] of states) {
      const instance = await world.instance({ vm_state, task_state, host: 'c1', node: 'c1' });
      await world.claim(instance.uuid, 'c1');
    }
    const waiting = await world.instance();
    await sibling(world, DEAD);
    await world.manager('c1').initHost();
    const all = await world.database.instances.list();
    for (const { uuid } of all.filter(({ uuid }) => uuid !== waiting.uuid)) {
      const { vm_state, task_state, host } = await world.get({ uuid });
      expect({ vm_state, task_state, host }).toEqual({ vm_state: 'error', task_state: null, host: null });
      expect((await world.database.faults.latest(uuid))?.message).toContain('has ended');
      expect(await world.held(uuid)).toEqual([]);
    }
    expect(all).toHaveLength(4);
    expect(await world.get(waiting)).toMatchObject({ vm_state: 'building', task_state: 'scheduling' });
  });

  it('deletes what is deleted in part, as by nova-api while this host was down', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instance = await world.running('c1', { vm_state: 'deleted', task_state: null });
    await world.manager('c1').initHost();
    expect(await world.get(instance)).toMatchObject({ deleted: true });
    expect(await world.held(instance.uuid)).toEqual([]);
    expect(await world.hypervisor('c1')).toEqual([]);
  });

  it('leaves alone what another process of its host is still building, until that has ended', async () => {
    const { world, instance, old, clock } = await succession();
    await clock.advance(60);
    expect((await world.get(instance)).vm_state).toBe('building');
    await world.database.workers.remove(old);
    await clock.advance(5);
    await world.idle();
    expect((await world.get(instance)).vm_state).toBe('error');
  });

  it.for(['workers.list', 'instances.listByHost'] as const)(
    'ends what its predecessor left also when the database was away meanwhile (%s)',
    async (call) => {
      const { world, instance, old, clock } = await succession();
      await clock.advance(5);
      await world.database.workers.remove(old);
      const { workers, instances } = world.database;
      const away = call === 'workers.list' ? vi.spyOn(workers, 'list') : vi.spyOn(instances, 'listByHost');
      away.mockRejectedValueOnce(new DatabaseUnavailable('It is away.'));
      await clock.advance(5);
      expect((await world.get(instance)).vm_state).toBe('building');
      away.mockRestore();
      await clock.advance(5);
      await world.idle();
      expect((await world.get(instance)).vm_state).toBe('error');
    },
  );

  it('ends what was being deleted, stopped, started and rebooted', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instances = [];
    for (const [task_state, vm_state] of [
      ['deleting', 'active'],
      ['powering-off', 'active'],
      ['powering-on', 'stopped'],
      ['reboot_started', 'active'],
    ])
      instances.push(await world.running('c1', { task_state, vm_state }));
    await world.manager('c1').initHost();
    const after = await Promise.all(instances.map((instance) => world.get(instance)));
    expect(after.map(({ vm_state, task_state }) => [vm_state, task_state])).toEqual([
      ['deleted', null],
      ['stopped', null],
      ['active', null],
      ['active', null],
    ]);
    expect(await world.held(instances[0]!.uuid)).toEqual([]);
  });

  it.each(['queued', 'preparing', 'running'])(
    'takes back a migration that was %s, and is here',
    async (status) => {
      const world = await World.open();
      await world.compute('c1');
      await world.compute('c2');
      const instance = await world.running('c1');
      const migration = await world.migration(instance, 'c2');
      migration.status = status;
      await world.database.migrations.save(migration);
      await world.manager('c1').initHost();
      expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, host: 'c1' });
      expect((await world.database.migrations.getByUuid(migration.uuid)).status).toBe('error');
      expect(await world.held(instance.uuid)).toEqual(['c1']);
      expect(await world.held(migration.uuid)).toEqual([]);
      expect((await world.database.faults.latest(instance.uuid))?.message).toContain('has ended');
    },
  );

  it('leaves a migration to the conductor that has not been begun', async () => {
    const world = await World.open();
    await world.compute('c1');
    await world.compute('c2');
    const instance = await world.running('c1');
    const migration = await world.migration(instance, 'c2');
    await world.manager('c1').initHost();
    expect((await world.get(instance)).task_state).toBe('migrating');
    expect((await world.database.migrations.getByUuid(migration.uuid)).status).toBe('accepted');
    expect(await world.held(migration.uuid)).toEqual(['c1']);
  });

  it('completes a migration that is there', async () => {
    const world = await World.open();
    await world.compute('c1');
    await world.compute('c2');
    const instance = await world.running('c1');
    const migration = await world.migration(instance, 'c2');
    migration.status = 'running';
    await world.database.migrations.save(migration);
    await world.computes.postLiveMigrationAtDestination(
      world.context,
      'c2',
      await world.get(instance),
      false,
    );
    expect(await world.held(migration.uuid)).toEqual(['c1']);
    await world.manager('c1').initHost();
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, host: 'c2' });
    expect((await world.database.migrations.getByUuid(migration.uuid)).status).toBe('completed');
    expect(await world.held(instance.uuid)).toEqual(['c2']);
    expect(await world.held(migration.uuid)).toEqual([]);
    expect([await world.hypervisor('c1'), await world.hypervisor('c2')]).toEqual([[], [instance.uuid]]);
  });

  it('tells everybody of its node and of its cell, once', async () => {
    const world = await World.open();
    await world.compute('c1', { vcpus: 8, memoryMb: 1024, localGb: 10 }, { cpuAllocationRatio: 2 });
    await world.manager('c1', { vcpus: 4, memoryMb: 1024, localGb: 10 }).initHost();
    const nodes = await world.database.computeNodes.listByHost('c1');
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({ vcpus: 4, cpu_allocation_ratio: 16, hypervisor_hostname: 'c1' });
    const { used, reserved } = await world.database.allocations.usage(nodes[0]!.uuid);
    expect(reserved).toEqual({ VCPU: 0, MEMORY_MB: 512, DISK_GB: 0 });
    expect(used).toEqual({ VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 });
    const cell = await world.database.cellMappings.cell1();
    expect((await world.database.hostMappings.getByHost('c1')).cell_mapping?.uuid).toBe(cell.uuid);
  });
});

describe('the periodic tasks of a compute', () => {
  it('are known by the names of Nova, where it has them', async () => {
    const world = await World.open();
    const manager = world.manager('c1', {}, { syncPowerStateInterval: 0 });
    const names = [
      'update_available_resource',
      'cleanup_running_deleted_instances',
      'check_instance_build_time',
      'check_live_migration_time',
      'resume_lost_tasks',
    ];
    expect(manager.periodicTasks.tasks.map(({ name }) => name)).toEqual(names);
    await manager.initHost();
    expect(await passOf(manager)).toBeLessThanOrEqual(60);
  });
});

describe('what nobody does', () => {
  it.each([
    [
      { vm_state: 'active', task_state: 'powering-off' },
      { vm_state: 'stopped', task_state: null },
    ],
    [
      { vm_state: 'active', task_state: 'reboot_started' },
      { vm_state: 'active', task_state: null },
    ],
    [{ vm_state: 'active', task_state: 'deleting' }, { deleted: true }],
    [{ vm_state: 'building', task_state: 'deleting' }, { deleted: true }],
  ])('is done when its request must have been lost: %j', async (before, after) => {
    const world = await World.open();
    const { parts } = await world.compute('c1');
    const instance = await world.running('c1', before);
    await resumeLost({ ...parts, now: () => new Date(Date.now() + 600_000) });
    expect(await world.get(instance)).toMatchObject(before);
    await resumeLost({ ...parts, now: () => new Date(Date.now() + 700_000) });
    expect(await world.get(instance)).toMatchObject(after);
  });
});
