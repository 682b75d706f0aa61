import { describe, expect, it } from 'vitest';
import {
  FixedIntervalWithTimeoutLoopingCall,
  type FixedIntervalWithTimeoutStart,
} from '../../src/service/fixed-interval-with-timeout-looping-call.js';
import { LoopingCallDone, LoopingCallTimeOut } from '../../src/service/looping-call.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** Started, with what wait() gives or throws. */
function begin(
  callback: (signal: AbortSignal) => unknown,
  start: Partial<FixedIntervalWithTimeoutStart> = {},
) {
  const clock = new VirtualClock();
  const log = recordingLog();
  const loop = new FixedIntervalWithTimeoutLoopingCall(callback, { clock, log, name: 'poll' });
  const end = loop
    .start({ interval: 1, timeout: 3.5, ...start })
    .wait()
    .catch((error: unknown) => error);
  return { clock, log, loop, end };
}

describe('a looping call with a timeout', () => {
  it('ends when the time is over, not at the next call; it is logged, once', async () => {
    const { clock, log, loop, end } = begin(() => {});
    await clock.advance(3.4);
    expect([loop.runs, loop.running]).toEqual([4, true]);
    await clock.advance(0.1);
    expect([loop.runs, loop.running]).toEqual([4, false]);
    expect(await end).toBeInstanceOf(LoopingCallTimeOut);
    expect(await end).toMatchObject({ seconds: 3.5 });
    expect(log.lines.map((line) => line.sentence)).toEqual(['The looping call poll timed out after 3.5 s.']);
  });

  it('counts the initial delay, and may end before the first call', async () => {
    const { clock, loop, end } = begin(() => {}, { initialDelay: 10 });
    await clock.advance(3.5);
    expect(await end).toBeInstanceOf(LoopingCallTimeOut);
    expect(loop.runs).toBe(0);
  });

  it('aborts the signal of a call in progress with the reason, and waits for its end', async () => {
    const { promise, resolve } = deferred();
    let why: unknown;
    const { clock, end } = begin((signal) => {
      signal.addEventListener('abort', () => {
        why = signal.reason;
      });
      return promise;
    });
    await clock.advance(3.5);
    expect(why).toBeInstanceOf(LoopingCallTimeOut);
    expect(await isSettled(end)).toBe(false);
    resolve();
    expect(await end).toBe(why);
  });

  it.each([true, false])(
    'ends so where the call heeds its signal (stopOnException %s)',
    async (stopOnException) => {
      const { clock, log, end } = begin(aborted, { stopOnException });
      await clock.advance(3.5);
      expect(await end).toBeInstanceOf(LoopingCallTimeOut);
      expect(log.lines).toHaveLength(1);
    },
  );

  it('ends so after an exception that is not to end it', async () => {
    const { promise, reject } = deferred();
    const { clock, end } = begin(() => promise, { stopOnException: false });
    await clock.advance(3.5);
    reject(new Error('boom'));
    expect(await end).toBeInstanceOf(LoopingCallTimeOut);
  });

  it.each([
    [new LoopingCallDone('value'), 'value'],
    [new Error('boom'), expect.objectContaining({ message: 'boom' })],
  ])('ends with what the last call throws: %s', async (thrown, expected) => {
    const { promise, reject } = deferred();
    const { clock, end } = begin(() => promise);
    await clock.advance(3.5);
    reject(thrown);
    expect(await end).toEqual(expected);
  });

  it('that was stopped before has ended by that, also where its last call lasts longer', async () => {
    const { promise, resolve } = deferred();
    let signal: AbortSignal | undefined;
    const { clock, loop, log, end } = begin((given) => {
      signal = given;
      return promise;
    });
    await settle();
    loop.stop();
    await clock.advance(3.5);
    expect(signal?.aborted).toBe(true);
    resolve();
    expect(await end).toBe(true);
    expect(log.lines).toEqual([]);
  });

  it('leaves nobody asleep when it ends before, and its signal alone', async () => {
    let given: AbortSignal | undefined;
    const { clock, loop, end } = begin((signal) => {
      given = signal;
    });
    await settle();
    loop.stop();
    expect(await end).toBe(true);
    await clock.advance(10);
    expect(clock.pending).toEqual([]);
    expect(given?.aborted).toBe(false);
  });

  it.each([0, undefined])('has no end with a timeout of %s', async (timeout) => {
    const { clock, loop } = begin(() => {}, { timeout });
    await clock.advance(1000);
    expect(loop.running).toBe(true);
    loop.stop();
  });
});
