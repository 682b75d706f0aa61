import { describe, expect, it } from 'vitest';
import { BuildRequestNotFound } from '../../../../src/nova/exception/index.js';
import { Chain } from '../chain.js';
import { rescheduled } from '../rescheduled.js';

describe('an instance that a compute has given back', () => {
  it('goes to the next host, and is claimed there', async () => {
    const chain = await Chain.of('c1', 'c2');
    await chain.conductor();
    const { uuids, args } = await rescheduled(chain);
    await chain.task.buildInstances(chain.context, args);
    const [built] = await chain.computes.get('c2')!.builds(1);
    expect(built!.args.filter_properties).toEqual({
      limits: {},
      retry: {
        num_attempts: 2,
        hosts: [
          ['c1', 'c1'],
          ['c2', 'c2'],
        ],
      },
    });
    expect(built!.args).toMatchObject({ node: 'c2', host_list: [] });
    expect((await chain.database.instances.getByUuid(uuids[0]!)).host).toBe('c2');
    expect(await chain.held()).toEqual({ c1: 0, c2: 1 });
  });

  it('passes over hosts that have no room any more', async () => {
    const chain = await Chain.of('c1', 'c2');
    const full = await chain.compute('full', { vcpus: 0 });
    const { computeTasks } = await chain.conductor();
    const { args } = await rescheduled(chain);
    const [[left]] = args.host_lists as [[never]];
    const cell = await chain.database.cellMappings.cell1();
    const host_lists = [[full.selection(cell.uuid), left]];
    await computeTasks.build_instances(chain.context, { ...args, host_lists });
    await chain.computes.get('c2')!.builds(1);
    expect(full.asked).toEqual([]);
    expect(await chain.held()).toEqual({ c1: 0, c2: 1, full: 0 });
  });

  it('believes a scheduler that claims nothing', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { computeTasks } = await chain.conductor();
    const { args } = await rescheduled(chain);
    args.host_lists![0]![0]!.allocation_request = null;
    await computeTasks.build_instances(chain.context, args);
    await chain.computes.get('c2')!.builds(1);
    expect(await chain.held()).toEqual({ c1: 0, c2: 0 });
  });

  it.for([
    ['no host is left', [], 1, 'have been tried'],
    ['it was tried often enough', undefined, 3, 'was tried 3 times'],
  ] as const)('is in error when %s', async ([, list, num_attempts, text]) => {
    const chain = await Chain.of('c1', 'c2');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await rescheduled(chain);
    const retry = { ...args.filter_properties!.retry!, num_attempts };
    await computeTasks.build_instances(chain.context, {
      ...args,
      filter_properties: { retry },
      host_lists: list ? [list] : args.host_lists!,
    });
    const { database } = chain;
    const instance = await database.instances.getByUuid(uuids[0]!);
    expect(instance).toMatchObject({ vm_state: 'error', task_state: null });
    const fault = await database.faults.latest(uuids[0]!);
    expect(fault!.message).toContain('Exceeded maximum number of retries.');
    expect(fault!.message).toContain(text);
    expect(chain.notifications.map(({ event }) => event)).toContain('compute_task.build_instances.error');
    expect(await chain.held()).toEqual({ c1: 0, c2: 0 });
  });

  it('is in error when the hosts that are left are full, and the rest of the batch is left', async () => {
    const chain = await Chain.open();
    await chain.compute('c1');
    await chain.compute('c2', { vcpus: 1 });
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await rescheduled(chain, 3);
    await computeTasks.build_instances(chain.context, args);
    await chain.computes.get('c2')!.builds(1);
    const states = await Promise.all(
      uuids.map(async (uuid) => (await chain.database.instances.getByUuid(uuid)).vm_state),
    );
    expect(states).toEqual(['active', 'error', 'building']);
  });

  it('is left alone when it is deleted', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await rescheduled(chain);
    await chain.database.instances.destroy(await chain.database.instances.getByUuid(uuids[0]!));
    await computeTasks.build_instances(chain.context, args);
    expect(chain.computes.get('c2')!.asked).toEqual([]);
    expect(await chain.held()).toEqual({ c1: 0, c2: 0 });
  });

  it('is left alone when it has ended in error meanwhile: the same message, or another, came before', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await rescheduled(chain);
    await computeTasks.build_instances(chain.context, { ...args, host_lists: [[]] });
    await computeTasks.build_instances(chain.context, args);
    const after = await chain.database.instances.getByUuid(uuids[0]!);
    expect(after).toMatchObject({ vm_state: 'error', task_state: null });
    expect(await chain.held()).toEqual({ c1: 0, c2: 0 });
  });

  it('is left alone when another compute has it meanwhile, also where no host is left', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await rescheduled(chain);
    const instance = await chain.database.instances.getByUuid(uuids[0]!);
    instance.host = 'c1';
    instance.task_state = null;
    await chain.database.instances.save(instance);
    await computeTasks.build_instances(chain.context, { ...args, host_lists: [[]] });
    const after = await chain.database.instances.getByUuid(uuids[0]!);
    expect(after).toMatchObject({ vm_state: 'building', host: 'c1', task_state: null });
  });
});

describe('instances for which no host was chosen', () => {
  async function unscheduled(chain: Chain) {
    const { uuids, args } = await chain.write();
    const instance = await chain.database.instances.create(args.build_requests[0]!.instance);
    const asked = {
      instances: [instance],
      image: {},
      filter_properties: {},
      admin_password: null,
      injected_files: [],
      requested_networks: null,
      security_groups: [],
    };
    return { uuid: uuids[0]!, asked };
  }

  it('get one of the scheduler, and their build request goes', async () => {
    const chain = await Chain.of('c1');
    const { computeTasks } = await chain.conductor();
    const { uuid, asked } = await unscheduled(chain);
    await computeTasks.build_instances(chain.context, asked);
    const [built] = await chain.computes.get('c1')!.builds(1);
    expect(built!.args.filter_properties).toMatchObject({ retry: { num_attempts: 1 } });
    await expect(chain.database.buildRequests.getByInstanceUuid(uuid)).rejects.toThrow(BuildRequestNotFound);
    expect((await chain.database.instanceMappings.getByInstanceUuid(uuid)).cell_mapping).not.toBe(null);
  });

  it('are in error where it finds none, and their build request goes', async () => {
    const chain = await Chain.of();
    const { computeTasks } = await chain.conductor();
    const { uuid, asked } = await unscheduled(chain);
    await computeTasks.build_instances(chain.context, asked);
    expect((await chain.database.instances.getByUuid(uuid)).vm_state).toBe('error');
    await expect(chain.database.buildRequests.getByInstanceUuid(uuid)).rejects.toThrow(BuildRequestNotFound);
  });
});
