import { describe, expect, it } from 'vitest';
import { LoopingCallDone, LoopingCallTimeOut } from '../../src/service/looping-call.js';
import { ThreadGroup, type ThreadGroupOptions } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

const make = (options: ThreadGroupOptions = {}) => {
  const clock = new VirtualClock();
  const log = recordingLog();
  return { clock, log, tg: new ThreadGroup({ name: 'api', clock, log, ...options }) };
};

describe('timers', () => {
  it('addTimer() calls at an interval, with the arguments, and keeps the timer until it ends', async () => {
    const { tg, clock } = make();
    const calls: unknown[] = [];
    const timer = tg.addTimer(
      2,
      (a, b, signal) => {
        const text: string = `${a.toFixed()}${b}${signal.aborted}`;
        calls.push([text, clock.now()]);
        if (calls.length === 3) throw new LoopingCallDone('end');
      },
      { args: [1, 'x'], initialDelay: 1 },
    );
    expect([timer.running, tg.timers]).toEqual([true, [timer]]);
    await clock.advance(4);
    expect(calls).toEqual([
      ['1xfalse', 1],
      ['1xfalse', 3],
    ]);
    await clock.advance(1);
    expect(await timer.wait()).toBe('end');
    expect(tg.timers).toEqual([]);
  });

  it('addDynamicTimer() calls when the callback says', async () => {
    const { tg, clock } = make();
    const at: number[] = [];
    const timer = tg.addDynamicTimer(() => at.push(clock.now()), { periodicIntervalMax: 2, initialDelay: 1 });
    await clock.advance(6);
    expect(at).toEqual([1, 2, 4, 6]);
    expect(tg.timers).toEqual([timer]);
    tg.stopTimers();
    await timer.wait();
    expect(tg.timers).toEqual([]);
  });

  it('an exception ends one and is logged; stopOnException false goes on', async () => {
    const { tg, clock, log } = make();
    const boom = () => {
      throw new Error('boom');
    };
    tg.addTimer(1, boom, { name: 'once' });
    const again = tg.addTimer(1, boom, { name: 'again', stopOnException: false });
    await clock.advance(1);
    expect(log.lines.map((line) => line.fields.timer)).toEqual(['once', 'again', 'again']);
    expect(tg.timers).toEqual([again]);
    await tg.stop();
  });

  it('timerDone() and threadDone() forget one; unknown ones are ignored', async () => {
    const { tg } = make();
    const timer = tg.addTimer(1, () => {});
    const thread = tg.addThread(aborted);
    tg.timerDone(timer);
    tg.timerDone(timer);
    tg.threadDone(thread);
    tg.threadDone(thread);
    expect([tg.timers, tg.threads]).toEqual([[], []]);
    await tg.wait();
    expect(timer.running).toBe(true);
    timer.stop();
    thread.stop();
  });
});

describe('timers of all kinds', () => {
  const KINDS = {
    addTimer: (tg: ThreadGroup, options: object) => tg.addTimer(1, () => {}, options),
    addTimerArgs: (tg: ThreadGroup, options: object) => tg.addTimerArgs(1, () => {}, [], options),
    addTimerWithTimeout: (tg: ThreadGroup, options: object) => tg.addTimerWithTimeout(1, () => {}, options),
    addDynamicTimer: (tg: ThreadGroup, options: object) => tg.addDynamicTimer(() => 1, options),
    addDynamicTimerArgs: (tg: ThreadGroup, options: object) => tg.addDynamicTimerArgs(() => 1, [], options),
    addBackOffTimer: (tg: ThreadGroup, options: object) => tg.addBackOffTimer(() => true, options),
  };
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];

  it.each(kinds)(
    '%s() takes the clock, the log and a name to it, and is stopped with the group',
    async (kind) => {
      const { tg, clock } = make();
      const timer = KINDS[kind](tg, { name: 'poll', initialDelay: 3 });
      expect([timer.name, timer.nextRun, tg.timers]).toEqual(['poll', 3, [timer]]);
      await clock.advance(4);
      expect(timer.runs).toBeGreaterThanOrEqual(1);
      await tg.stop(true);
      expect([timer.running, tg.timers]).toEqual([false, []]);
    },
  );

  // A number: what oslo has as the third argument, the initial delay.
  it.each(kinds)('%s() refuses wrong options, and adds nothing then', (kind) => {
    const { tg } = make();
    for (const options of [5, null, 'poll', { initialDelay: -1 }, { delay: 1 }]) {
      expect(() => KINDS[kind](tg, options as object)).toThrow(
        expect.objectContaining({ code: 'NL_BAD_VALUE' }),
      );
    }
    expect(tg.timers).toEqual([]);
  });

  it('says which options it has been given', () => {
    const { tg } = make();
    const poll = () => {};
    expect(() => tg.addTimer(1, poll, 5 as never)).toThrow(
      'The last argument for the timer poll is 5; expected its options.',
    );
    expect(() => tg.addTimer(1, undefined as never)).toThrow(
      'The callback of the looping call anonymous is undefined',
    );
  });

  it('addTimerWithTimeout() ends by its timeout, and leaves the group then', async () => {
    const { tg, clock } = make();
    const timer = tg.addTimerWithTimeout(1, (_a, _signal) => {}, { args: ['x'], timeout: 2.5 });
    const end = timer.wait().catch((error: unknown) => error);
    await clock.advance(2.5);
    expect(await end).toBeInstanceOf(LoopingCallTimeOut);
    expect([timer.runs, tg.timers]).toEqual([3, []]);
  });

  it('addBackOffTimer() calls until it succeeds', async () => {
    const { tg, clock } = make();
    const given: unknown[] = [];
    const timer = tg.addBackOffTimer(
      (what: string, signal: AbortSignal) => {
        given.push([what, signal.aborted]);
        if (given.length === 3) throw new LoopingCallDone('connected');
        return false;
      },
      { args: ['x'], startingInterval: 0.1 },
    );
    await clock.advance(10);
    expect(await timer.wait()).toBe('connected');
    expect(given).toEqual(Array(3).fill(['x', false]));
    expect(tg.timers).toEqual([]);
  });
});

describe('stopTimers()', () => {
  it('with true waits for calls in progress, and not for threads', async () => {
    const { tg } = make();
    const { promise, resolve } = deferred();
    const timer = tg.addTimer(1, () => promise);
    const thread = tg.addThread(aborted);
    await settle();
    const stopped = tg.stopTimers(true);
    await tg.stopTimers();
    expect([await isSettled(stopped), tg.timers]).toEqual([false, [timer]]);
    resolve();
    await stopped;
    expect([tg.timers, tg.threads]).toEqual([[], [thread]]);
    await tg.stop();
  });

  it('with true, from a timer, does not wait for that one', async () => {
    const { tg } = make();
    const timer = tg.addTimer(1, () => tg.stopTimers(true));
    expect(await timer.wait()).toBe(true);
  });

  it('lets the group take other timers at once', async () => {
    const { tg } = make();
    tg.addTimer(1, () => {});
    const stopped = tg.stopTimers(true);
    const timer = tg.addTimer(1, () => {});
    await settle();
    expect(tg.timers).toEqual([timer]);
    expect(await isSettled(stopped)).toBe(false); // it waits for that, too
    timer.stop();
    await stopped;
  });
});
