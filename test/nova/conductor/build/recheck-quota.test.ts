import { describe, expect, it } from 'vitest';
import {
  BuildRequestNotFound,
  RequestSpecNotFound,
  TooManyInstances,
} from '../../../../src/nova/exception/index.js';
import { Chain } from '../chain.js';

describe('the quota', () => {
  it('is looked at again: all above it are in error, and the request rejects', async () => {
    const chain = await Chain.open({ config: { quota: { instances: 1 } } });
    await chain.compute('c1');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await chain.write({ count: 2 });
    const { database } = chain;
    await expect(computeTasks.schedule_and_build_instances(chain.context, args)).rejects.toThrow(
      TooManyInstances,
    );
    for (const uuid of uuids) {
      expect(await database.instances.getByUuid(uuid)).toMatchObject({ vm_state: 'error', task_state: null });
      expect(await database.faults.latest(uuid)).toMatchObject({ code: 413 });
      await expect(database.requestSpecs.getByInstanceUuid(uuid)).rejects.toThrow(RequestSpecNotFound);
      await expect(database.buildRequests.getByInstanceUuid(uuid)).rejects.toThrow(BuildRequestNotFound);
    }
    expect(await chain.held()).toEqual({ c1: 0 });
    expect(chain.notifications.map(({ event }) => event)).toContain('compute_task.build_instances');
  });

  it.for([{ recheck: false, instances: 1 }, { instances: -1 }])('lets all through with %j', async (quota) => {
    const chain = await Chain.open({ config: { quota } });
    await chain.compute('c1');
    const { computeTasks } = await chain.conductor();
    const { uuids, args } = await chain.write({ count: 2 });
    await computeTasks.schedule_and_build_instances(chain.context, args);
    await chain.computes.get('c1')!.builds(2);
    expect(chain.computes.get('c1')!.taken.toSorted()).toEqual(uuids.toSorted());
  });
});
