import { describe, expect, it } from 'vitest';
import { currentMember } from '../../src/service/member.js';
import { ThreadGroup } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** A timer whose first call starts something that goes on after it, and whose third is in progress when that is told to. */
async function atTheThirdCall(leftBehind: (tg: ThreadGroup) => Promise<unknown>, later = true) {
  const clock = new VirtualClock();
  const log = recordingLog();
  const tg = new ThreadGroup({ name: 'api', clock, log });
  const go = deferred();
  const third = deferred();
  let calls = 0;
  let left!: Promise<unknown>;
  const timer = tg.addTimer(1, (signal) => {
    calls++;
    if (calls === 1) left = later ? go.promise.then(() => leftBehind(tg)) : leftBehind(tg);
    return calls === 3 ? Promise.race([third.promise, aborted(signal)]) : undefined;
  });
  await clock.advance(2);
  expect(calls).toBe(3);
  go.resolve();
  return { tg, log, timer, left, endThird: third.resolve };
}

describe('what a call has left behind when it ended', () => {
  it('is no member any more: its stop(true) waits for the call in progress', async () => {
    const { left, endThird } = await atTheThirdCall((tg) => tg.stop(true));
    expect(await isSettled(left)).toBe(false);
    endThird();
    await left;
  });

  it('aborts the call in progress by its stop()', async () => {
    const { left, log, timer } = await atTheThirdCall((tg) => tg.stop());
    expect(await isSettled(left)).toBe(true);
    expect(timer.running).toBe(false);
    expect(log.lines).toEqual([]);
  });

  it.each([true, false])('does not make its timer wait (begun after the call: %s)', async (later) => {
    const gate = deferred();
    let stopped!: Promise<unknown>;
    const stops = async (tg: ThreadGroup) => {
      await gate.promise;
      stopped = tg.stop(true);
      await stopped;
    };
    const { tg, timer, left, endThird } = await atTheThirdCall(
      (group) => group.addThread(stops, group).wait(),
      later,
    );
    await settle();
    expect(timer.describe().waitsFor).toEqual([]);
    gate.resolve();
    await settle();
    expect(await isSettled(stopped)).toBe(false);
    endThird();
    await Promise.all([stopped, left, tg.wait()]);
  });

  it('waits, once the call has ended, as somebody outside does', async () => {
    const gate = deferred();
    const { left, timer, endThird } = await atTheThirdCall((tg) => {
      tg.addThread(() => gate.promise);
      return tg.wait();
    }, false);
    gate.resolve();
    expect(await isSettled(left)).toBe(false);
    timer.stop();
    endThird();
    await left;
  });

  it('is no member where a thread has ended, by an exception too, and is one until then', async () => {
    const tg = new ThreadGroup({ clock: new VirtualClock(), log: recordingLog() });
    const go = deferred();
    const left: Promise<unknown>[] = [];
    for (const how of [() => {}, () => Promise.reject(new Error('boom'))]) {
      const thread = tg.addThread(async () => {
        left.push(go.promise.then(currentMember));
        await settle(1);
        expect(currentMember()).toBe(thread);
        await how();
      });
    }
    await tg.wait();
    go.resolve();
    expect(await Promise.all(left)).toEqual([undefined, undefined]);
  });

  it('is no member where a call of a timer has thrown', async () => {
    const clock = new VirtualClock();
    const tg = new ThreadGroup({ clock, log: recordingLog() });
    const go = deferred();
    let left!: Promise<unknown>;
    const fail = () => {
      left ??= go.promise.then(currentMember);
      throw new Error('boom');
    };
    const timer = tg.addTimer(1, fail, { stopOnException: false });
    await clock.advance(1);
    expect(timer).toMatchObject({ running: true, runs: 2 });
    go.resolve();
    expect(await left).toBeUndefined();
    await tg.stop();
  });
});
