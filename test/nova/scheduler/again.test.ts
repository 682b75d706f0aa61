import { describe, expect, it } from 'vitest';
import { flavorOf } from '../../../src/nova/api/index.js';
import { newInstance } from '../../../src/nova/conductor/build/new-instance.js';
import type { BootArguments } from '../../../src/nova/conductor/index.js';
import { NoValidHost } from '../../../src/nova/exception/index.js';
import type { Selection } from '../../../src/nova/objects/index.js';
import { SchedulerManager } from '../../../src/nova/scheduler/manager.js';
import { deferred } from '../../service/helpers.js';
import { Chain } from '../conductor/chain.js';
import { type Around, instrumented } from '../conductor/instrumented.js';

/** A scheduler, and how it is asked. */
function scheduler(chain: Chain, around: Around = (_name, call) => call()) {
  const manager = new SchedulerManager(instrumented(chain.init('nova-scheduler'), around));
  return async (args: BootArguments, uuids: readonly string[]): Promise<string[]> => {
    const asked = { instance_uuids: uuids, spec_obj: args.request_specs[0]!, return_objects: true };
    const lists = (await manager.select_destinations(chain.context, asked)) as Selection[][];
    return lists.map(([chosen]) => chosen!.service_host);
  };
}

/** A scheduler that stands still when it has looked at what the instance holds. */
function slowScheduler(chain: Chain) {
  const looked = deferred();
  const gate = deferred();
  const select = scheduler(chain, async (name, call) => {
    const result = await call();
    if (name !== 'allocations.get') return result;
    looked.resolve();
    await gate.promise;
    return result;
  });
  return { select, looked: looked.promise, goOn: () => gate.resolve() };
}

/** The instance as its compute has it when it has taken it. */
async function taken(chain: Chain, args: BootArguments, host: string): Promise<void> {
  const instance = newInstance(args.build_requests[0]!);
  Object.assign(instance, { host, node: host, task_state: null });
  await chain.database.instances.create(instance);
}

describe('an instance that is scheduled twice', () => {
  it('has one host: who comes late finds what the other has claimed meanwhile', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { uuids, args } = await chain.write();
    const late = slowScheduler(chain);
    const first = late.select(args, uuids);
    await late.looked;
    chain.down.add('c1');
    expect(await scheduler(chain)(args, uuids)).toEqual(['c2']);
    late.goOn();
    expect(await first).toEqual(['c2']);
    expect(await chain.held()).toEqual({ c1: 0, c2: 1 });
  });

  it('keeps its host when that has taken it, whatever a filter says of it now', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { uuids, args } = await chain.write();
    const [host] = await scheduler(chain)(args, uuids);
    await taken(chain, args, host!);
    chain.down.add(host!);
    expect(await scheduler(chain)(args, uuids)).toEqual([host]);
    expect((await chain.held())[host!]).toBe(1);
  });

  it('keeps what it held when the rest of its request finds no host', async () => {
    const chain = await Chain.open();
    await chain.compute('c1', { vcpus: 2 });
    const { uuids, args } = await chain.write({ count: 3 });
    await scheduler(chain)(args, uuids.slice(0, 1));
    await expect(scheduler(chain)(args, uuids)).rejects.toThrow(NoValidHost);
    expect(await chain.held()).toEqual({ c1: 1 });
    expect(await chain.database.allocations.get(uuids[0]!)).toHaveLength(1);
  });

  it('holds one host when many choose at the same time', async () => {
    const chain = await Chain.of('c1', 'c2', 'c3');
    const { uuids, args } = await chain.write({ flavor: flavorOf('m1.nano') });
    const answers = await Promise.all(Array.from({ length: 6 }, () => scheduler(chain)(args, uuids)));
    expect(new Set(answers.flat()).size).toBe(1);
    expect(Object.values(await chain.held()).toSorted()).toEqual([0, 0, 1]);
  });
});
