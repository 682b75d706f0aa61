import { describe, expect, it } from 'vitest';
import { realClock } from '../../src/service/clock.js';
import { Nap } from '../../src/service/nap.js';
import { within } from '../../src/service/within.js';
import { isSettled } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

describe.each([
  ['the real clock', () => realClock],
  ['another', () => new VirtualClock()],
])('a nap on %s', (_clock, clock) => {
  it('is ended by wake(), each anew; wake() before and after it does nothing', async () => {
    const nap = new Nap(clock());
    nap.wake();
    for (let n = 0; n < 2; n++) {
      const asleep = nap.sleep(1e9);
      expect(await isSettled(asleep)).toBe(false);
      nap.wake();
      await asleep;
      nap.wake();
    }
  });
});

it('a nap that was ended keeps no process alive', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const nap = new Nap(realClock);
  const asleep = nap.sleep(1e6);
  expect(timers()).toBe(before + 1);
  nap.wake();
  await asleep;
  expect(timers()).toBe(before);
});

describe('within()', () => {
  it('tells whether a promise is resolved in time, and leaves nobody asleep', async () => {
    const clock = new VirtualClock();
    const early = within(clock, 2, clock.sleep(1));
    const late = within(clock, 2, clock.sleep(3));
    await clock.advance(1);
    expect(await early).toBe(true);
    expect(clock.pending).toHaveLength(2);
    await clock.advance(1);
    expect(await late).toBe(false);
    await settle();
    expect(clock.pending).toHaveLength(1);
  });
});
