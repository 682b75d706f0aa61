import { describe, expect, it } from 'vitest';
import { newInstance } from '../../../../src/nova/conductor/build/new-instance.js';
import { deferred } from '../../../service/helpers.js';
import { Chain } from '../chain.js';
import { type Around, instrumented } from '../instrumented.js';
import { recovering } from './recovering.js';

/** Instances in their cell that no compute has taken, more than are looked after at a time. */
async function waiting(chain: Chain, count: number): Promise<readonly string[]> {
  const { database } = chain;
  const { uuids, args } = await chain.write({ count });
  const cell = await database.cellMappings.cell1();
  for (const [index, uuid] of uuids.entries()) {
    await database.instances.create(newInstance(args.build_requests[index]!));
    const mapping = await database.instanceMappings.getByInstanceUuid(uuid);
    mapping.cell_mapping = cell;
    await database.instanceMappings.save(mapping);
    await database.buildRequests.destroy(uuid);
  }
  return uuids;
}

/** Lets no cast come to its end, as to a compute that is down, until it is told to. */
function stuck() {
  const over = deferred();
  let casts = 0;
  const around: Around = async (name, call) => {
    if (name !== 'rpc.cast') return call();
    casts++;
    await over.promise;
    return call();
  };
  return { around, goOn: () => over.resolve(), casts: () => casts };
}

describe('a recovery', () => {
  it('does not wait for casts that nobody takes, neither of instances nor of build requests', async () => {
    const chain = await Chain.open({ config: { quota: { instances: -1 } } });
    await chain.compute('c1', { vcpus: 30, memory_mb: 30_000 });
    await waiting(chain, 10);
    const { uuids } = await chain.write({ count: 10 });
    chain.pass(31);
    const { around, goOn, casts } = stuck();
    const { look, end } = recovering(chain, instrumented(chain.init('nova-conductor'), around));
    await look();
    await expect.poll(casts).toBe(20);
    for (const uuid of uuids)
      await expect(chain.database.buildRequests.getByInstanceUuid(uuid)).rejects.toThrow();
    goOn();
    await end();
    expect(await chain.allTaken(20)).toHaveLength(20);
  });

  it('begins nothing more once a drain has begun', async () => {
    const chain = await Chain.open({ config: { conductor: { takeoverInterval: 0.01 } } });
    await chain.compute('c1', { vcpus: 30, memory_mb: 30_000 });
    const uuids = await waiting(chain, 20);
    chain.pass(31);
    const drained = deferred<unknown>();
    const { tg, ...init } = chain.init('nova-conductor');
    const around: Around = async (name, call) => {
      if (name === 'rpc.call') drained.resolve(tg.stopTimers());
      return call();
    };
    recovering(chain, instrumented({ ...init, tg }, around)).recovery.start(tg);
    await drained.promise;
    await tg.stop(true);
    const asked = [...chain.computes.values()].flatMap((compute) => compute.asked);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(uuids.length);
  });

  it('goes on with all else when one thing cannot be looked for', async () => {
    const chain = await Chain.of('c1');
    const [uuid] = await waiting(chain, 1);
    chain.pass(31);
    const around: Around = async (name, call) => {
      if (name === 'buildRequests.orphaned') throw new Error('A row cannot be read.');
      return call();
    };
    const { pass } = recovering(chain, instrumented(chain.init('nova-conductor'), around));
    await pass();
    await pass();
    expect(await chain.allTaken(1)).toEqual([uuid]);
    const told = chain.log.lines.filter(({ level }) => level === 'error');
    expect(told.map(({ sentence }) => sentence)).toEqual([
      'Builds that nobody finishes cannot be looked for, and are as soon as it works again: A row cannot be read.',
    ]);
  });

  it('begins nothing a second time while it is under way', async () => {
    const chain = await Chain.of('c1');
    await waiting(chain, 1);
    chain.pass(31);
    const { around, goOn, casts } = stuck();
    const { look, end } = recovering(chain, instrumented(chain.init('nova-conductor'), around));
    await look();
    await expect.poll(casts).toBe(1);
    chain.pass(31);
    await look();
    goOn();
    await end();
    expect(casts()).toBe(1);
  });
});
