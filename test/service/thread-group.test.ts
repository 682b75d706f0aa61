import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { ThreadGroup, type ThreadGroupOptions } from '../../src/service/thread-group.js';
import { aborted, deferred, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

const make = (options: ThreadGroupOptions = {}) => {
  const clock = new VirtualClock();
  const log = recordingLog();
  return { clock, log, tg: new ThreadGroup({ name: 'api', clock, log, ...options }) };
};

describe('threads', () => {
  it('get their arguments, then their signal; wait() gives what they return', async () => {
    const { tg } = make();
    const add = tg.addThread(
      async (a, b, signal) => {
        const sum: number = a + b;
        return signal.aborted ? 'stopped' : sum;
      },
      1,
      2,
    );
    expect(await add.wait()).toBe(3);
    expect(await tg.addThread((signal) => signal.aborted).wait()).toBe(false);
    // @ts-expect-error: the arguments must fit the callback
    tg.addThread((n: number) => n, 'x');
  });

  it('begin after addThread() has returned, and leave the group by themselves', async () => {
    const { tg } = make();
    let ran = false;
    const thread = tg.addThread(function poll() {
      ran = true;
    });
    expect([ran, thread.state, thread.name, tg.threads]).toEqual([false, 'queued', 'poll', [thread]]);
    await thread.wait();
    expect([ran, thread.state, tg.threads]).toEqual([true, 'done', []]);
  });

  it('log their exception with their name; the group goes on, and nobody need wait for it', async () => {
    const { tg, log } = make();
    const boom = new Error('boom');
    const thread = tg.addThread(async function poll() {
      throw boom;
    });
    const other = tg.addThread(aborted);
    await settle();
    expect(log.lines).toEqual([
      { level: 'error', fields: { err: boom, thread: 'poll' }, sentence: 'The thread poll failed: boom' },
    ]);
    expect(tg.threads).toEqual([other]);
    await expect(thread.wait()).rejects.toBe(boom);
    await tg.stop();
  });

  it('stop() aborts the signal; obeying it is no error, another error is one', async () => {
    const { tg, log } = make();
    const obeys = tg.addThread(aborted);
    const fails = tg.addThread((signal) => aborted(signal).catch(() => Promise.reject(new Error('boom'))));
    await settle();
    obeys.stop();
    await expect(obeys.wait()).rejects.toThrow('aborted');
    expect(log.lines).toEqual([]);
    fails.stop();
    await expect(fails.wait()).rejects.toThrow('boom');
    expect(log.lines).toHaveLength(1);
  });

  it('an AbortError that nobody asked for is an error', async () => {
    const { tg, log } = make();
    tg.addThread(() => Promise.reject(new DOMException('no', 'AbortError')));
    await settle();
    expect(log.lines).toHaveLength(1);
  });

  it('never run when stopped or cancelled before they began', async () => {
    const { tg } = make();
    let ran = 0;
    const stopped = tg.addThread(() => ran++);
    const cancelled = tg.addThread(() => ran++);
    stopped.stop();
    cancelled.cancel();
    expect(tg.threads).toEqual([]);
    await expect(stopped.wait()).rejects.toMatchObject({ name: 'AbortError' });
    await expect(cancelled.wait()).rejects.toMatchObject({ name: 'AbortError' });
    expect(ran).toBe(0);
  });

  it('call their links when done, however they ended, and at once when they are', async () => {
    const { tg, log } = make();
    const calls: unknown[] = [];
    const thread = tg.addThread(() => Promise.reject(new Error('boom')));
    thread.link(() => {
      throw new Error('bad link');
    });
    thread.link((t, a, b) => calls.push([t, a, b, t.state]), 1, 2);
    await settle();
    expect(calls).toEqual([[thread, 1, 2, 'done']]);
    thread.link((t) => calls.push(t));
    expect(calls).toHaveLength(2);
    expect(log.lines.map((line) => line.sentence)).toContain('A link of the thread anonymous failed.');
  });
});

describe('capacity', () => {
  it('queues what is beyond it and starts that in order, in the context of who added it', async () => {
    const { tg } = make({ capacity: 2 });
    const context = new AsyncLocalStorage<string>();
    const gates = [deferred(), deferred(), deferred(), deferred()];
    const began: unknown[] = [];
    for (const [i, gate] of gates.entries()) {
      context.run(`of ${i}`, () =>
        tg.addThread(async () => {
          began.push(context.getStore());
          await gate.promise;
        }),
      );
    }
    await settle();
    expect(began).toEqual(['of 0', 'of 1']);
    expect(tg.threads.map((thread) => thread.state)).toEqual(['running', 'running', 'queued', 'queued']);
    gates[1]!.resolve();
    await settle();
    expect(began).toEqual(['of 0', 'of 1', 'of 2']);
    for (const gate of gates) gate.resolve();
    await tg.wait();
    expect(began).toHaveLength(4);
  });

  it('gives the slot of a thread that is cancelled before it began to the next', async () => {
    const { tg } = make({ capacity: 1 });
    const first = tg.addThread(() => 1);
    const second = tg.addThread(() => 2);
    first.cancel();
    expect(await second.wait()).toBe(2);
  });

  it('queues again after the queue was empty, more than once', async () => {
    const { tg } = make({ capacity: 1 });
    for (let round = 0; round < 3; round++) {
      const threads = [1, 2, 3].map((n) => tg.addThread(() => n));
      expect(await Promise.all(threads.map((thread) => thread.wait()))).toEqual([1, 2, 3]);
      await tg.wait();
    }
  });

  it('cancel() keeps all that is queued from running, and nothing that runs', async () => {
    const { tg } = make({ capacity: 1 });
    const gate = deferred();
    let ran = 0;
    const running = tg.addThread(() => gate.promise);
    await settle();
    tg.addThread(() => ran++);
    tg.addThread(() => ran++);
    tg.cancel();
    expect(tg.threads).toEqual([running]);
    gate.resolve();
    await tg.wait();
    expect(ran).toBe(0);
  });

  it('cancels threads that hold a slot and have not begun, with those behind them', async () => {
    const { tg } = make({ capacity: 1 });
    let ran = 0;
    for (let i = 0; i < 5; i++) tg.addThread(() => ran++);
    tg.cancel();
    expect(tg.threads).toEqual([]);
    await settle();
    expect(ran).toBe(0);
  });

  it('must be 1 or more', () => {
    for (const capacity of [0, -1, Number.NaN]) {
      expect(() => make({ capacity })).toThrow(
        `The capacity of the thread group api is ${capacity}; expected`,
      );
    }
  });
});
