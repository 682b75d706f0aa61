import { describe, expect, it } from 'vitest';
import { flavorOf } from '../../../../src/nova/api/index.js';
import { BuildRequestNotFound } from '../../../../src/nova/exception/index.js';
import { Tag, TagList } from '../../../../src/nova/objects/index.js';
import { Chain } from '../chain.js';

describe('a boot', () => {
  it('goes over the bus to the compute that was chosen', async () => {
    const chain = await Chain.of('c1');
    await chain.conductor();
    const [uuid] = await chain.boot();
    const [built] = await chain.computes.get('c1')!.builds(1);
    const { args, context } = built!;
    expect(context.request_id).toBe(chain.context.request_id);
    expect(args).toMatchObject({
      node: 'c1',
      limits: {},
      host_list: [],
      accel_uuids: [],
      security_groups: [],
      filter_properties: { limits: {}, retry: { num_attempts: 1, hosts: [['c1', 'c1']] } },
    });
    expect(args.instance).toMatchObject({ uuid, vm_state: 'building', task_state: 'scheduling', host: null });
    expect(args.instance.availability_zone).toBe('nova');
    expect((await chain.database.instances.getByUuid(uuid!)).vm_state).toBe('active');
  });

  it('leaves an action, a mapping to its cell and no build request', async () => {
    const chain = await Chain.of('c1');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await chain.write();
    const [uuid] = uuids as [string];
    await computeTasks.schedule_and_build_instances(chain.context, args);
    const { database } = chain;
    await expect(database.buildRequests.getByInstanceUuid(uuid)).rejects.toThrow(BuildRequestNotFound);
    const { cell_mapping } = await database.instanceMappings.getByInstanceUuid(uuid);
    expect(cell_mapping!.uuid).toBe((await database.cellMappings.cell1()).uuid);
    const actions = await database.actions.list(uuid);
    expect(actions.map(({ action, request_id }) => [action, request_id])).toEqual([
      ['create', chain.context.request_id],
    ]);
    expect(chain.notifications.map(({ event }) => event)).toContain('compute.instance.update');
  });

  it('hands alternates on, as many as there may be attempts', async () => {
    const chain = await Chain.of('c1', 'c2', 'c3', 'c4');
    const { computeTasks } = await chain.conductor();
    const { args } = await chain.write();
    await computeTasks.schedule_and_build_instances(chain.context, args);
    const asked = await Promise.any([...chain.computes.values()].map((compute) => compute.builds(1)));
    expect(asked).toHaveLength(1);
    expect(asked[0]!.args.host_list).toHaveLength(2);
  });

  it('keeps the tags of its request', async () => {
    const chain = await Chain.of('c1');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await chain.write();
    const tags = new TagList({ objects: [new Tag({ resource_id: uuids[0]!, tag: 'blue' })] });
    await computeTasks.schedule_and_build_instances(chain.context, { ...args, tags });
    const kept = await chain.database.tags.listByInstance(uuids[0]!);
    expect(kept.map(({ tag }) => tag)).toEqual(['blue']);
  });

  it('counts no attempts where one host is forced', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { computeTasks } = await chain.conductor();
    const { args } = await chain.write({ host: 'c2' });
    await computeTasks.schedule_and_build_instances(chain.context, args);
    const [built] = await chain.computes.get('c2')!.builds(1);
    const { filter_properties } = built!.args;
    expect(filter_properties).toEqual({ force_hosts: ['c2'] });
  });
});

describe('a boot that finds no host', () => {
  it('is in error in cell0, with a fault and a failed action', async () => {
    const chain = await Chain.of('c1');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await chain.write({ count: 2, flavor: flavorOf('m1.xlarge') });
    await computeTasks.schedule_and_build_instances(chain.context, args);
    const { database } = chain;
    for (const uuid of uuids) {
      expect(await database.instances.getByUuid(uuid)).toMatchObject({ vm_state: 'error', task_state: null });
      const { cell_mapping } = await database.instanceMappings.getByInstanceUuid(uuid);
      expect(cell_mapping!.uuid).toBe((await database.cellMappings.cell0()).uuid);
      const fault = await database.faults.latest(uuid);
      expect(fault).toMatchObject({ code: 500, host: 'control' });
      expect(fault!.message).toBe('No valid host was found. There are not enough hosts available.');
      const [action] = await database.actions.list(uuid);
      const events = await database.actions.events(action!.id);
      expect(events.map(({ event, result }) => [event, result])).toEqual([
        ['conductor_schedule_and_build_instances', 'Error'],
      ]);
      await expect(database.buildRequests.getByInstanceUuid(uuid)).rejects.toThrow(BuildRequestNotFound);
    }
  });

  it('is told to those who listen', async () => {
    const chain = await Chain.of();
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await chain.write();
    await computeTasks.schedule_and_build_instances(chain.context, args);
    const errors = chain.notifications.filter(({ priority }) => priority === 'ERROR');
    expect(errors.map(({ event }) => event)).toEqual([
      'compute_task.schedule_and_build_instances',
      'compute_task.schedule_and_build_instances.error',
    ]);
    expect(errors[0]!.payload).toMatchObject({
      instance_id: uuids[0],
      state: 'error',
      method: 'schedule_and_build_instances',
    });
  });

  it('is no matter of the hosts of other boots: one whose host is in no cell is in error alone', async () => {
    const chain = await Chain.open();
    await chain.compute('c1', { vcpus: 1 });
    await chain.compute('c2', { vcpus: 1, mapped: false });
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await chain.write({ count: 2 });
    await computeTasks.schedule_and_build_instances(chain.context, args);
    await chain.computes.get('c1')!.builds(1);
    const states = await Promise.all(
      uuids.map(async (uuid) => (await chain.database.instances.getByUuid(uuid)).vm_state),
    );
    expect(states.toSorted()).toEqual(['active', 'error']);
    const lost = uuids[states.indexOf('error')]!;
    expect((await chain.database.faults.latest(lost))!.message).toBe("Host 'c2' is not mapped to any cell");
    expect(await chain.held()).toEqual({ c1: 1, c2: 0 });
  });

  it('is refused where it is to be in a server group', async () => {
    const chain = await Chain.of('c1');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await chain.write();
    const [spec] = args.request_specs;
    spec!.scheduler_hints = { group: ['g1'] };
    await computeTasks.schedule_and_build_instances(chain.context, args);
    expect((await chain.database.faults.latest(uuids[0]!))!.message).toContain('ServerGroup policy');
  });
});
