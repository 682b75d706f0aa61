import { expect, it } from 'vitest';
import { Service } from '../../src/service/service.js';
import { testService, VirtualClock } from '../../src/testing/index.js';

it('FX1 an always failing function, tried again after 2, 4 and 6 s, has failed for good in milliseconds', async () => {
  const clock = new VirtualClock();
  const began = performance.now();
  let tries = 0;
  const retried = async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        tries++;
        throw new Error('refused');
      } catch (error) {
        if (attempt > 3) throw error;
        await clock.sleep(2 * attempt);
      }
    }
  };
  await expect(clock.runUntil(retried())).rejects.toThrow('refused');
  expect({ tries, sleeps: clock.sleeps, now: clock.now() }).toEqual({ tries: 4, sleeps: [2, 4, 6], now: 12 });
  expect(performance.now() - began).toBeLessThan(2000);
});

it('FX1 an hour of a timer of 1 s takes no real minute', async () => {
  let beats = 0;
  class Beat extends Service {
    override start() {
      this.tg.addTimer(1, () => void beats++);
    }
  }
  const began = performance.now();
  const beat = await testService(Beat);
  await beat.advance(3600);
  await beat.stop();
  expect(beats).toBe(3601);
  expect(performance.now() - began).toBeLessThan(10_000);
});
