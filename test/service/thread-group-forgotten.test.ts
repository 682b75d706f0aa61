import { describe, expect, it } from 'vitest';
import { ThreadGroup } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle } from './virtual-clock.js';

/** Threads and timers that the group was told to forget: they go on, and hold their place. */

const make = (capacity = 1) => new ThreadGroup({ name: 'api', capacity, log: recordingLog() });

describe('a forgotten thread', () => {
  it('is not waited for any more, also by those who wait already', async () => {
    const tg = make();
    const work = deferred();
    const thread = tg.addThread(() => work.promise);
    await settle();
    const waits = [tg.wait(), tg.stop(true), tg.cancel({ timeout: 1000 })];
    expect(await isSettled(Promise.race(waits))).toBe(false);
    tg.threadDone(thread);
    await Promise.all(waits);
    expect(thread.state).toBe('running');
    work.resolve();
    await thread.wait();
  });

  it('is not stopped with the group', async () => {
    const tg = make(2);
    const [forgotten, other] = [tg.addThread(aborted), tg.addThread(aborted)];
    await settle();
    tg.threadDone(forgotten);
    await tg.stop();
    expect([forgotten.state, other.state]).toEqual(['running', 'done']);
    forgotten.stop();
    await settle();
    expect(forgotten.state).toBe('done');
  });

  it('has its place until it ends: those behind it wait, and are waited for', async () => {
    const tg = make();
    const work = deferred();
    const forgotten = tg.addThread(() => work.promise);
    const behind = tg.addThread(() => 'ran');
    await settle();
    tg.threadDone(forgotten);
    const stopped = tg.stop(true);
    expect([await isSettled(stopped), behind.state]).toEqual([false, 'queued']);
    work.resolve();
    await stopped;
    expect(behind.state).toBe('done');
  });

  it('that is queued runs in its turn, and is not counted', async () => {
    const tg = make();
    const work = deferred();
    tg.addThread(() => work.promise);
    const forgotten = tg.addThread(() => 'ran');
    const last = tg.addThread(() => 'last');
    await settle();
    tg.threadDone(forgotten);
    expect([tg.threads.length, tg.describe().queued]).toEqual([2, 1]);
    work.resolve();
    expect([await forgotten.wait(), await last.wait()]).toEqual(['ran', 'last']);
    await tg.wait();
    expect(tg.describe()).toMatchObject({ queued: 0, threads: [] });
  });

  it('that is queued and cancelled by itself leaves nothing behind', async () => {
    const tg = make();
    const work = deferred();
    tg.addThread(() => work.promise);
    const forgotten = tg.addThread(() => 'ran');
    tg.threadDone(forgotten);
    forgotten.cancel();
    expect(tg.describe().queued).toBe(0);
    work.resolve();
    await tg.wait();
    expect(await tg.addThread(() => 'next').wait()).toBe('next');
  });
});

describe('a forgotten timer', () => {
  it('is not waited for any more, also by those who wait already', async () => {
    const tg = make();
    const timer = tg.addTimer(1000, () => {});
    await settle();
    const waited = tg.wait();
    expect(await isSettled(waited)).toBe(false);
    tg.timerDone(timer);
    await waited;
    expect(timer.running).toBe(true);
    timer.stop();
    await timer.wait();
  });
});
