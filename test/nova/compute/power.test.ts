import { describe, expect, it, vi } from 'vitest';
import type { ComputeManager } from '../../../src/nova/compute/manager.js';
import type { Instance } from '../../../src/nova/objects/index.js';
import { World } from './world.js';

/** As nova-api asks for something: the task first, then the request. */
async function ask(
  world: World,
  instance: Instance,
  [action, task]: readonly [string, string | null],
  send: (now: Instance) => Promise<void>,
): Promise<void> {
  const now = await world.get(instance);
  now.task_state = task;
  await world.database.instances.save(now);
  await world.database.actions.start(world.context, instance.uuid, action);
  await world.cast(() => send(now));
}

const stop = (world: World, instance: Instance) =>
  ask(world, instance, ['stop', 'powering-off'], (now) =>
    world.computes.stopInstance(world.context, 'c1', now),
  );
const start = (world: World, instance: Instance) =>
  ask(world, instance, ['start', 'powering-on'], (now) =>
    world.computes.startInstance(world.context, 'c1', now),
  );

async function place(stub: object = {}): Promise<{ world: World; instance: Instance }> {
  const world = await World.open();
  await world.compute('c1', stub);
  const instance = await world.running('c1');
  world.told.length = 0;
  return { world, instance };
}

describe('stop_instance and start_instance', () => {
  it('go through the states, events and notifications of Nova', async () => {
    const { world, instance } = await place();
    await stop(world, instance);
    expect(await world.get(instance)).toMatchObject({
      vm_state: 'stopped',
      task_state: null,
      power_state: 4,
    });
    await start(world, instance);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, power_state: 1 });
    expect((await world.events(instance)).slice(1)).toEqual([
      ['compute_stop_instance', 'c1', 'Success'],
      ['compute_start_instance', 'c1', 'Success'],
    ]);
    expect(world.eventsTold()).toEqual([
      'power_off.start',
      'power_off.end',
      'power_on.start',
      'power_on.end',
    ]);
  });

  it('do not undo what came after them when they come again', async () => {
    const { world, instance } = await place();
    await stop(world, instance);
    await start(world, instance);
    const late = await world.get(instance);
    await world.cast(() => world.computes.stopInstance(world.context, 'c1', late));
    await world.cast(() => world.computes.startInstance(world.context, 'c1', late));
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, power_state: 1 });
  });

  it('leave no task behind when they fail, and a fault', async () => {
    const { world, instance } = await place({ failures: [{ step: 'powerOff' }] });
    await stop(world, instance);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null });
    expect((await world.database.faults.latest(instance.uuid))?.message).toContain(
      'told to fail at powerOff',
    );
    expect((await world.events(instance)).at(-1)).toEqual(['compute_stop_instance', 'c1', 'Error']);
    expect(world.told.at(-1)).toMatchObject({ event: 'stop_instance', priority: 'ERROR' });
  });
});

it('what fails leaves an instance being deleted where its user asked for that meanwhile', async () => {
  const { world, instance } = await place();
  const [{ parts }] = world.managers as [ComputeManager];
  vi.spyOn(parts.driver, 'powerOff').mockImplementation(async () => {
    const now = await world.get(instance);
    now.task_state = 'deleting';
    await world.database.instances.save(now);
    throw new Error('It does not stop.');
  });
  await stop(world, instance);
  expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: 'deleting' });
  expect((await world.events(instance)).at(-1)).toEqual(['compute_stop_instance', 'c1', 'Error']);
});

describe('reboot_instance', () => {
  it.for([[[]], [[{ step: 'reboot' }]]])(
    'leaves it being deleted where its user asked for that meanwhile (failures %j)',
    async ([failures]) => {
      const { world, instance } = await place({ failures });
      const [{ parts }] = world.managers as [ComputeManager];
      const reboots = parts.driver.reboot.bind(parts.driver);
      vi.spyOn(parts.driver, 'reboot').mockImplementation(async (...args) => {
        const now = await world.get(instance);
        now.task_state = 'deleting';
        await world.database.instances.save(now);
        return reboots(...args);
      });
      await reboot(world, instance, 'SOFT');
      expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: 'deleting' });
    },
  );

  const reboot = (world: World, instance: Instance, type: 'SOFT' | 'HARD') =>
    ask(world, instance, ['reboot', type === 'SOFT' ? 'rebooting' : 'rebooting_hard'], (now) =>
      world.computes.rebootInstance(world.context, 'c1', now, type),
    );

  it.each(['SOFT', 'HARD'] as const)('boots again: %s', async (type) => {
    const { world, instance } = await place();
    await reboot(world, instance, type);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null, power_state: 1 });
    expect((await world.events(instance)).at(-1)).toEqual(['compute_reboot_instance', 'c1', 'Success']);
    expect(world.eventsTold()).toEqual(['reboot.start', 'reboot.end']);
  });

  it('starts one that is stopped', async () => {
    const { world, instance } = await place();
    await stop(world, instance);
    await reboot(world, instance, 'HARD');
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', power_state: 1 });
  });

  it('leaves one that runs active when it fails, with a fault', async () => {
    const { world, instance } = await place({ failures: [{ step: 'reboot' }] });
    await reboot(world, instance, 'SOFT');
    expect(await world.get(instance)).toMatchObject({ vm_state: 'active', task_state: null });
    expect(await world.database.faults.list(instance.uuid)).toHaveLength(1);
    expect(world.eventsTold()).toEqual(['reboot.start', 'reboot.error', 'reboot.end']);
  });

  it('leaves one that does not run in error when it fails', async () => {
    const { world, instance } = await place({ failures: [{ step: 'reboot' }] });
    await stop(world, instance);
    await reboot(world, instance, 'HARD');
    expect(await world.get(instance)).toMatchObject({ vm_state: 'error', task_state: null });
    expect((await world.events(instance)).at(-1)).toEqual(['compute_reboot_instance', 'c1', 'Error']);
  });
});
