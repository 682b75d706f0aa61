import { describe, expect, it } from 'vitest';
import { checkBuildTimes, syncPowerStates } from '../../../src/nova/compute/periodic.js';
import { StubStore } from '../../../src/nova/compute/stub/store.js';
import { World } from './world.js';

describe('checkBuildTimes', () => {
  it('ends a build that takes too long, and that nobody here does', async () => {
    const world = await World.open();
    const manager = await world.compute('c1', {}, { instanceBuildTimeout: 60 });
    const late = await world.instance({ task_state: 'spawning', host: 'c1', node: 'c1' });
    const elsewhere = await world.instance({ task_state: 'spawning', host: 'c2', node: 'c2' });
    await world.claim(late.uuid, 'c1');
    const parts = manager.parts;
    await checkBuildTimes(parts);
    expect((await world.get(late)).vm_state).toBe('building');
    const inAnHour = () => new Date(Date.now() + 3_600_000);
    await checkBuildTimes({ ...parts, now: inAnHour });
    expect(await world.get(late)).toMatchObject({ vm_state: 'error', task_state: null });
    expect((await world.database.faults.latest(late.uuid))?.message).toContain('more than 60 s');
    expect(await world.held(late.uuid)).toEqual([]);
    expect((await world.get(elsewhere)).vm_state).toBe('building');
  });

  it('never does without a timeout', async () => {
    const world = await World.open();
    const manager = await world.compute('c1', {}, { instanceBuildTimeout: 0 });
    const instance = await world.instance({ task_state: 'spawning', host: 'c1', node: 'c1' });
    await checkBuildTimes({ ...manager.parts, now: () => new Date(Date.now() + 1e12) });
    expect((await world.get(instance)).vm_state).toBe('building');
  });
});

describe('syncPowerStates', () => {
  it('stops what is off, switches off what is stopped, and leaves the rest', async () => {
    const world = await World.open();
    const manager = await world.compute('c1');
    const [off, stopped, fine, busy] = [
      await world.running('c1'),
      await world.running('c1', { vm_state: 'stopped' }),
      await world.running('c1'),
      await world.running('c1', { task_state: 'migrating' }),
    ];
    const store = new StubStore(`${world.directory}/instances/c1`);
    for (const { uuid } of [off, busy]) await store.put({ uuid, name: 'vm', state: 4 });
    await syncPowerStates(manager.parts);
    expect(await world.get(off)).toMatchObject({ vm_state: 'stopped', task_state: null, power_state: 4 });
    expect(await world.get(stopped)).toMatchObject({ vm_state: 'stopped', task_state: null, power_state: 4 });
    expect(await world.get(fine)).toMatchObject({ vm_state: 'active', task_state: null, power_state: 1 });
    expect(await world.get(busy)).toMatchObject({
      vm_state: 'active',
      task_state: 'migrating',
      power_state: 1,
    });
    expect((await store.get(stopped.uuid))?.state).toBe(4);
  });

  it('takes note of an instance that the hypervisor does not have', async () => {
    const world = await World.open();
    const manager = await world.compute('c1');
    const instance = await world.running('c1');
    await new StubStore(`${world.directory}/instances/c1`).remove(instance.uuid);
    await syncPowerStates(manager.parts);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, power_state: 0 });
  });

  it('leaves no task behind when it fails', async () => {
    const world = await World.open();
    const manager = await world.compute('c1', { failures: [{ step: 'powerOff' }] });
    const instance = await world.running('c1', { vm_state: 'stopped' });
    await syncPowerStates(manager.parts);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'stopped', task_state: null });
  });
});
