import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { bootsOf, extrasOf } from '../../../../src/nova/conductor/build/boots-of.js';
import { DatabaseUnavailable } from '../../../../src/nova/database/index.js';
import { deferred } from '../../../service/helpers.js';
import { Chain } from '../chain.js';
import { type Around, instrumented } from '../instrumented.js';
import { recovering } from './recovering.js';

/** What a worker of the conductor tells of itself. */
async function workerOf({ database }: Chain, uuid: string, pid = process.pid) {
  const [host, binary] = ['control', 'nova-conductor'];
  const service = await database.services.getByHostAndBinary(host, binary);
  return { uuid, service_id: service!.id, host, binary, worker: 0, pid };
}

/** A worker that has claimed a request; it lives as long as its heartbeats, or its process. */
async function claimant(chain: Chain, uuid: string, pid: number): Promise<void> {
  await chain.conductor({}, { serves: false });
  const worker = await workerOf(chain, crypto.randomUUID(), pid);
  await chain.database.workers.beat(worker);
  await chain.database.buildRequests.claim(uuid, worker.uuid);
}

describe('a build request', () => {
  it('of a worker whose process has ended is taken over at once', async () => {
    const chain = await Chain.of('c1');
    const { uuids } = await chain.write();
    const child = spawn('true');
    const { pid } = child;
    await once(child, 'exit');
    await claimant(chain, uuids[0]!, pid!);
    await recovering(chain).pass();
    expect(await chain.allTaken(1)).toEqual(uuids);
  });

  it('that is taken over goes on under the request id that it began with', async () => {
    const chain = await Chain.of('c1');
    const { uuids } = await chain.write();
    chain.pass(11);
    await recovering(chain).pass();
    expect(await chain.allTaken(1)).toEqual(uuids);
    expect(await chain.database.actions.list(uuids[0]!)).toMatchObject([
      { action: 'create', request_id: chain.context.request_id },
    ]);
  });

  it('of a worker that lives is left to it', async () => {
    const chain = await Chain.of('c1');
    const { uuids } = await chain.write();
    await claimant(chain, uuids[0]!, process.pid);
    await recovering(chain).pass();
    expect(await chain.database.buildRequests.list()).toHaveLength(1);
    expect(await chain.held()).toEqual({ c1: 0 });
  });

  it('of a worker without heartbeats is taken over when that has lasted', async () => {
    const chain = await Chain.of('c1');
    const { uuids } = await chain.write();
    await claimant(chain, uuids[0]!, process.pid);
    chain.pass(61);
    await recovering(chain).pass();
    expect(await chain.allTaken(1)).toEqual(uuids);
  });

  it('that nobody has is taken after conductor.claimTimeout', async () => {
    const chain = await Chain.of('c1');
    const { uuids } = await chain.write();
    const { pass } = recovering(chain);
    await pass();
    expect(await chain.database.buildRequests.list()).toHaveLength(1);
    chain.pass(11);
    await pass();
    expect(await chain.allTaken(1)).toEqual(uuids);
  });

  it('that nobody has waits longer where there is other work: its cast may be in the queue', async () => {
    const chain = await Chain.of('c1');
    const { uuids } = await chain.write({ count: 2 });
    const { claims, pass } = recovering(chain);
    await claims.take(uuids[0]!);
    chain.pass(11);
    await pass();
    expect(chain.computes.get('c1')!.asked).toEqual([]);
    chain.pass(50);
    await pass();
    expect(await chain.allTaken(1)).toEqual([uuids[1]]);
  });

  it('is built once when many look at the same time', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { uuids } = await chain.write({ count: 6 });
    chain.pass(11);
    const many = Array.from({ length: 4 }, () => recovering(chain));
    await Promise.all(many.map(({ pass }) => pass()));
    expect((await chain.allTaken(6)).toSorted()).toEqual(uuids.toSorted());
    const asked = [...chain.computes.values()].flatMap((compute) => compute.asked);
    expect(asked).toHaveLength(6);
    const held = Object.values(await chain.held()).reduce((sum, one) => sum + one, 0);
    expect(held).toBe(6);
  });

  it('keeps the request id of what has been recorded of it', async () => {
    const chain = await Chain.of('c1');
    const { uuids } = await chain.write();
    await chain.database.actions.start(chain.context, uuids[0]!, 'create');
    chain.pass(11);
    await recovering(chain).pass();
    const [built] = await chain.computes.get('c1')!.builds(1);
    expect(built!.context.request_id).toBe(chain.context.request_id);
    expect(await chain.database.actions.list(uuids[0]!)).toHaveLength(1);
  });

  it('is taken up again by who could not finish it, when the database is back', async () => {
    const chain = await Chain.of('c1');
    await chain.conductor({}, { serves: false });
    const { uuids, args } = await chain.write();
    let [away, came] = [false, false];
    const around: Around = async (name, call) => {
      if (name === 'notifier.legacy' && !came) [away, came] = [true, true];
      if (away && !name.startsWith('notifier.')) throw new DatabaseUnavailable('It is away.');
      return call();
    };
    const init = instrumented(chain.init('nova-conductor'), around);
    const { claims, runner, pass } = recovering(chain, init);
    const running = runner.run(chain.context, bootsOf(args), extrasOf(args));
    await expect(running).rejects.toThrow(DatabaseUnavailable);
    chain.pass(11);
    await pass();
    // Its claimer lives, as far as anybody else knows.
    await chain.database.workers.beat(await workerOf(chain, claims.worker));
    await recovering(chain).pass();
    expect(chain.computes.get('c1')!.asked).toEqual([]);
    away = false;
    // What it could not give back, it gives back; whoever looks next takes it.
    await pass();
    chain.pass(11);
    await pass();
    expect(await chain.allTaken(1)).toEqual(uuids);
  });
});

