import { describe, expect, it } from 'vitest';
import { ThreadGroup, type ThreadGroupOptions } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

const make = (options: ThreadGroupOptions = {}) => {
  const clock = new VirtualClock();
  const log = recordingLog();
  return { clock, log, tg: new ThreadGroup({ name: 'api', clock, log, ...options }) };
};

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

  it('by a member leaves the signal of that one alone', async () => {
    const { tg } = make();
    const seen: boolean[] = [];
    const stop = async (signal: AbortSignal) => {
      await tg.stop();
      seen.push(signal.aborted);
    };
    await tg.addThread(stop).wait();
    await tg.addTimer(1, stop).wait();
    expect(seen).toEqual([false, false]);
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
