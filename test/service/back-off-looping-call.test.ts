import { describe, expect, it } from 'vitest';
import { BackOffLoopingCall, type BackOffStart } from '../../src/service/back-off-looping-call.js';
import { LoopingCallTimeOut } from '../../src/service/looping-call.js';
import { aborted, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** The random numbers are such that the jitter is always its mean. */
function begin(callback: (signal: AbortSignal) => unknown, start: BackOffStart = {}) {
  const clock = new VirtualClock();
  const log = recordingLog();
  const loop = new BackOffLoopingCall(callback, { clock, log, name: 'connect', random: () => 0 });
  const end = loop
    .start(start)
    .wait()
    .catch((error: unknown) => error);
  return { clock, log, loop, end };
}

/** A callback that returns these, one after the other. */
const answering =
  (...answers: unknown[]) =>
  () =>
    answers.shift();

describe('a looping call that backs off', () => {
  it('waits for half as much again after each failure, and begins anew after a success', async () => {
    const { clock, loop } = begin(answering(false, undefined, 0, 'yes', false, false, true));
    await clock.advance(12);
    expect(clock.sleeps).toEqual([1.5, 2.25, 3.375, 0.75, 1.5, 2.25, 0.75]);
    loop.stop();
  });

  it('takes all options, and the result of a promise', async () => {
    const { clock, loop } = begin(async () => false, {
      initialDelay: 5,
      startingInterval: 0.5,
      jitter: 1,
      maxInterval: 3,
      timeout: 0,
    });
    await clock.advance(5 + 1 + 2 + 3 + 3);
    expect(clock.sleeps).toEqual([5, 1, 2, 3, 3, 3]);
    loop.stop();
  });

  it('waits for minInterval at the least, where the jitter is no back-off', async () => {
    const { clock, loop } = begin(() => false, { startingInterval: 8, jitter: 0.25, minInterval: 2 });
    await clock.advance(4 + 2 + 2);
    expect(clock.sleeps).toEqual([4, 2, 2, 2]);
    loop.stop();
  });

  it('does not let the interval itself fall below minInterval', async () => {
    const clock = new VirtualClock();
    // The fourth jitter is five deviations, of 0.1, above its mean.
    const numbers = [0, 0, 0, 0, 0, 0, 1 - Math.exp(-12.5), 0];
    const random = () => numbers.shift() ?? 0;
    const loop = new BackOffLoopingCall(() => false, { clock, random });
    loop.start({ startingInterval: 8, jitter: 0.25, minInterval: 2 });
    await clock.advance(4 + 2 + 2);
    expect(clock.sleeps).toEqual([4, 2, 2, expect.closeTo(3)]);
    loop.stop();
  });

  it('counts the waits since the last success for the timeout, not the time of the calls', async () => {
    let count = 0;
    const { clock, loop, end, log } = begin(
      () => {
        clock.block(100);
        return ++count === 2;
      },
      { timeout: 4 },
    );
    await clock.advance(1000);
    expect(clock.sleeps).toEqual([1.5, 0.75, 1.5, 2.25]);
    expect(await end).toBeInstanceOf(LoopingCallTimeOut);
    expect(await end).toMatchObject({ seconds: 1.5 + 2.25 + 3.375 });
    expect([loop.running, loop.runs]).toEqual([false, 5]);
    expect(log.lines).toMatchObject([
      { level: 'warn', sentence: 'The looping call connect timed out after 7.13 s.' },
    ]);
  });

  it('goes on for ever where the timeout is 0', async () => {
    const { clock, loop } = begin(() => false, { timeout: 0 });
    await clock.advance(2_000_000);
    expect(loop.running).toBe(true);
    expect(clock.sleeps.at(-1)).toBe(300);
    loop.stop();
  });

  it('ends with an exception', async () => {
    const boom = new Error('boom');
    const { end, log } = begin(() => {
      throw boom;
    });
    expect(await end).toBe(boom);
    expect(log.lines).toHaveLength(1);
  });

  it('is stopped while it waits, and aborted in a call', async () => {
    const waits = begin(() => false);
    await settle();
    waits.loop.stop();
    expect(await waits.end).toBe(true);
    const calls = begin(aborted);
    await settle();
    calls.loop.abort();
    expect(await calls.end).toBe(true);
    expect([...waits.log.lines, ...calls.log.lines]).toEqual([]);
  });
});