describe('a conductor that is thought to be dead, and is not', () => {
  /** Waits at a call until it is let go on. */
  function pausing(name: string): { around: Around; reached: Promise<void>; goOn: () => void } {
    const reached = deferred();
    const gate = deferred();
    let first = true;
    const around: Around = async (called, call) => {
      if (called === name && first) {
        first = false;
        reached.resolve();
        await gate.promise;
      }
      return call();
    };
    return { around, reached: reached.promise, goOn: () => gate.resolve() };
  }

  it.for(['rpc.call', 'hostMappings.getByHost', 'notifier.legacy', 'tags.listByInstance'])(
    'does no harm when it goes on from %s',
    async (name) => {
      const chain = await Chain.of('c1', 'c2');
      const { uuids, args } = await chain.write();
      const { around, reached, goOn } = pausing(name);
      const init = instrumented(chain.init('nova-conductor'), around);
      const slow = await chain.conductor(init, { serves: false });
      const running = slow.computeTasks.schedule_and_build_instances(chain.context, args);
      await reached;
      chain.pass(61);
      await recovering(chain).pass();
      await chain.allTaken(1);
      goOn();
      await running;
      const asked = [...chain.computes.values()].flatMap((compute) => compute.asked);
      expect(asked).toHaveLength(1);
      const instance = await chain.database.instances.getByUuid(uuids[0]!);
      expect(instance.vm_state).toBe('active');
    },
  );

  it('does not put in error what another has built', async () => {
    const chain = await Chain.open({ scheduler: false });
    const { uuids, args } = await chain.write();
    const { around, reached, goOn } = pausing('cellMappings.cell0');
    const init = instrumented(chain.init('nova-conductor'), around);
    const slow = await chain.conductor(init, { serves: false });
    const stop = await chain.scheduler(() => {
      throw new Error('It broke.');
    });
    const running = slow.computeTasks.schedule_and_build_instances(chain.context, args);
    await reached;
    await stop();
    await chain.compute('c1');
    await chain.realScheduler();
    chain.pass(61);
    await recovering(chain).pass();
    await chain.allTaken(1);
    goOn();
    await running;
    const instance = await chain.database.instances.getByUuid(uuids[0]!);
    expect(instance).toMatchObject({ vm_state: 'active', host: 'c1' });
    expect(await chain.held()).toEqual({ c1: 1 });
  });
});
