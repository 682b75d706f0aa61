import { describe, expect, it } from 'vitest';
import { ThreadGroup, type ThreadGroupOptions } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

const make = (options: ThreadGroupOptions = {}) => {
  const clock = new VirtualClock();
  const log = recordingLog();
  return { clock, log, tg: new ThreadGroup({ name: 'api', clock, log, ...options }) };
};

describe('cancel() with a timeout', () => {
  it('resolves when the last running thread has ended, without waiting for the time', async () => {
    const { tg, clock } = make();
    const work = deferred();
    tg.addThread(() => work.promise);
    await settle();
    const cancelled = tg.cancel({ timeout: 10 });
    expect(await isSettled(cancelled)).toBe(false);
    work.resolve();
    await cancelled;
    expect([clock.now(), clock.pending]).toEqual([0, []]);
  });

  it('resolves at once where nothing runs, and leaves the timers alone', async () => {
    const { tg } = make();
    const timer = tg.addTimer(1, () => {});
    await tg.cancel({ timeout: 10 });
    expect(timer.running).toBe(true);
    await tg.stop();
  });

  it('stops those that have not ended by then, with the timers; who ignores that is named', async () => {
    const { tg, clock, log } = make({ capacity: 2 });
    const work = deferred();
    const heeds = tg.addThread(aborted);
    tg.addThread(async function deaf() {
      await work.promise;
    });
    const queued = tg.addThread(() => {});
    const timer = tg.addTimer(1, () => {});
    const end = Promise.allSettled([heeds.wait(), queued.wait()]);
    await settle();
    const cancelled = tg.cancel({ timeout: 2 });
    expect(queued.state).toBe('done');
    await clock.advance(2);
    expect([heeds.state, timer.running, await isSettled(cancelled)]).toEqual(['done', false, false]);
    await clock.advance(0.5);
    await cancelled;
    expect(log.lines.map((line) => line.fields.left)).toEqual([['deaf']]);
    work.resolve();
    await tg.wait();
    expect((await end).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('of 0 stops at once', async () => {
    const { tg, clock } = make();
    const thread = tg.addThread(aborted);
    await settle();
    const cancelled = tg.cancel({ timeout: 0 });
    await clock.advance(0);
    await cancelled;
    expect(thread.state).toBe('done');
  });

  it('by one of the threads does not wait for that one, nor stop it', async () => {
    const { tg } = make();
    let seen: boolean | undefined;
    const caller = tg.addThread(async (signal) => {
      await tg.cancel({ timeout: 10 });
      seen = signal.aborted;
    });
    await caller.wait();
    expect(seen).toBe(false);
  });

  it('takes new threads meanwhile, and waits for them, too', async () => {
    const { tg, clock } = make();
    const [first, second] = [deferred(), deferred()];
    tg.addThread(() => first.promise);
    await settle();
    const cancelled = tg.cancel({ timeout: 10 });
    tg.addThread(() => second.promise);
    first.resolve();
    expect(await isSettled(cancelled)).toBe(false);
    second.resolve();
    await cancelled;
    expect(clock.now()).toBe(0);
  });

  it.each([
    [{ timeout: -1 }, 'The timeout of cancel() is -1; expected a number of seconds of at least 0.'],
    [{ timeout: '1' }, 'The timeout of cancel() is "1";'],
    [{ waitTime: 1 }, 'An option of cancel() is "waitTime"; expected one of timeout.'],
    [2, 'cancel() is 2; expected an object.'],
  ])('refuses %j before a thread is cancelled', async (options, message) => {
    const { tg } = make();
    const thread = tg.addThread(() => 'ran');
    expect(() => tg.cancel(options as never)).toThrow(
      expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining(message) }),
    );
    expect(await thread.wait()).toBe('ran');
  });
});
