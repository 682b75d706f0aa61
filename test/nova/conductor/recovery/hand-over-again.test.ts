import { describe, expect, it } from 'vitest';
import { InstanceNotFound } from '../../../../src/nova/exception/index.js';
import { Chain } from '../chain.js';
import { recovering } from './recovering.js';

/** One boot that has been handed to the first of the hosts, which has died with it. */
async function untaken(chain: Chain): Promise<string> {
  const c1 = chain.computes.get('c1')!;
  c1.dead = true;
  const { computeTasks } = await chain.conductor({}, { serves: false });
  const { uuids, args } = await chain.write();
  await computeTasks.schedule_and_build_instances(chain.context, args);
  await c1.builds(1);
  return uuids[0]!;
}

describe('an instance that no compute takes', () => {
  it('goes to another when its host is down', async () => {
    const chain = await Chain.of('c1');
    const uuid = await untaken(chain);
    chain.down.add('c1');
    await chain.compute('c2');
    chain.pass(31);
    await recovering(chain).pass();
    expect(await chain.allTaken(1)).toEqual([uuid]);
    expect(await chain.held()).toEqual({ c1: 0, c2: 1 });
    const [action] = await chain.database.actions.list(uuid);
    const events = await chain.database.actions.events(action!.id);
    expect(events.map(({ event, result }) => [event, result])).toEqual([
      ['conductor_hand_over_again', 'Success'],
    ]);
  });

  it('is told to its host again when that is up', async () => {
    const chain = await Chain.of('c1');
    const uuid = await untaken(chain);
    const c1 = chain.computes.get('c1')!;
    c1.dead = false;
    chain.pass(31);
    await recovering(chain).pass();
    const [, again] = await c1.builds(2);
    expect(again!.context.request_id).toBe(chain.context.request_id);
    expect(c1.taken).toEqual([uuid]);
    expect(await chain.held()).toEqual({ c1: 1 });
  });

  it('is left alone until conductor.handOverTimeout is over', async () => {
    const chain = await Chain.of('c1');
    await untaken(chain);
    const { pass } = recovering(chain);
    await pass();
    chain.pass(31);
    await pass();
    // It was given away just now.
    await pass();
    expect(await chain.computes.get('c1')!.builds(2)).toHaveLength(2);
  });

  it('ends in error when that has happened three times, and holds nothing', async () => {
    const chain = await Chain.of('c1');
    const uuid = await untaken(chain);
    const { pass } = recovering(chain);
    for (let round = 0; round < 5; round++) {
      chain.pass(31);
      await pass();
    }
    const { database } = chain;
    expect(await database.instances.getByUuid(uuid)).toMatchObject({ vm_state: 'error', task_state: null });
    const faults = await database.faults.list(uuid);
    expect(faults.map(({ message }) => message)).toEqual([
      `Build of instance ${uuid} aborted: No compute has taken it.`,
    ]);
    expect(await chain.held()).toEqual({ c1: 0 });
    expect(await chain.computes.get('c1')!.builds(4)).toHaveLength(4);
  });

  it('ends in error when no host is left for it', async () => {
    const chain = await Chain.of('c1');
    const uuid = await untaken(chain);
    chain.down.add('c1');
    chain.pass(31);
    await recovering(chain).pass();
    expect((await chain.database.instances.getByUuid(uuid)).vm_state).toBe('error');
    expect((await chain.database.faults.latest(uuid))!.message).toContain('No valid host was found.');
    expect(await chain.held()).toEqual({ c1: 0 });
  });

  it('is given away once when many look at the same time', async () => {
    const chain = await Chain.of('c1');
    await untaken(chain);
    chain.pass(31);
    await Promise.all(Array.from({ length: 4 }, () => recovering(chain).pass()));
    expect(await chain.computes.get('c1')!.builds(2)).toHaveLength(2);
  });

  it('is forgotten when its user has deleted it before it had a cell', async () => {
    const chain = await Chain.of('c1');
    const { database } = chain;
    const { uuids, args } = await chain.write();
    const [uuid] = uuids as [string];
    await database.instances.create(args.build_requests[0]!.instance.clone());
    await database.buildRequests.destroy(uuid);
    chain.pass(31);
    await recovering(chain).pass();
    await expect(database.instances.getByUuid(uuid)).rejects.toThrow(InstanceNotFound);
    expect(chain.computes.get('c1')!.asked).toEqual([]);
  });
});
