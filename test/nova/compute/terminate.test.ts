import { describe, expect, it } from 'vitest';
import type { ComputeManager } from '../../../src/nova/compute/manager.js';
import { recover } from '../../../src/nova/compute/recovery.js';
import { terminateInstance } from '../../../src/nova/compute/terminate.js';
import { BlockDeviceMappingList, type Instance } from '../../../src/nova/objects/index.js';
import { type Around, instrumented } from '../conductor/instrumented.js';
import { BUILD } from './samples.js';
import { World } from './world.js';

async function terminate(world: World, instance: Instance, host = 'c1'): Promise<void> {
  const now = await world.get(instance);
  if (!now.deleted) {
    now.task_state = 'deleting';
    await world.database.instances.save(now);
  }
  await world.database.actions.start(world.context, instance.uuid, 'delete');
  const bdms = new BlockDeviceMappingList({ objects: [] });
  await world.cast(() => world.computes.terminateInstance(world.context, host, now, bdms));
}

describe('terminate_instance', () => {
  it('leaves nothing of it, by the events and notifications of Nova', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instance = await world.running('c1');
    world.told.length = 0;
    await terminate(world, instance);
    const gone = await world.get(instance);
    expect(gone).toMatchObject({ vm_state: 'deleted', task_state: null, power_state: 0, deleted: true });
    expect(gone.terminated_at).toBeInstanceOf(Date);
    expect(await world.held(instance.uuid)).toEqual([]);
    expect(world.eventsTold()).toEqual(['delete.start', 'delete.end']);
    expect(world.told.at(-1)!.payload).toMatchObject({ state: 'deleted', state_description: '' });
    expect((await world.events(instance)).at(-1)).toEqual(['compute_terminate_instance', 'c1', 'Success']);
    const [node] = await world.database.computeNodes.listByHost('c1');
    expect(node).toMatchObject({ running_vms: 0, memory_mb_used: 512 });
    await expect(world.database.instances.getByUuid(instance.uuid)).rejects.toThrow(/could not be found/);
  });

  it('does nothing the second time', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instance = await world.running('c1');
    await terminate(world, instance);
    world.told.length = 0;
    await terminate(world, instance);
    expect(world.told).toEqual([]);
  });

  it('leaves in error, with a fault, what it cannot remove', async () => {
    const world = await World.open();
    await world.compute('c1', { failures: [{ step: 'destroy' }] });
    const instance = await world.running('c1');
    await terminate(world, instance);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'error', task_state: null, deleted: false });
    expect((await world.database.faults.latest(instance.uuid))?.message).toContain('told to fail at destroy');
    expect(await world.held(instance.uuid)).toEqual(['c1']);
  });

  it.for(['instances.save', 'allocations.release', 'instances.destroy'])(
    'is finished by the next process when this one dies after %s',
    async (last) => {
      const world = await World.open();
      await world.compute('c1');
      const instance = await world.running('c1');
      instance.task_state = 'deleting';
      await world.database.instances.save(instance);
      await world.database.actions.start(world.context, instance.uuid, 'delete');
      let dead = false;
      const around: Around = async (name, call) => {
        if (dead) throw new Error('it is dead');
        const result = await call();
        dead = name === last;
        if (dead) throw new Error('it dies');
        return result;
      };
      const [{ parts }] = world.managers as [ComputeManager];
      const { database } = instrumented(world.managers[0]!.init, around);
      const dying = { ...parts, database };
      await expect(terminateInstance(dying, { context: world.context, instance })).rejects.toThrow();
      await recover(parts);
      expect(await world.get(instance)).toMatchObject({ vm_state: 'deleted', deleted: true });
      expect(await world.held(instance.uuid)).toEqual([]);
    },
  );

  it('waits for its build to end', async () => {
    const world = await World.open();
    await world.compute('c1', { spawnDelay: 0.2 });
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c1');
    const sent = { ...BUILD, instance };
    await world.cast(() => world.computes.buildAndRunInstance(world.context, 'c1', sent));
    await terminate(world, instance);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'deleted', deleted: true });
    expect(await world.held(instance.uuid)).toEqual([]);
  });

  it('goes on to where the instance is', async () => {
    const world = await World.open();
    await world.compute('c1');
    await world.compute('c2');
    const instance = await world.running('c2');
    await terminate(world, instance, 'c1');
    await world.idle();
    await world.settled(async () => (await world.get(instance)).deleted);
    expect((await world.events(instance)).at(-1)).toEqual(['compute_terminate_instance', 'c2', 'Success']);
  });
});
