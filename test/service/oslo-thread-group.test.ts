import { describe, expect, it } from 'vitest';
import type { LoopingCallBase } from '../../src/service/looping-call.js';
import { ThreadGroup } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** oslo.service's own scenarios of ThreadGroup, by their numbers. */

function make() {
  const clock = new VirtualClock();
  const log = recordingLog();
  return { clock, log, tg: new ThreadGroup({ name: 'api', clock, log }) };
}

describe('adding timers', () => {
  const given: unknown[][] = [];
  const callback = (a: string, b: number, signal: AbortSignal) => {
    given.push([a, b, signal.aborted]);
    return 2;
  };

  const WAYS: Record<string, (tg: ThreadGroup) => LoopingCallBase<[string, number]>> = {
    'TG1 addDynamicTimer()': (tg) =>
      tg.addDynamicTimer(callback, { args: ['a', 1], initialDelay: 1, periodicIntervalMax: 2 }),
    'TG2 addDynamicTimerArgs()': (tg) =>
      tg.addDynamicTimerArgs(callback, ['a', 1], {
        initialDelay: 1,
        periodicIntervalMax: 2,
        stopOnException: false,
      }),
    'TG3 addTimer()': (tg) => tg.addTimer(2, callback, { args: ['a', 1], initialDelay: 1 }),
    'TG4 addTimerArgs()': (tg) =>
      tg.addTimerArgs(2, callback, ['a', 1], { initialDelay: 1, stopOnException: false }),
  };

  it.each(Object.keys(WAYS))('%s: one timer, which runs and has its arguments', async (way) => {
    given.length = 0;
    const { clock, tg } = make();
    const timer = WAYS[way]!(tg);
    expect([tg.timers, timer.running, timer.nextRun]).toEqual([[timer], true, 1]);
    await clock.advance(3);
    expect(given).toEqual([
      ['a', 1, false],
      ['a', 1, false],
    ]);
    await tg.stop();
  });
});

describe('stopping', () => {
  it('TG5 from a thread leaves that one alone', async () => {
    const { clock, tg } = make();
    for (let n = 0; n < 3; n++) tg.addThread(aborted);
    const caller = tg.addThread(async () => {
      await clock.sleep(1);
      await tg.stop();
      return tg.threads;
    });
    await clock.advance(1);
    expect(await caller.wait()).toEqual([caller]);
    expect(tg.threads).toEqual([]);
  });

  it('TG6 at once does not wait for what a thread sleeps for', async () => {
    const { clock, tg } = make();
    const thread = tg.addThread((signal) => clock.sleep(1, signal));
    tg.addTimer(1, () => {});
    await settle();
    await tg.stop();
    expect([clock.now(), tg.threads, tg.timers, thread.state]).toEqual([0, [], [], 'done']);
  });

  it('TG7 gracefully does', async () => {
    const { clock, tg } = make();
    tg.addThread(() => clock.sleep(1));
    tg.addTimer(1, () => {});
    const stopped = tg.stop(true);
    await clock.advance(0.99);
    expect(await isSettled(stopped)).toBe(false);
    await clock.advance(0.01);
    await stopped;
    expect([tg.threads, tg.timers]).toEqual([[], []]);
  });
});

describe('cancelling', () => {
  it('TG8 a thread that has not begun never does', async () => {
    const { tg } = make();
    let ran = false;
    tg.addThread(() => {
      ran = true;
    });
    await tg.cancel();
    await settle();
    expect([tg.threads, ran]).toEqual([[], false]);
  });

  it('TG9 leaves one that has begun alone', async () => {
    const { tg } = make();
    const { promise, resolve } = deferred();
    const thread = tg.addThread(() => promise);
    await settle();
    await tg.cancel();
    expect(tg.threads).toEqual([thread]);
    resolve();
    await tg.wait();
  });

  it('TG10 with a timeout stops it then', async () => {
    const { clock, tg } = make();
    const thread = tg.addThread((signal) => clock.sleep(0.3, signal));
    await settle();
    const cancelled = tg.cancel({ timeout: 0.2 });
    await clock.advance(0.19);
    expect([await isSettled(cancelled), thread.state]).toEqual([false, 'running']);
    await clock.advance(0.01);
    await cancelled;
    expect([tg.threads, thread.state]).toEqual([[], 'done']);
  });
});

describe('timers that are stopped', () => {
  it('TG11 stopTimers() leaves none', async () => {
    const { tg } = make();
    tg.addTimer(1, () => {});
    await settle();
    await tg.stopTimers(true);
    expect(tg.timers).toEqual([]);
  });

  it.each([
    ['TG12', (tg: ThreadGroup) => tg.addTimer(1, () => {})],
    ['TG13', (tg: ThreadGroup) => tg.addDynamicTimer(() => 1)],
  ])('%s one that is stopped leaves by itself, timerDone() or not', async (_mark, add) => {
    const { tg } = make();
    const [first, second] = [add(tg), add(tg)];
    await settle();
    first.stop();
    await first.wait();
    await settle();
    expect(tg.timers).toEqual([second]);
    tg.timerDone(second);
    expect([tg.timers, second.running]).toEqual([[], true]);
    second.stop();
  });
});

describe('threads that end', () => {
  it('TG14 leave the group', async () => {
    const { tg } = make();
    await tg.addThread(() => {}).wait();
    expect(tg.threads).toEqual([]);
  });

  it('TG15 also where they throw', async () => {
    const { tg, log } = make();
    await tg
      .addThread(() => {
        throw new Error('boom');
      })
      .wait()
      .catch(() => {});
    expect([tg.threads, log.lines.length]).toEqual([[], 1]);
  });

  it('TG16 three, after they were released', async () => {
    const { tg } = make();
    const { promise, resolve } = deferred();
    for (let n = 0; n < 3; n++) tg.addThread(() => promise);
    await settle();
    expect(tg.threads).toHaveLength(3);
    resolve();
    await tg.wait();
    expect(tg.threads).toEqual([]);
  });

  it('TG17 wait() ends while they leave, and awaits those that they have added', async () => {
    const { clock, tg } = make();
    const add = (left: number) => {
      if (left > 0)
        tg.addThread(async () => {
          await clock.sleep(1);
          add(left - 1);
        });
    };
    for (let n = 0; n < 5; n++) add(3);
    const waited = tg.wait();
    await clock.advance(2.5);
    expect(await isSettled(waited)).toBe(false);
    await clock.advance(0.5);
    await waited;
    expect(tg.threads).toEqual([]);
  });
});
