import { describe, expect, it, vi } from 'vitest';
import { LaunchError } from '../../src/errors.js';
import { FixedIntervalLoopingCall } from '../../src/service/fixed-interval-looping-call.js';
import { settle, VirtualClock } from '../../src/testing/index.js';
import { isSettled } from '../service/helpers.js';

/** Notes the name of a sleeper, and the time at which it was woken. */
function sleepers(clock: VirtualClock) {
  const woken: [string, number][] = [];
  const sleeper = (name: string, seconds: number, signal?: AbortSignal) =>
    clock.sleep(seconds, signal).then(() => void woken.push([name, clock.now()]));
  return { woken, sleeper };
}

describe('advance', () => {
  it('wakes those who are due, each at his time, and nobody else', async () => {
    const clock = new VirtualClock();
    const { woken, sleeper } = sleepers(clock);
    void sleeper('late', 5);
    void sleeper('early', 2);
    await settle();
    expect(woken).toEqual([]);
    await clock.advance(4.9);
    expect([woken, clock.now()]).toEqual([[['early', 2]], 4.9]);
    await clock.advance(0.1);
    expect([woken.at(-1), clock.now()]).toEqual([['late', 5], 5]);
  });

  it('wakes those of one time in the order in which they fell asleep', async () => {
    const clock = new VirtualClock();
    const { woken, sleeper } = sleepers(clock);
    for (const name of ['a', 'b', 'c']) void sleeper(name, 1);
    void clock.sleep(0.5).then(() => sleeper('d', 0.5));
    await clock.advance(1);
    expect(woken.map(([name]) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('runs what is armed anew meanwhile at its own time, also behind immediates', async () => {
    const clock = new VirtualClock();
    const times: number[] = [];
    const loop = async () => {
      for (;;) {
        await clock.sleep(3);
        await new Promise((resolve) => setImmediate(resolve));
        times.push(clock.now());
      }
    };
    void loop();
    await clock.advance(10);
    expect(times).toEqual([3, 6, 9]);
  });

  it('counts in sums that have no digits too many', async () => {
    const clock = new VirtualClock();
    const timer = new FixedIntervalLoopingCall(() => void times.push(clock.now()), { clock, name: 'tick' });
    const times: number[] = [];
    timer.start({ interval: 0.1 });
    await clock.advance(0.3);
    expect(times).toEqual([0, 0.1, 0.2, 0.3]);
    timer.stop();
  });

  it.each([0, -1, Number.NaN])('wakes for a sleep of %s seconds only when it is called', async (seconds) => {
    const clock = new VirtualClock();
    await clock.advance(1);
    const slept = clock.sleep(seconds);
    expect(await isSettled(slept)).toBe(false);
    await clock.advance(0);
    expect(await isSettled(slept)).toBe(true);
  });

  it('takes calls that overlap one after the other', async () => {
    const clock = new VirtualClock();
    const { woken, sleeper } = sleepers(clock);
    for (const seconds of [1, 2, 3]) void sleeper(`${seconds}`, seconds);
    await Promise.all([clock.advance(1), clock.advance(1), clock.advance(1)]);
    expect([woken, clock.now()]).toEqual([
      [
        ['1', 1],
        ['2', 2],
        ['3', 3],
      ],
      3,
    ]);
  });

  it('tells of a loop of sleeps of 0 seconds instead of hanging, and goes on afterwards', async () => {
    const clock = new VirtualClock();
    const timer = new FixedIntervalLoopingCall(() => {}, { clock, name: 'hot' });
    timer.start({ interval: 0 });
    await expect(clock.advance(1)).rejects.toThrow('The clock stands still at 0 s');
    timer.stop();
    await clock.advance(1);
    expect(clock.now()).toBe(1);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '1'])('refuses %s at once', (seconds) => {
    const clock = new VirtualClock();
    expect(() => clock.advance(seconds as number)).toThrow(LaunchError);
    expect(() => clock.block(seconds as number)).toThrow('expected a number of seconds of at least 0');
  });

  it('uses neither timers nor the turns of a test runner that has replaced them', async () => {
    vi.useFakeTimers();
    try {
      const clock = new VirtualClock();
      const { woken, sleeper } = sleepers(clock);
      void sleeper('a', 1);
      await clock.advance(1);
      expect([woken, vi.getTimerCount()]).toEqual([[['a', 1]], 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('sleep', () => {
  it('ends with its signal, and at once if that has fired', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const slept = clock.sleep(5, stop.signal);
    expect(clock.pending).toEqual([{ due: 5, seconds: 5 }]);
    stop.abort();
    await slept;
    await clock.sleep(5, stop.signal);
    expect([clock.now(), clock.pending, clock.sleeps]).toEqual([0, [], [5, 5]]);
  });

  it('lets time pass without waking anybody: block()', async () => {
    const clock = new VirtualClock();
    const slept = clock.sleep(5);
    clock.block(7);
    expect([clock.now(), await isSettled(slept)]).toEqual([7, false]);
    await clock.advance(0);
    expect([clock.now(), await isSettled(slept)]).toEqual([7, true]);
  });
});
