import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { FixedIntervalLoopingCall } from '../../src/service/fixed-interval-looping-call.js';
import { LoopingCallDone } from '../../src/service/looping-call.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

const make = (callback: (signal: AbortSignal) => unknown) => {
  const clock = new VirtualClock();
  const log = recordingLog();
  return { clock, log, loop: new FixedIntervalLoopingCall(callback, { clock, log, name: 'poll' }) };
};

describe('FixedIntervalLoopingCall', () => {
  it.each([true, false, { a: 1 }])('ends with what LoopingCallDone brings (%o)', async (value) => {
    const { loop } = make(() => {
      throw new LoopingCallDone(value);
    });
    expect(await loop.start({ interval: 1 }).wait()).toBe(value);
    expect(loop.running).toBe(false);
  });

  it('repeats until done, with its arguments each time', async () => {
    const clock = new VirtualClock();
    const calls: unknown[] = [];
    const loop = new FixedIntervalLoopingCall<[number, string]>(
      (a, b) => {
        calls.push([a, b, clock.now()]);
        if (calls.length === 3) throw new LoopingCallDone();
      },
      { clock, args: [1, 'x'] },
    );
    loop.start({ interval: 10 });
    await clock.advance(100);
    expect(await loop.wait()).toBe(true);
    expect(calls).toEqual([
      [1, 'x', 0],
      [1, 'x', 10],
      [1, 'x', 20],
    ]);
  });

  it('ends with the exception of the callback, logged by name', async () => {
    const boom = new Error('boom');
    const { loop, log } = make(async () => {
      throw boom;
    });
    await expect(loop.start({ interval: 1 }).wait()).rejects.toBe(boom);
    expect(log.lines).toMatchObject([{ level: 'error', fields: { err: boom, timer: 'poll' } }]);
  });

  it('is no unhandled rejection when nobody waits', async () => {
    const { loop } = make(() => {
      throw new Error('boom');
    });
    loop.start({ interval: 1 });
    await settle(); // vitest fails the run for an unhandled rejection
    expect(loop.running).toBe(false);
  });

  it('goes on after exceptions when told so, at its interval', async () => {
    let calls = 0;
    const { clock, log, loop } = make(() => {
      calls++;
      if (calls === 3) throw new LoopingCallDone(false);
      throw new Error('boom');
    });
    loop.start({ interval: 7, stopOnException: false });
    await clock.advance(14);
    expect(await loop.wait()).toBe(false);
    expect(clock.sleeps).toEqual([7, 7]);
    expect(log.lines).toHaveLength(2);
  });

  it('refuses a second start while it runs, also between stop() and the end, and can then start again', async () => {
    const gate = deferred();
    let calls = 0;
    const { loop } = make(async () => {
      calls++;
      await gate.promise;
    });
    loop.start({ interval: 1 });
    await settle();
    expect(() => loop.start({ interval: 1 })).toThrow('poll is running already');
    loop.stop();
    expect(() => loop.start({ interval: 1 })).toThrow('poll is running already');
    gate.resolve();
    await loop.wait();
    loop.start({ interval: 1 });
    await settle();
    expect(calls).toBe(2);
    loop.stop();
    await loop.wait();
  });

  it('stop() interrupts the wait at once, twice is harmless, and wait() gives true', async () => {
    const { loop } = make(() => {});
    loop.start({ interval: 3600 });
    await settle();
    loop.stop();
    loop.stop();
    expect(await loop.wait()).toBe(true);
  });

  it.each([0, 3600])(
    'never calls when stopped before the first call (initial delay %d)',
    async (initialDelay) => {
      let calls = 0;
      const { loop } = make(() => calls++);
      loop.start({ interval: 1, initialDelay });
      loop.stop();
      expect(await loop.wait()).toBe(true);
      expect(calls).toBe(0);
    },
  );

  it('stop() lets the call in progress finish, abort() aborts its signal, which is no error', async () => {
    const gate = deferred();
    const first = make(() => gate.promise);
    first.loop.start({ interval: 1 });
    await settle();
    first.loop.stop();
    expect(await isSettled(first.loop.wait())).toBe(false);
    gate.resolve();
    expect(await first.loop.wait()).toBe(true);

    const second = make((signal) => aborted(signal));
    second.loop.start({ interval: 1 });
    await settle();
    second.loop.stop();
    expect(await isSettled(second.loop.wait())).toBe(false);
    second.loop.abort();
    expect(await second.loop.wait()).toBe(true);
    expect(second.log.lines).toEqual([]);
  });

  it('gives calls another signal before long, so that what they hang on it does not pile up', async () => {
    const hanging: number[] = [];
    const { loop, clock } = make((signal) => {
      hanging.push(getEventListeners(signal, 'abort').length);
      signal.addEventListener('abort', () => {});
    });
    loop.start({ interval: 1 });
    await clock.advance(24);
    loop.stop();
    expect(hanging).toHaveLength(25);
    expect(hanging).toEqual(hanging.map((_, call) => call % 10));
  });

  it('has nothing to wait for before start()', async () => {
    await expect(make(() => {}).loop.wait()).rejects.toThrow('poll has not been started');
  });

  it.each([-1, Number.NaN, Infinity])('refuses the interval %d', (interval) => {
    expect(() => make(() => {}).loop.start({ interval })).toThrow(
      expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining('The interval of ') }),
    );
  });

  it('subtracts the time a call took; an overrun is followed at once, with the figures', async () => {
    const runs = [0.99, 2, 1.01];
    const { clock, log, loop } = make(() => {
      const run = runs.shift();
      if (run === undefined) throw new LoopingCallDone();
      clock.block(run);
    });
    loop.start({ interval: 1.01 });
    await clock.advance(10);
    await loop.wait();
    expect(clock.sleeps.map((s) => Math.round(s * 100) / 100)).toEqual([0.02, 0, 0]);
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]!.sentence).toBe(
      'The looping call poll ran for 2.00 s, 0.99 s longer than its interval of 1.01 s.',
    );
    expect(log.lines[0]!.fields).toMatchObject({ elapsed: expect.closeTo(2), interval: 1.01 });
  });

  it('makes up for no missed call: 0.1 s with a body of 0.25 s starts every 0.25 s', async () => {
    const starts: number[] = [];
    const { clock, loop } = make(() => {
      starts.push(Math.round(clock.now() * 100) / 100);
      if (starts.length === 4) throw new LoopingCallDone();
      clock.block(0.25);
    });
    loop.start({ interval: 0.1 });
    await clock.advance(1);
    await loop.wait();
    expect(starts).toEqual([0, 0.25, 0.5, 0.75]);
  });

  it('does not drift: a timer that fires late moves one call, not all that follow', async () => {
    const starts: number[] = [];
    const { clock, loop } = make(() => starts.push(clock.now()));
    loop.start({ interval: 10 });
    await clock.advance(5);
    clock.block(8); // at 13: the call of 10 is late
    await clock.advance(20);
    expect(starts).toEqual([0, 13, 20, 30]);
    loop.stop();
  });

  it('takes up a new rhythm after whole intervals were missed', async () => {
    const starts: number[] = [];
    const { clock, loop } = make(() => starts.push(clock.now()));
    loop.start({ interval: 10 });
    await clock.advance(5);
    clock.block(30); // at 35: the calls of 10, 20 and 30 were missed
    await clock.advance(10);
    expect(starts).toEqual([0, 35, 45]);
    loop.stop();
  });

  it('lets the event loop turn even with an interval of 0', async () => {
    let calls = 0;
    const loop = new FixedIntervalLoopingCall(() => calls++).start({ interval: 0 });
    await settle(20);
    loop.stop();
    await loop.wait();
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(100);
  });
});
