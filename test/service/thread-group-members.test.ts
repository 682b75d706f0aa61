import { describe, expect, it } from 'vitest';
import { EVERYTHING, waitingFor } from '../../src/service/member.js';
import { ThreadGroup, type ThreadGroupOptions } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

const make = (options: ThreadGroupOptions = {}) => {
  const clock = new VirtualClock();
  const log = recordingLog();
  return { clock, log, tg: new ThreadGroup({ name: 'api', clock, log, ...options }) };
};

/** What members of a group do to their own group. Each of these hangs in oslo.service or in a naive port. */
describe('a member that', () => {
  it.each([true, false])(
    'is a thread and calls stop(%s) is itself neither awaited nor aborted',
    async (graceful) => {
      const { tg } = make();
      const go = deferred();
      let still = false;
      for (let i = 0; i < 3; i++)
        tg.addThread((signal) => Promise.race([go.promise, aborted(signal)]).catch(() => {}));
      const caller = tg.addThread(async (signal) => {
        await settle(1);
        await tg.stop(graceful);
        expect(tg.threads).toEqual([caller]);
        still = !signal.aborted;
      });
      if (graceful) go.resolve();
      await tg.wait();
      expect(still).toBe(true);
      await caller.wait();
    },
  );

  it.each([true, false])(
    'is a timer callback and calls stop(%s) does not wait for itself',
    async (graceful) => {
      const { tg } = make();
      let calls = 0;
      tg.addTimer(1, async () => {
        calls++;
        await tg.stop(graceful);
      });
      await tg.wait();
      expect(calls).toBe(1);
    },
  );

  it('calls stop() from a helper deep inside, after awaits and timers, is still known', async () => {
    const { tg } = make();
    const helper = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await Promise.resolve().then(() => tg.stop(true));
    };
    await tg.addThread(helper).wait();
  });

  it('adds timers and threads while a graceful stop waits is refused, logged, and does not hang it (L18)', async () => {
    const { tg, log } = make();
    const gate = deferred();
    tg.addTimer(
      1,
      async () => {
        await gate.promise;
        tg.addTimer(1, () => {});
      },
      { name: 'adder' },
    );
    tg.addThread(async function adder2() {
      await gate.promise;
      tg.addThread(() => {});
    });
    await settle();
    const stopped = tg.stop(true);
    gate.resolve();
    await stopped;
    expect(log.lines.map((line) => line.sentence)).toEqual([
      'The looping call adder failed: The thread group api is stopping and takes nothing new (anonymous).',
      'The thread adder2 failed: The thread group api is stopping and takes nothing new (anonymous).',
    ]);
  });

  it('calls stop(true) as another one does ends with it', async () => {
    const { tg } = make();
    const threads = [1, 2, 3].map(() => tg.addThread(() => tg.stop(true)));
    await Promise.all(threads.map((thread) => thread.wait()));
  });

  it('calls wait() while another calls stop(true) ends with it, and a third is waited for by both', async () => {
    const { tg } = make();
    const gate = deferred();
    const waiter = tg.addThread(() => tg.wait());
    const stopper = tg.addThread(() => tg.stop(true));
    tg.addThread(() => gate.promise);
    expect(await isSettled(Promise.race([waiter.wait(), stopper.wait()]))).toBe(false);
    gate.resolve();
    await Promise.all([waiter.wait(), stopper.wait()]);
  });

  it('waits for the thread that calls stop(true) is not waited for by it', async () => {
    const { tg } = make();
    const stopper = tg.addThread(async () => {
      await settle(1);
      await tg.stop(true);
      return 'stopped';
    });
    const waiter = tg.addThread(() => stopper.wait());
    expect(await waiter.wait()).toBe('stopped');
  });

  it('begins to wait for it only after stop(true) was called, too, over a chain', async () => {
    const { tg } = make();
    const late = deferred();
    const stopper = tg.addThread(() => tg.stop(true));
    const middle = tg.addThread(async () => {
      await late.promise;
      await stopper.wait();
    });
    const last = tg.addThread(async () => {
      await middle.wait();
    });
    expect(await isSettled(stopper.wait())).toBe(false);
    late.resolve();
    await Promise.all([stopper.wait(), middle.wait(), last.wait()]);
  });

  it('waits for a timer whose callback calls stop(true) is not waited for by it', async () => {
    const { tg } = make();
    const timer = tg.addTimer(1, async () => {
      await settle(1);
      await tg.stop(true);
    });
    const waiter = tg.addThread(() => timer.wait());
    expect(await waiter.wait()).toBe(true);
  });

  it('stops another group whose member stops this one does not hang', async () => {
    const one = make().tg;
    const two = make().tg;
    const a = one.addThread(() => two.stop(true));
    const b = two.addThread(() => one.stop(true));
    await Promise.all([a.wait(), b.wait()]);
  });

  it('holds the only slot and calls stop(true) does not wait for those queued behind it', async () => {
    const { tg } = make({ capacity: 1 });
    const order: string[] = [];
    const caller = tg.addThread(async () => {
      await tg.stop(true);
      order.push('caller');
    });
    tg.addThread(() => order.push('queued'));
    await caller.wait();
    await tg.wait();
    expect(order).toEqual(['caller', 'queued']);
  });

  it('stops is, for somebody outside who stops at the same time, still waited for', async () => {
    const { tg } = make();
    const rest = deferred();
    const caller = tg.addThread(async () => {
      await tg.stop(true);
      await rest.promise;
    });
    await settle(1);
    const outside = tg.stop(true);
    expect(await isSettled(outside)).toBe(false);
    rest.resolve();
    await Promise.all([outside, caller.wait()]);
  });

  it('awaits everything (its launcher) is waited for by nobody', async () => {
    const { tg } = make();
    const everything = deferred();
    tg.addThread(() => waitingFor(EVERYTHING, everything.promise));
    await settle(1);
    await tg.stop(true);
    everything.resolve();
  });

  it('runs in an untracked group is not known, which a stop from outside does not need', async () => {
    const { tg } = make({ tracked: false });
    const gate = deferred();
    tg.addThread(() => gate.promise);
    await settle(1);
    const stopped = tg.stop(true);
    gate.resolve();
    await stopped;
  });
});
