import { describe, expect, it } from 'vitest';
import { DynamicLoopingCall } from '../../src/service/dynamic-looping-call.js';
import { FixedIntervalLoopingCall } from '../../src/service/fixed-interval-looping-call.js';
import { gauss } from '../../src/service/random.js';
import { recordingLog } from './helpers.js';
import { VirtualClock } from './virtual-clock.js';

/** Gives these, one after the other, and then 0. */
function sequence(...numbers: number[]): () => number {
  return () => numbers.shift() ?? 0;
}

describe('jitter', () => {
  it('of a fixed interval makes calls late, each by its own time; the rhythm is kept', async () => {
    const clock = new VirtualClock();
    const at: number[] = [];
    const options = { clock, random: sequence(0.5, 0.25) };
    const loop = new FixedIntervalLoopingCall(() => at.push(clock.now()), options);
    loop.start({ interval: 10, jitter: 0.2 });
    await clock.advance(40);
    expect(at).toEqual([0, 11, 20.5, 30, 40]);
    loop.stop();
  });

  it('of a dynamic timer is added to each delay, also to the longest', async () => {
    const clock = new VirtualClock();
    const options = { clock, random: sequence(0.5, 0.5, 0), log: recordingLog() };
    const delays = [10, 100, 4];
    const loop = new DynamicLoopingCall(() => delays.shift() ?? 1000, options);
    loop.start({ periodicIntervalMax: 50, jitter: 0.5 });
    await clock.advance(12.5 + 62.5 + 4);
    expect(clock.sleeps.slice(0, 3)).toEqual([12.5, 62.5, 4]);
    loop.stop();
  });

  it('asks for no random number where there is none', async () => {
    const clock = new VirtualClock();
    const random = () => {
      throw new Error('asked');
    };
    const fixed = new FixedIntervalLoopingCall(() => {}, { clock, random }).start({ interval: 1 });
    const dynamic = new DynamicLoopingCall(() => 1, { clock, random }).start();
    await clock.advance(2);
    expect([fixed.runs, dynamic.runs]).toEqual([3, 3]);
    fixed.stop();
    dynamic.stop();
  });
});

describe('gauss()', () => {
  it('gives numbers around the mean, as many within each deviation as is normal', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    const numbers = Array.from({ length: 10_000 }, () => gauss(0.75, 0.1, random));
    const below = (limit: number) => numbers.filter((number) => number < limit).length / numbers.length;
    const shares = [-2, -1, 0, 1, 2].map((deviations) => below(0.75 + deviations * 0.1));
    for (const [index, share] of [0.0228, 0.1587, 0.5, 0.8413, 0.9772].entries()) {
      expect(Math.abs(shares[index]! - share)).toBeLessThan(0.015);
    }
  });

  it('is a number for the first and the last random numbers that there are', () => {
    for (const number of [0, 1 - Number.EPSILON / 2]) {
      expect(Math.abs(gauss(0, 1, () => number))).toBeLessThan(10);
    }
  });
});
