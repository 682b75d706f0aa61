import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LaunchError } from '../../src/errors.js';
import { realClock } from '../../src/service/clock.js';
import { VirtualClock } from '../../src/testing/index.js';
import { deferred } from '../service/helpers.js';

describe('pending and next', () => {
  it('tells who sleeps, the next to be woken first, and jumps to him and his contemporaries', async () => {
    const clock = new VirtualClock();
    let woken = 0;
    for (const seconds of [9, 4, 4]) void clock.sleep(seconds).then(() => woken++);
    void clock.sleep(Number.POSITIVE_INFINITY);
    expect(clock.pending.map(({ due }) => due)).toEqual([4, 4, 9, Number.POSITIVE_INFINITY]);
    expect([await clock.next(), woken, clock.now()]).toEqual([4, 2, 4]);
    expect([await clock.next(), woken, clock.now()]).toEqual([5, 3, 9]);
    await expect(clock.next()).rejects.toThrow('Nobody sleeps on the clock.');
  });
});

describe('runUntil', () => {
  it('lets time pass until a promise is settled, and gives what it does', async () => {
    const clock = new VirtualClock();
    expect(await clock.runUntil(clock.sleep(7).then(() => 'done'))).toBe('done');
    expect(clock.now()).toBe(7);
    const boom = new Error('boom');
    await expect(clock.runUntil(clock.sleep(1).then(() => Promise.reject(boom)))).rejects.toBe(boom);
    expect(await clock.runUntil(Promise.resolve(1))).toBe(1);
    expect(clock.now()).toBe(8);
  });

  it('lets time pass until a condition holds, looked at after each sleeper', async () => {
    const clock = new VirtualClock();
    let rounds = 0;
    void (async () => {
      for (;;) {
        await clock.sleep(2);
        rounds++;
      }
    })();
    await clock.runUntil(() => rounds >= 3);
    expect(clock.now()).toBe(6);
    await clock.runUntil(() => rounds >= 3);
    expect(clock.now()).toBe(6);
  });

  it('ends at its limit, and there the clock stands', async () => {
    const clock = new VirtualClock();
    void clock.sleep(20);
    const never = deferred();
    await expect(clock.runUntil(never.promise, { limit: 10 })).rejects.toThrow('within 10 s of the clock');
    expect(clock.now()).toBe(10);
    await expect(clock.runUntil(() => false, { limit: 5 })).rejects.toThrow('within 5 s of the clock');
    expect(clock.now()).toBe(15);
  });

  it('ends at once where a condition does not hold and nobody sleeps', async () => {
    const clock = new VirtualClock();
    await expect(clock.runUntil(() => false)).rejects.toThrow('nobody sleeps on the clock');
  });

  it('waits for what is real while nobody sleeps, and for sleeps that this leads to', async () => {
    const clock = new VirtualClock();
    const server = createServer((socket) => socket.end());
    server.listen(0, '127.0.0.1');
    await clock.runUntil(once(server, 'listening'));
    const asked = realClock.sleep(0.02).then(() => new Promise((resolve) => server.close(resolve)));
    const closed = asked.then(() => clock.sleep(3));
    await clock.runUntil(closed);
    expect(clock.now()).toBe(3);
  });

  it('refuses a condition that answers with a promise, and a limit that is none', async () => {
    const clock = new VirtualClock();
    await expect(clock.runUntil(async () => false)).rejects.toThrow(LaunchError);
    expect(() => clock.runUntil(() => true, { limit: -1 })).toThrow('The limit of runUntil() is -1');
  });

  it('throws what the condition throws', async () => {
    const clock = new VirtualClock();
    const boom = new Error('boom');
    const condition = () => {
      throw boom;
    };
    await expect(clock.runUntil(condition)).rejects.toBe(boom);
  });
});
