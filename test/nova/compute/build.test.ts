import { describe, expect, it, vi } from 'vitest';
import { MessagingTimeout } from '../../../src/messaging/index.js';
import { BUILD, selectionOf } from './samples.js';
import { World } from './world.js';

const CONDUCTOR = { topic: 'conductor', namespace: 'compute_task', version: '1.24' };

describe('build_and_run_instance', () => {
  it('builds an instance, by the states, events and notifications of Nova', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c1');
    await world.build('c1', instance);
    const built = await world.get(instance);
    expect(built).toMatchObject({ vm_state: 'active', task_state: null, power_state: 1 });
    expect(built).toMatchObject({ host: 'c1', node: 'c1', launched_on: 'c1' });
    expect(built.launched_at).toBeInstanceOf(Date);
    expect(await world.events(instance)).toEqual([['compute__do_build_and_run_instance', 'c1', 'Success']]);
    expect(world.eventsTold()).toEqual(['create.start', 'create.end']);
    expect(world.told[0]!.payload).toMatchObject({ host: null, state: 'building', image_name: null });
    expect(world.told[1]!.payload).toMatchObject({ host: 'c1', state: 'active', message: 'Success' });
    expect(world.versioned.map(({ event }) => event)).toEqual([
      'instance.create.start',
      'instance.create.end',
    ]);
    expect(await world.held(instance.uuid)).toEqual(['c1']);
    const [node] = await world.database.computeNodes.listByHost('c1');
    expect(node).toMatchObject({
      running_vms: 1,
      vcpus_used: 1,
      memory_mb_used: 512 + 512,
      local_gb_used: 1,
    });
  });

  it('takes an instance once, however often it is asked', async () => {
    const world = await World.open();
    await world.compute('c1', { failures: [{ step: 'powerOn' }] });
    await world.compute('c2');
    const instance = await world.instance();
    const ask = (host: string) =>
      world.cast(() => world.computes.buildAndRunInstance(world.context, host, { ...BUILD, instance }));
    await Promise.all([ask('c1'), ask('c1'), ask('c2')]);
    await ask('c1');
    await world.idle();
    await ask('c2');
    await world.idle();
    expect(await world.events(instance)).toHaveLength(1);
    expect(world.eventsTold()).toEqual(['create.start', 'create.end']);
    expect((await world.get(instance)).vm_state).toBe('active');
  });

  it('sends an instance back to the conductor that another host may build', async () => {
    const world = await World.open();
    await world.compute('c1', { failures: [{ step: 'spawn', kind: 'reschedule' }] });
    await world.pretend(CONDUCTOR, ['build_instances']);
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c1');
    await world.build('c1', instance, { host_list: [selectionOf('c2')], image: { name: 'img' } });
    const left = await world.get(instance);
    expect(left).toMatchObject({ vm_state: 'building', task_state: 'scheduling', host: null, node: null });
    expect(await world.held(instance.uuid)).toEqual([]);
    expect(await world.database.faults.list(instance.uuid)).toEqual([]);
    expect(world.eventsTold()).toEqual(['create.start', 'shutdown.start', 'shutdown.end', 'create.error']);
    const error = world.told.at(-1)!;
    expect(error.priority).toBe('ERROR');
    expect(error.payload).toMatchObject({ host: 'c1', state_description: 'spawning', code: 400 });
    expect(error.payload.exception).toMatch(/^\{'kwargs': \{.*'class': 'ComputeResourcesUnavailable'\}$/);
    expect(world.asked).toHaveLength(1);
    const [{ method, args, context }] = world.asked as [(typeof world.asked)[0]];
    expect(method).toBe('build_instances');
    expect(context.request_id).toBe(world.context.request_id);
    expect(args.instances[0].uuid).toBe(instance.uuid);
    expect(args.image).toEqual({ name: 'img' });
    expect(
      args.host_lists.map((hosts: { service_host: string }[]) => hosts.map((host) => host.service_host)),
    ).toEqual([['c2']]);
    const { retry } = args.filter_properties;
    expect(retry).toMatchObject({
      num_attempts: 1,
      exc_reason: expect.stringContaining('told to fail at spawn'),
    });
    expect(retry.exc[0]).toContain('was re-scheduled');
  });

  it('leaves it waiting for a host where no conductor can be told', async () => {
    const world = await World.open();
    const { parts } = await world.compute('c1', { failures: [{ step: 'spawn', kind: 'reschedule' }] });
    vi.spyOn(parts.conductor, 'buildInstances').mockRejectedValue(new MessagingTimeout('Nobody took it.'));
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c1');
    await world.build('c1', instance, { host_list: [selectionOf('c2')] });
    const left = await world.get(instance);
    expect(left).toMatchObject({ vm_state: 'building', task_state: 'scheduling', host: null, node: null });
    expect(await world.held(instance.uuid)).toEqual([]);
    expect(await world.database.faults.list(instance.uuid)).toEqual([]);
  });

  it('does so for any error of a driver but an abort', async () => {
    const world = await World.open();
    await world.compute('c1', { failures: [{ step: 'spawn' }] });
    await world.pretend(CONDUCTOR, ['build_instances']);
    const instance = await world.instance();
    await world.build('c1', instance);
    expect(world.asked[0]!.args.host_lists).toEqual([[]]);
    expect((await world.get(instance)).task_state).toBe('scheduling');
  });

  it('leaves it in error where it is not to be built elsewhere', async () => {
    const world = await World.open();
    await world.compute('c1', { failures: [{ step: 'spawn', kind: 'reschedule' }] });
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c1');
    await world.build('c1', instance, { filter_properties: {} });
    expect(await world.get(instance)).toMatchObject({ vm_state: 'error', task_state: null, host: null });
    const fault = await world.database.faults.latest(instance.uuid);
    expect(fault).toMatchObject({
      host: 'c1',
      message: expect.stringContaining('Insufficient compute resources'),
    });
    expect(await world.held(instance.uuid)).toEqual([]);
    expect(await world.events(instance)).toEqual([['compute__do_build_and_run_instance', 'c1', 'Error']]);
  });

  it('leaves it in error where no host would do better', async () => {
    const world = await World.open();
    await world.compute('c1', { failures: [{ step: 'spawn', kind: 'abort' }] });
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c1');
    await world.build('c1', instance, { host_list: [selectionOf('c2')] });
    expect(await world.get(instance)).toMatchObject({ vm_state: 'error', task_state: null, host: null });
    const [fault, ...others] = await world.database.faults.list(instance.uuid);
    expect(fault).toMatchObject({
      code: 500,
      message: expect.stringMatching(/^Build of instance .* aborted/),
    });
    expect(others).toEqual([]);
    expect(await world.held(instance.uuid)).toEqual([]);
  });

  it('does not try elsewhere what it cannot remove here', async () => {
    const world = await World.open();
    await world.compute('c1', { failures: [{ step: 'spawn' }, { step: 'destroy' }] });
    const instance = await world.instance();
    await world.build('c1', instance);
    expect((await world.get(instance)).vm_state).toBe('error');
    expect((await world.database.faults.latest(instance.uuid))?.message).toContain('told to fail at spawn');
  });

  it('gives up a build that takes longer than it may', async () => {
    const world = await World.open();
    await world.compute('c1', { spawnDelay: 3600 }, { instanceBuildTimeout: 0.05 });
    const instance = await world.instance();
    await world.build('c1', instance);
    expect((await world.get(instance)).vm_state).toBe('error');
    const message = `Build of instance ${instance.uuid} aborted: The build of ${instance.uuid} took longer than 0.05 s.`;
    expect((await world.database.faults.latest(instance.uuid))?.message).toBe(message);
  });

  it('ends when its instance is being deleted meanwhile, and leaves nothing on the hypervisor', async () => {
    const world = await World.open();
    const manager = await world.compute('c1', { spawnDelay: 0.3 });
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c1');
    const sent = { ...BUILD, instance };
    await world.cast(() => world.computes.buildAndRunInstance(world.context, 'c1', sent));
    const now = await world.get(instance);
    now.task_state = 'deleting';
    await world.database.instances.save(now);
    await manager.init.tg.wait();
    expect(await world.get(instance)).toMatchObject({ task_state: 'deleting', vm_state: 'building' });
    expect(world.eventsTold().slice(-3)).toEqual(['shutdown.start', 'shutdown.end', 'create.error']);
    expect(await world.held(instance.uuid)).toEqual([]);
    expect(await world.database.faults.list(instance.uuid)).toEqual([]);
  });

  it('frees what an instance holds that is gone before its build', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instance = await world.instance();
    await world.claim(instance.uuid, 'c1');
    await world.database.instances.destroy(instance);
    await world.build('c1', instance);
    expect(await world.held(instance.uuid)).toEqual([]);
    expect(world.told).toEqual([]);
  });

  it('leaves alone an instance that waits for nothing', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instance = await world.instance({ vm_state: 'error', task_state: null });
    await world.claim(instance.uuid, 'c1');
    await world.build('c1', instance);
    expect(await world.get(instance)).toMatchObject({ vm_state: 'error', host: null });
    expect(await world.held(instance.uuid)).toEqual(['c1']);
  });

  it('ends in error where the request has no action to tell its events of', async () => {
    const world = await World.open();
    await world.compute('c1');
    const instance = await world.instance();
    const { context } = world;
    const { RequestContext } = await import('../../../src/nova/context/index.js');
    const other = new RequestContext({ user_id: context.user_id, project_id: context.project_id });
    await world.cast(() => world.computes.buildAndRunInstance(other, 'c1', { ...BUILD, instance }));
    await world.idle();
    expect((await world.get(instance)).vm_state).toBe('error');
    expect(await world.database.faults.latest(instance.uuid)).toBeDefined();
  });

  it('gives back, at a drain, what has not begun, and ends what has', async () => {
    const world = await World.open();
    const manager = world.manager('c1', { spawnDelay: 0.3 }, { maxConcurrentBuilds: 1 });
    await manager.initHost();
    // The next process of this host.
    await world.pretend({ topic: 'compute', server: 'c1', version: '6.1' }, ['build_and_run_instance']);
    const [first, second] = [await world.instance(), await world.instance()];
    for (const instance of [first, second])
      await manager.build_and_run_instance(world.context, { ...BUILD, instance, node: 'c1' });
    expect((await world.get(second)).host).toBe('c1');
    world.drains.get(manager)!.abort();
    await world.idle();
    expect((await world.get(first)).vm_state).toBe('active');
    expect(await world.get(second)).toMatchObject({ task_state: 'scheduling', host: null });
    expect(await world.events(second)).toEqual([]);
    expect(world.asked.map(({ args }) => [args.instance.uuid, args.node])).toEqual([[second.uuid, 'c1']]);
  });
});
