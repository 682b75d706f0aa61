import { expect, it } from 'vitest';
import { newInstance } from '../../../../src/nova/conductor/build/new-instance.js';
import type { Instance } from '../../../../src/nova/objects/index.js';
import { Chain } from '../chain.js';
import { type Around, instrumented } from '../instrumented.js';
import { recovering } from './recovering.js';

/** An instance that c1 began to build, of which nothing more is heard. */
async function building(on?: Chain): Promise<{ chain: Chain; instance: Instance }> {
  const chain = on ?? (await Chain.of('c1'));
  const { uuids, args } = await chain.write();
  const created = newInstance(args.build_requests[0]!);
  Object.assign(created, { host: 'c1', node: 'c1', task_state: 'spawning' });
  const instance = await chain.database.instances.create(created);
  await chain.database.buildRequests.destroy(uuids[0]!);
  return { chain, instance };
}

const stateOf = async (chain: Chain, { uuid }: Instance) =>
  (await chain.database.instances.getByUuid(uuid)).vm_state;

it('a build ends in error when its compute is down for longer than it may take', async () => {
  const { chain, instance } = await building();
  const { pass } = recovering(chain);
  chain.down.add('c1');
  chain.pass(1700);
  await pass();
  expect(await stateOf(chain, instance)).toBe('building');
  chain.pass(101);
  await pass();
  const after = await chain.database.instances.getByUuid(instance.uuid);
  expect(after).toMatchObject({ vm_state: 'error', task_state: null, host: 'c1' });
  expect((await chain.database.faults.latest(instance.uuid))!.message).toContain('c1, which was building it');
  await pass();
  expect(await chain.database.faults.list(instance.uuid)).toHaveLength(1);
});

it('a build of a compute that is up is left to it', async () => {
  const { chain, instance } = await building();
  const { pass } = recovering(chain);
  chain.pass(3600);
  await pass();
  expect(await stateOf(chain, instance)).toBe('building');
});

it('one that cannot be ended hinders no other', async () => {
  const { chain, instance: one } = await building();
  const { instance: other } = await building(chain);
  chain.down.add('c1');
  chain.pass(1801);
  let first = true;
  const around: Around = async (name, call) => {
    if (name !== 'faults.create' || !first) return call();
    first = false;
    throw new Error('It cannot be written.');
  };
  await recovering(chain, instrumented(chain.init('nova-conductor'), around)).pass();
  expect([await stateOf(chain, one), await stateOf(chain, other)]).toEqual(['building', 'error']);
});
