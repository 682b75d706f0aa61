import { describe, expect, it } from 'vitest';
import { BackOffLoopingCall, type BackOffStart } from '../../src/service/back-off-looping-call.js';
import { DynamicLoopingCall } from '../../src/service/dynamic-looping-call.js';
import { FixedIntervalLoopingCall } from '../../src/service/fixed-interval-looping-call.js';
import { FixedIntervalWithTimeoutLoopingCall } from '../../src/service/fixed-interval-with-timeout-looping-call.js';
import { type Callback, LoopingCallDone, LoopingCallTimeOut } from '../../src/service/looping-call.js';
import { recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** oslo.service's own scenarios of looping calls, by their numbers; those of its RetryDecorator are in retry.test.ts. */

const done = (value?: unknown) => () => {
  throw new LoopingCallDone(value);
};

/** Returns or throws these, one after the other, and is done then. */
function answering(...answers: unknown[]): () => unknown {
  return () => {
    if (answers.length === 0) throw new LoopingCallDone('end');
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

const boom = () => new Error('boom');

const kinds = {
  fixed: (callback: Callback<[]>, stopOnException = true) => {
    const clock = new VirtualClock();
    const loop = new FixedIntervalLoopingCall(callback, { clock, log: recordingLog() });
    return { clock, loop, start: () => loop.start({ interval: 0.5, stopOnException }) };
  },
  dynamic: (callback: Callback<[]>, stopOnException = true) => {
    const clock = new VirtualClock();
    const loop = new DynamicLoopingCall(callback, { clock, log: recordingLog() });
    return { clock, loop, start: () => loop.start({ periodicIntervalMax: 0.5, stopOnException }) };
  },
};

async function outcome(kind: keyof typeof kinds, callback: Callback<[]>, stopOnException = true) {
  const { clock, start } = kinds[kind](callback, stopOnException);
  const end = start()
    .wait()
    .catch((error: unknown) => error);
  await clock.advance(100);
  return end;
}

/** The two kinds, and the numbers of their scenarios. */
const BOTH = [
  ['fixed', { done: 1, monotonic: 2, not: 4, raises: 5, goesOn: 6, second: 7, repeats: 9 }],
  ['dynamic', { done: 12, monotonic: 13, not: 15, raises: 16, goesOn: 17, second: 14, repeats: 18 }],
] as const;

describe.each(BOTH)('the %s looping call', (kind, numbers) => {
  it(`LC${numbers.done} is done with true`, async () => {
    expect(await outcome(kind, done(true))).toBe(true);
  });

  it(`LC${numbers.monotonic} takes the time from its clock, that of the machine never goes back`, async () => {
    const { clock, loop, start } = kinds[kind](() => 0.5);
    start();
    await clock.advance(1.2);
    expect(loop.runs).toBe(3);
    expect(loop.nextRun).toBe(1.5);
    loop.stop();
  });

  it(`LC${numbers.not} is done with false`, async () => {
    expect(await outcome(kind, done(false))).toBe(false);
  });

  it(`LC${numbers.raises} ends with the exception, and wait() throws it`, async () => {
    expect(await outcome(kind, answering(boom()))).toMatchObject({ message: 'boom' });
  });

  it(`LC${numbers.goesOn} goes on after exceptions where it is told to`, async () => {
    expect(await outcome(kind, answering(boom(), boom()), false)).toBe('end');
  });

  it(`LC${numbers.second} a second start() is refused while it runs`, async () => {
    const { clock, loop, start } = kinds[kind](() => 0.5);
    start();
    expect(start).toThrow('is running already');
    loop.stop();
    await clock.advance(1);
    expect(start).not.toThrow();
    loop.stop();
  });

  it(`LC${numbers.repeats} repeats until it is done`, async () => {
    const { clock, loop, start } = kinds[kind](answering(0.1, 0.2, 0.3));
    const end = start().wait();
    await clock.advance(10);
    expect([await end, loop.runs]).toEqual(['end', 4]);
  });
});

describe('the fixed looping call', () => {
  it('LC3 tells when it is due in the time of its clock', async () => {
    const { clock, loop, start } = kinds.fixed(() => {});
    start();
    await settle();
    const before = loop.nextRun!;
    clock.block(3);
    expect(loop.nextRun).toBe(before);
    loop.stop();
  });

  it('LC8 may be stopped twice', async () => {
    const { clock, loop, start } = kinds.fixed(() => {});
    start();
    await settle();
    loop.stop();
    loop.stop();
    await clock.advance(1);
    expect([await loop.wait(), loop.running, loop.runs]).toEqual([true, false, 1]);
  });

  it('LC10 sleeps for what a call has left of the interval', async () => {
    const clock = new VirtualClock();
    const elapsed = [0.99, 2, 1.01];
    const loop = new FixedIntervalLoopingCall(
      () => {
        const seconds = elapsed.shift();
        if (seconds === undefined) throw new LoopingCallDone();
        clock.block(seconds);
      },
      { clock, log: recordingLog() },
    );
    const end = loop.start({ interval: 1.01 }).wait();
    await clock.advance(10);
    await end;
    expect(clock.sleeps.map((seconds) => Number(seconds.toFixed(2)))).toEqual([0.02, 0, 0]);
  });

  it('LC11 with a timeout ends with a LoopingCallTimeOut', async () => {
    const clock = new VirtualClock();
    const loop = new FixedIntervalWithTimeoutLoopingCall(() => {}, { clock, log: recordingLog() });
    const end = loop
      .start({ interval: 0.1, timeout: 0.3 })
      .wait()
      .catch((error: unknown) => error);
    await clock.advance(1);
    expect(await end).toBeInstanceOf(LoopingCallTimeOut);
    expect(clock.now()).toBe(1);
    expect(loop.running).toBe(false);
  });
});

describe('the dynamic looping call', () => {
  async function sleeps(answers: unknown[], start: object): Promise<unknown> {
    const clock = new VirtualClock();
    const loop = new DynamicLoopingCall(answering(...answers), { clock, log: recordingLog() });
    const end = loop.start(start).wait();
    end.catch(() => {});
    await clock.advance(100);
    return { sleeps: clock.sleeps, end: await end.catch((error: unknown) => error) };
  }

  it('LC19 ends where nothing is returned and there is no maximum', async () => {
    expect(await sleeps([undefined], {})).toMatchObject({ end: { code: 'NL_BAD_VALUE' } });
  });

  it('LC20 sleeps for the maximum where nothing is returned', async () => {
    expect(await sleeps([undefined], { periodicIntervalMax: 5 })).toEqual({ sleeps: [5], end: 'end' });
  });

  it('LC21 sleeps for no more than the maximum', async () => {
    expect(await sleeps([11, 1], { periodicIntervalMax: 5 })).toEqual({ sleeps: [5, 1], end: 'end' });
  });

  it('LC22 sleeps for the initial delay first', async () => {
    expect(await sleeps([1], { initialDelay: 3 })).toEqual({ sleeps: [3, 1], end: 'end' });
  });
});

describe('the looping call that backs off', () => {
  /** Its jitter is always the same: gauss() is its mean where the random numbers are 0. */
  async function backOff(callback: () => unknown, start: BackOffStart = {}) {
    const clock = new VirtualClock();
    const options = { clock, log: recordingLog(), random: () => 0 };
    const loop = new BackOffLoopingCall(callback, options);
    const end = loop
      .start({ jitter: 0.8, ...start })
      .wait()
      .catch((error: unknown) => error);
    await clock.advance(10_000);
    return { sleeps: clock.sleeps.map((seconds) => Number(seconds.toFixed(4))), end: await end };
  }

  /** As with oslo's mock of gauss(): every random number is so many deviations, of 0.1, off the jitter. */
  async function backOffAt(deviations: number, start: BackOffStart = {}) {
    const clock = new VirtualClock();
    const options = { clock, log: recordingLog(), random: sequence(deviations) };
    const loop = new BackOffLoopingCall(() => false, options);
    const end = loop
      .start(start)
      .wait()
      .catch((error: unknown) => error);
    await clock.advance(10_000);
    return { sleeps: clock.sleeps.map((seconds) => Number(seconds.toFixed(3))), end: await end };
  }

  /** Numbers for which a normally distributed one is so many deviations off its mean. */
  function sequence(deviations: number): () => number {
    const distance = 1 - Math.exp(-(deviations ** 2) / 2);
    const turn = deviations < 0 ? 0.5 : 0;
    let odd = false;
    return () => {
      odd = !odd;
      return odd ? distance : turn;
    };
  }

  const ELEVEN = [1.6, 2.4, 3.6, 5.4, 8.1, 12.15, 18.225, 27.338, 41.006, 61.509, 92.264];

  it('LC23 sleeps longer and longer while there is no success, until the timeout', async () => {
    const { sleeps, end } = await backOffAt(0.5);
    expect(sleeps).toEqual(ELEVEN);
    expect(end).toBeInstanceOf(LoopingCallTimeOut);
  });

  it('LC24 takes a number below 0 for its opposite', async () => {
    const start = { jitter: 0.1, timeout: 5 };
    const [below, above] = [await backOffAt(-4, start), await backOffAt(2, start)];
    expect(below.sleeps).toEqual(above.sleeps);
    expect(below.sleeps[0]).toBe(0.6);
  });

  it('LC25 after a success sleeps for the interval from which it starts', async () => {
    expect(await backOff(answering(true, true, true), { jitter: 1 })).toEqual({
      sleeps: [1, 1, 1],
      end: 'end',
    });
  });

  it('LC26 does not sleep where it is done with the first call', async () => {
    expect(await backOff(done('value'))).toEqual({ sleeps: [], end: 'value' });
  });

  it('LC27 sleeps for no longer than the most', async () => {
    const { sleeps, end } = await backOffAt(0.5, { maxInterval: 60 });
    expect(sleeps).toEqual([...ELEVEN.slice(0, 9), 60, 60, 60]);
    expect(end).toBeInstanceOf(LoopingCallTimeOut);
  });
});
