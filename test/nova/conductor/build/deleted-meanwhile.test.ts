import { describe, expect, it } from 'vitest';
import { flavorOf } from '../../../../src/nova/api/index.js';
import { InstanceMappingNotFound, InstanceNotFound } from '../../../../src/nova/exception/index.js';
import { Chain } from '../chain.js';
import { instrumented, justBefore } from '../instrumented.js';

async function expectForgotten({ database }: Chain, uuid: string): Promise<void> {
  await expect(database.instances.getByUuid(uuid)).rejects.toThrow(InstanceNotFound);
  await expect(database.instanceMappings.getByInstanceUuid(uuid)).rejects.toThrow(InstanceMappingNotFound);
  expect(await database.allocations.get(uuid)).toEqual([]);
}

describe('an instance that its user deletes meanwhile', () => {
  it.for([
    ['before a conductor has it', 'buildRequests.claim'],
    ['while its host is chosen', 'rpc.call'],
    ['before it has a row', 'hostMappings.getByHost'],
    ['when it has a row', 'notifier.legacy'],
    ['just before it would be handed over', 'tags.listByInstance'],
  ] as const)('%s is forgotten', async ([, call]) => {
    const chain = await Chain.of('c1');
    const { uuids, args } = await chain.write();
    const [uuid] = uuids as [string];
    const destroy = () => chain.database.buildRequests.destroy(uuid);
    const init = instrumented(chain.init('nova-conductor'), justBefore(call, destroy));
    const { computeTasks } = await chain.conductor(init, { serves: false });
    await computeTasks.schedule_and_build_instances(chain.context, args);
    await expectForgotten(chain, uuid);
    expect(chain.computes.get('c1')!.asked).toEqual([]);
    expect(await chain.held()).toEqual({ c1: 0 });
  });

  it('is forgotten where it found no host, too', async () => {
    const chain = await Chain.of('c1');
    const { uuids, args } = await chain.write({ flavor: flavorOf('m1.xlarge') });
    const [uuid] = uuids as [string];
    const destroy = () => chain.database.buildRequests.destroy(uuid);
    const init = instrumented(chain.init('nova-conductor'), justBefore('cellMappings.cell0', destroy));
    const { computeTasks } = await chain.conductor(init, { serves: false });
    await computeTasks.schedule_and_build_instances(chain.context, args);
    await expectForgotten(chain, uuid);
  });

  it('hinders the others of its request not at all', async () => {
    const chain = await Chain.of('c1');
    const { uuids, args } = await chain.write({ count: 2 });
    const destroy = () => chain.database.buildRequests.destroy(uuids[0]!);
    const init = instrumented(chain.init('nova-conductor'), justBefore('rpc.call', destroy));
    const { computeTasks } = await chain.conductor(init, { serves: false });
    await computeTasks.schedule_and_build_instances(chain.context, args);
    await chain.computes.get('c1')!.builds(1);
    expect(chain.computes.get('c1')!.taken).toEqual([uuids[1]]);
    expect(await chain.held()).toEqual({ c1: 1 });
  });
});

it('an instance that its compute has is not forgotten, also without a mapping to its cell, when its request comes twice', async () => {
  const chain = await Chain.of('c1');
  const { computeTasks } = await chain.conductor({}, { serves: false });
  const { uuids, args } = await chain.write();
  await chain.database.instanceMappings.destroy(uuids[0]!);
  await computeTasks.schedule_and_build_instances(chain.context, args);
  expect(await chain.allTaken(1)).toEqual(uuids);
  await computeTasks.schedule_and_build_instances(chain.context, args);
  expect(await chain.database.instances.getByUuid(uuids[0]!)).toMatchObject({
    vm_state: 'active',
    host: 'c1',
  });
  expect(await chain.held()).toEqual({ c1: 1 });
});
