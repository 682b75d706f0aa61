import { describe, expect, it } from 'vitest';
import { World } from '../world.js';

describe('an instance that a compute is told to build', () => {
  it('is left alone where what it needs is claimed on another host by now', async () => {
    const world = await World.open();
    await world.compute('c1');
    await world.compute('c2');
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c2');
    await world.build('c1', instance);
    expect(await world.get(instance)).toMatchObject({ task_state: 'scheduling', host: null });
    expect(await world.held(instance.uuid)).toEqual(['c2']);
    await world.build('c2', instance);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', host: 'c2' });
  });

  it('holds what it needs, also where a scheduler claims nothing', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instance = await world.instance();
    await world.build('c1', instance);
    expect((await world.get(instance)).vm_state).toBe('active');
    expect(await world.held(instance.uuid)).toEqual(['c1']);
  });

  it('is left alone where nobody has claimed, and there is no room', async () => {
    const world = await World.open();
    await world.compute('c1', { vcpus: 1 }, { cpuAllocationRatio: 1 });
    await world.running('c1');
    const instance = await world.instance();
    await world.build('c1', instance);
    expect(await world.get(instance)).toMatchObject({ task_state: 'scheduling', host: null });
    expect(await world.held(instance.uuid)).toEqual([]);
  });
});
