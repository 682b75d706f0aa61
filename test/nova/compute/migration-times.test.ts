import { describe, expect, it } from 'vitest';
import { checkMigrationTimes } from '../../../src/nova/compute/migration-times.js';
import { World } from './world.js';

describe('an instance that is migrating while nobody moves it', () => {
  const inTwoMinutes = () => new Date(Date.now() + 120_000);

  async function stuck() {
    const world = await World.open();
    const { parts } = await world.compute('c1');
    await world.compute('c2');
    const instance = await world.running('c1');
    const migration = await world.migration(instance, 'c2');
    return { world, parts, instance, migration };
  }

  it.each(['accepted', 'error'])('stays where it is: its migration is %s', async (status) => {
    const { world, parts, instance, migration } = await stuck();
    migration.status = status;
    await world.database.migrations.save(migration);
    await checkMigrationTimes(parts);
    expect((await world.get(instance)).task_state).toBe('migrating');
    await checkMigrationTimes({ ...parts, now: inTwoMinutes });
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, host: 'c1' });
    expect((await world.database.migrations.getByUuid(migration.uuid)).status).toBe('error');
    expect([await world.held(instance.uuid), await world.held(migration.uuid)]).toEqual([['c1'], []]);
    expect((await world.database.faults.latest(instance.uuid))?.message).toContain('ended');
  });

  it('stays where it is: there is no migration', async () => {
    const world = await World.open();
    const { parts } = await world.compute('c1');
    const instance = await world.running('c1', { task_state: 'migrating' });
    await checkMigrationTimes({ ...parts, now: inTwoMinutes });
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, host: 'c1' });
    expect(await world.held(instance.uuid)).toEqual(['c1']);
    expect((await world.database.faults.latest(instance.uuid))?.message).toContain('No conductor');
  });

  it('is looked after when its time is over, where a compute has begun', async () => {
    const { world, parts, instance, migration } = await stuck();
    migration.status = 'running';
    await world.database.migrations.save(migration);
    await checkMigrationTimes({ ...parts, now: inTwoMinutes });
    expect((await world.get(instance)).task_state).toBe('migrating');
    await checkMigrationTimes({ ...parts, now: () => new Date(Date.now() + 3_700_000) });
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, host: 'c1' });
    expect(await world.held(instance.uuid)).toEqual(['c1']);
  });

  it('ends its migration when it is gone', async () => {
    const { world, parts, instance, migration } = await stuck();
    await world.database.allocations.release(instance.uuid);
    await world.database.instances.destroy(instance);
    await checkMigrationTimes({ ...parts, now: inTwoMinutes });
    expect((await world.database.migrations.getByUuid(migration.uuid)).status).toBe('error');
    expect(await world.held(migration.uuid)).toEqual([]);
  });
});
