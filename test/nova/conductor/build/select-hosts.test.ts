import { describe, expect, it } from 'vitest';
import { ServerLost } from '../../../../src/messaging/index.js';
import { DatabaseUnavailable } from '../../../../src/nova/database/index.js';
import { NoValidHost } from '../../../../src/nova/exception/index.js';
import { Chain } from '../chain.js';
import { type Around, instrumented } from '../instrumented.js';
import { recovering } from '../recovery/recovering.js';

describe('a scheduler that is lost', () => {
  /** So many calls reach a scheduler whose answer is lost. */
  function losing(times: number): Around {
    let lost = 0;
    return async (name, call) => {
      const result = await call();
      if (name === 'rpc.call' && lost++ < times) throw new ServerLost('The server is gone.');
      return result;
    };
  }

  it('is no loss: another finds the claim of the first', async () => {
    const chain = await Chain.of('c1', 'c2');
    const init = instrumented(chain.init('nova-conductor'), losing(2));
    const { computeTasks } = await chain.conductor(init, { serves: false });
    const { uuids, args } = await chain.write({ count: 2 });
    await computeTasks.schedule_and_build_instances(chain.context, args);
    const held = Object.values(await chain.held()).reduce((sum, one) => sum + one, 0);
    expect(held).toBe(2);
    for (const uuid of uuids) expect(await chain.database.allocations.get(uuid)).toHaveLength(1);
    const taken = await chain.allTaken(2);
    expect(taken.toSorted()).toEqual(uuids.toSorted());
  });

  it('ends in a fault when the third is lost, too, and nothing is held', async () => {
    const chain = await Chain.of('c1');
    const init = instrumented(chain.init('nova-conductor'), losing(3));
    const { computeTasks } = await chain.conductor(init, { serves: false });
    const { uuids, args } = await chain.write();
    await computeTasks.schedule_and_build_instances(chain.context, args);
    expect((await chain.database.faults.latest(uuids[0]!))!.message).toBe('The server is gone.');
    expect(await chain.held()).toEqual({ c1: 0 });
  });
});

it('rejects for nobody: what the scheduler throws is a fault of the instance', async () => {
  const chain = await Chain.open({ scheduler: false });
  const { computeTasks } = await chain.conductor();
  const select_destinations = () => {
    throw new NoValidHost({ reason: 'It is full.' });
  };
  await chain.scheduler(select_destinations);
  const { uuids, args } = await chain.write();
  await computeTasks.schedule_and_build_instances(chain.context, args);
  expect((await chain.database.faults.latest(uuids[0]!))!.message).toBe(
    'No valid host was found. It is full.',
  );
});

it('is put off while the scheduler cannot use its database, and is done when it can', async () => {
  const chain = await Chain.open({ scheduler: false });
  await chain.compute('c1');
  const { computeTasks } = await chain.conductor({}, { serves: false });
  const stop = await chain.scheduler(() => {
    throw new DatabaseUnavailable('It is away.');
  });
  const { uuids, args } = await chain.write();
  const asked = computeTasks.schedule_and_build_instances(chain.context, args);
  await expect(asked).rejects.toThrow(DatabaseUnavailable);
  expect(await chain.database.faults.list(uuids[0]!)).toEqual([]);
  await stop();
  await chain.realScheduler();
  chain.pass(11);
  await recovering(chain).pass();
  expect(await chain.allTaken(1)).toEqual(uuids);
});
