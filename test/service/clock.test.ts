import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { realClock } from '../../src/service/clock.js';

describe('the real clock', () => {
  it('sleeps about as long as asked, by its own time', async () => {
    const before = realClock.now();
    await realClock.sleep(0.02);
    const slept = realClock.now() - before;
    expect(slept).toBeGreaterThan(0.015);
    expect(slept).toBeLessThan(5);
  });

  it('wakes at once when aborted, also from a sleep longer than setTimeout can, and for ever', async () => {
    for (const seconds of [60, 2 ** 40, Infinity]) {
      const controller = new AbortController();
      const sleep = realClock.sleep(seconds, controller.signal);
      const first = await Promise.race([sleep.then(() => 'awake'), realClock.sleep(0.02)]);
      expect(first).toBeUndefined();
      controller.abort();
      await sleep;
    }
    await realClock.sleep(60, AbortSignal.abort());
  });

  it('lets the event loop turn even when asked to sleep for 0 or less', async () => {
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    await realClock.sleep(-1);
    expect(turned).toBe(true);
  });

  it('leaves no listener behind on a signal that outlives the sleep', async () => {
    const { signal } = new AbortController();
    await realClock.sleep(0.001, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
