import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { LoopingCallDone } from '../../src/service/looping-call.js';
import { ThreadGroup, type ThreadGroupOptions } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

const make = (options: ThreadGroupOptions = {}) => {
  const clock = new VirtualClock();
  const log = recordingLog();
  return { clock, log, tg: new ThreadGroup({ name: 'api', clock, log, ...options }) };
};

describe('threads', () => {
  it('get their arguments, then their signal; wait() gives what they return', async () => {
    const { tg } = make();
    const add = tg.addThread(
      async (a, b, signal) => {
        const sum: number = a + b;
        return signal.aborted ? 'stopped' : sum;
      },
      1,
      2,
    );
    expect(await add.wait()).toBe(3);
    expect(await tg.addThread((signal) => signal.aborted).wait()).toBe(false);
    // @ts-expect-error: the arguments must fit the callback
    tg.addThread((n: number) => n, 'x');
  });

  it('begin after addThread() has returned, and leave the group by themselves', async () => {
    const { tg } = make();
    let ran = false;
    const thread = tg.addThread(function poll() {
      ran = true;
    });
    expect([ran, thread.state, thread.name, tg.threads]).toEqual([false, 'queued', 'poll', [thread]]);
    await thread.wait();
    expect([ran, thread.state, tg.threads]).toEqual([true, 'done', []]);
  });

  it('log their exception with their name; the group goes on, and nobody need wait for it', async () => {
    const { tg, log } = make();
    const boom = new Error('boom');
    const thread = tg.addThread(async function poll() {
      throw boom;
    });
    const other = tg.addThread(aborted);
    await settle();
    expect(log.lines).toEqual([
      { level: 'error', fields: { err: boom, thread: 'poll' }, sentence: 'The thread poll failed: boom' },
    ]);
    expect(tg.threads).toEqual([other]);
    await expect(thread.wait()).rejects.toBe(boom);
    await tg.stop();
  });

  it('stop() aborts the signal; obeying it is no error, another error is one', async () => {
    const { tg, log } = make();
    const obeys = tg.addThread(aborted);
    const fails = tg.addThread((signal) => aborted(signal).catch(() => Promise.reject(new Error('boom'))));
    await settle();
    obeys.stop();
    await expect(obeys.wait()).rejects.toThrow('aborted');
    expect(log.lines).toEqual([]);
    fails.stop();
    await expect(fails.wait()).rejects.toThrow('boom');
    expect(log.lines).toHaveLength(1);
  });

  it('an AbortError that nobody asked for is an error', async () => {
    const { tg, log } = make();
    tg.addThread(() => Promise.reject(new DOMException('no', 'AbortError')));
    await settle();
    expect(log.lines).toHaveLength(1);
  });

  it('never run when stopped or cancelled before they began', async () => {
    const { tg } = make();
    let ran = 0;
    const stopped = tg.addThread(() => ran++);
    const cancelled = tg.addThread(() => ran++);
    stopped.stop();
    cancelled.cancel();
    expect(tg.threads).toEqual([]);
    await expect(stopped.wait()).rejects.toMatchObject({ name: 'AbortError' });
    await expect(cancelled.wait()).rejects.toMatchObject({ name: 'AbortError' });
    expect(ran).toBe(0);
  });

  it('call their links when done, however they ended, and at once when they are', async () => {
    const { tg, log } = make();
    const calls: unknown[] = [];
    const thread = tg.addThread(() => Promise.reject(new Error('boom')));
    thread.link(() => {
      throw new Error('bad link');
    });
    thread.link((t, a, b) => calls.push([t, a, b, t.state]), 1, 2);
    await settle();
    expect(calls).toEqual([[thread, 1, 2, 'done']]);
    thread.link((t) => calls.push(t));
    expect(calls).toHaveLength(2);
    expect(log.lines.map((line) => line.sentence)).toContain('A link of the thread anonymous failed.');
  });
});

describe('capacity', () => {
  it('queues what is beyond it and starts that in order, in the context of who added it', async () => {
    const { tg } = make({ capacity: 2 });
    const context = new AsyncLocalStorage<string>();
    const gates = [deferred(), deferred(), deferred(), deferred()];
    const began: unknown[] = [];
    for (const [i, gate] of gates.entries()) {
      context.run(`of ${i}`, () =>
        tg.addThread(async () => {
          began.push(context.getStore());
          await gate.promise;
        }),
      );
    }
    await settle();
    expect(began).toEqual(['of 0', 'of 1']);
    expect(tg.threads.map((thread) => thread.state)).toEqual(['running', 'running', 'queued', 'queued']);
    gates[1]!.resolve();
    await settle();
    expect(began).toEqual(['of 0', 'of 1', 'of 2']);
    for (const gate of gates) gate.resolve();
    await tg.wait();
    expect(began).toHaveLength(4);
  });

  it('gives the slot of a thread that is cancelled before it began to the next', async () => {
    const { tg } = make({ capacity: 1 });
    const first = tg.addThread(() => 1);
    const second = tg.addThread(() => 2);
    first.cancel();
    expect(await second.wait()).toBe(2);
  });

  it('cancel() keeps all that is queued from running, and nothing that runs', async () => {
    const { tg } = make({ capacity: 1 });
    const gate = deferred();
    let ran = 0;
    const running = tg.addThread(() => gate.promise);
    await settle();
    tg.addThread(() => ran++);
    tg.addThread(() => ran++);
    tg.cancel();
    expect(tg.threads).toEqual([running]);
    gate.resolve();
    await tg.wait();
    expect(ran).toBe(0);
  });

  it('cancels threads that hold a slot and have not begun, with those behind them', async () => {
    const { tg } = make({ capacity: 1 });
    let ran = 0;
    for (let i = 0; i < 5; i++) tg.addThread(() => ran++);
    tg.cancel();
    expect(tg.threads).toEqual([]);
    await settle();
    expect(ran).toBe(0);
  });

  it('must be 1 or more', () => {
    for (const capacity of [0, -1, Number.NaN]) {
      expect(() => make({ capacity })).toThrow(`The capacity of the thread group api is ${capacity}; expected`);
    }
  });
});

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

describe('stop', () => {
  it('graceful: waits for threads, the queued too, and for the timer callback that runs', async () => {
    const { tg } = make({ capacity: 1 });
    const [a, b, c] = [deferred(), deferred(), deferred()];
    let sawAbort = false;
    const work = (gate: Promise<void>) => async (signal: AbortSignal) => {
      await gate;
      sawAbort ||= signal.aborted;
    };
    tg.addThread(work(a.promise));
    tg.addThread(work(b.promise));
    tg.addTimer(1, work(c.promise));
    tg.addTimer(1, () => {}, { initialDelay: 3600 });
    await settle();
    const stopped = tg.stop(true);
    for (const gate of [a, c, b]) {
      expect(await isSettled(stopped)).toBe(false);
      gate.resolve();
    }
    await stopped;
    expect([tg.threads, tg.timers, sawAbort]).toEqual([[], [], false]);
  });

  it('not graceful: aborts what runs, cancels what is queued, and resolves when all have ended', async () => {
    const { tg, clock } = make({ capacity: 1 });
    const cleaned = deferred();
    let ran = false;
    tg.addThread((signal) => aborted(signal).catch(() => cleaned.promise));
    tg.addThread(() => {
      ran = true;
    });
    tg.addTimer(1, aborted);
    await settle();
    const stopped = tg.stop();
    expect(await isSettled(stopped)).toBe(false);
    cleaned.resolve();
    await stopped;
    expect([tg.threads, tg.timers, ran, clock.now()]).toEqual([[], [], false, 0]);
  });

  it('not graceful: gives up those that ignore their signal, by name, and leaves them to wait()', async () => {
    const { tg, clock, log } = make();
    const gate = deferred();
    tg.addThread(function stubborn() {
      return gate.promise;
    });
    tg.addTimer(1, () => gate.promise, { name: 'slow' });
    await settle();
    const stopped = tg.stop(false);
    const waited = tg.wait();
    await clock.advance(0.49);
    expect(await isSettled(stopped)).toBe(false);
    await clock.advance(0.01);
    await stopped;
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { left: ['stubborn', 'slow'] } }]);
    expect(await isSettled(waited)).toBe(false);
    gate.resolve();
    await waited;
  });

  it('not graceful ends a graceful one under way', async () => {
    const { tg, clock } = make();
    const gate = deferred();
    tg.addThread(aborted);
    tg.addThread(() => gate.promise);
    await settle();
    const graceful = tg.stop(true);
    expect(await isSettled(graceful)).toBe(false);
    const forced = tg.stop(false);
    await clock.advance(0.5);
    await Promise.all([graceful, forced]);
    gate.resolve();
  });

  it('refuses what is added meanwhile, and takes it again afterwards', async () => {
    const { tg } = make();
    const gate = deferred();
    tg.addThread(() => gate.promise);
    await settle();
    const stopped = tg.stop(true);
    const refusal = 'The thread group api is stopping and takes nothing new';
    expect(() => tg.addThread(() => {})).toThrow(refusal);
    expect(() => tg.addTimer(1, () => {})).toThrow(refusal);
    expect(() => tg.addDynamicTimer(() => 1)).toThrow(refusal);
    gate.resolve();
    await stopped;
    expect(await tg.addThread(() => 'again').wait()).toBe('again');
  });

  it('of an empty group resolves, again and again', async () => {
    const { tg } = make();
    await tg.stop();
    await tg.stop(true);
    await Promise.all([tg.stop(true), tg.stop(false), tg.wait()]);
  });
});

describe('wait', () => {
  it('lasts over threads added meanwhile, by a link too, and throws nothing', async () => {
    const { tg } = make();
    const [a, b, c] = [deferred(), deferred(), deferred()];
    const first = tg.addThread(async () => {
      await a.promise;
      tg.addThread(() => b.promise);
      throw new Error('boom');
    });
    first.link(() => tg.addThread(() => c.promise));
    const waited = tg.wait();
    for (const gate of [a, b, c]) {
      expect(await isSettled(waited)).toBe(false);
      gate.resolve();
    }
    await waited;
  });

  it('waits for a timer that runs, until it is stopped', async () => {
    const { tg, clock } = make();
    tg.addTimer(1, () => {});
    const waited = tg.wait();
    await clock.advance(5);
    expect(await isSettled(waited)).toBe(false);
    tg.stopTimers();
    await waited;
  });
});
