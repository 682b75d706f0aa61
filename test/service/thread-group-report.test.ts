import { describe, expect, it } from 'vitest';
import { enlisted } from '../../src/service/registry.js';
import { ThreadGroup } from '../../src/service/thread-group.js';
import { deferred, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** What a thread group tells of itself, for the report. */

describe('a thread group', () => {
  it('tells of its threads and timers', async () => {
    const clock = new VirtualClock();
    const tg = new ThreadGroup({ name: 'api', capacity: 2, clock, log: recordingLog() });
    const work = deferred();
    const worker = tg.addThread(function works() {
      return work.promise;
    });
    tg.addThread(async function waits() {
      await worker.wait();
    });
    const queued = tg.addThread(() => {});
    queued.name = 'queued';
    tg.addTimer(10, () => {}, { name: 'poll' });
    await clock.advance(4);
    expect(tg.describe()).toEqual({
      name: 'api',
      capacity: 2,
      queued: 1,
      stopping: false,
      threads: [
        { name: 'works', ident: 1, state: 'running', seconds: 4, waitsFor: [] },
        { name: 'waits', ident: 2, state: 'running', seconds: 4, waitsFor: ['works'] },
        { name: 'queued', ident: 3, state: 'queued', seconds: 4, waitsFor: [] },
      ],
      timers: [
        {
          name: 'poll',
          kind: 'fixed interval',
          running: true,
          interval: 10,
          nextRunIn: 6,
          calledFor: null,
          waitsFor: [],
          runs: 1,
        },
      ],
    });
    expect(JSON.parse(JSON.stringify(tg.describe()))).toEqual(tg.describe());
    work.resolve();
    await clock.advance(1);
    await tg.stop();
    expect(tg.describe()).toMatchObject({ queued: 0, threads: [], timers: [] });
  });

  it('tells that it stops, and who waits for it', async () => {
    const tg = new ThreadGroup({ name: 'api', log: recordingLog() });
    const other = new ThreadGroup({ name: 'other', capacity: Number.POSITIVE_INFINITY });
    const work = deferred();
    tg.addThread(() => work.promise);
    other.addThread(() => tg.wait());
    await settle();
    const stopped = tg.stop(true);
    expect(tg.describe().stopping).toBe(true);
    expect(other.describe()).toMatchObject({ capacity: null, threads: [{ waitsFor: ['api'] }] });
    work.resolve();
    await stopped;
    await other.wait();
    expect(tg.describe().stopping).toBe(false);
  });

  it('counts the time of a thread from when it began to run', async () => {
    const clock = new VirtualClock();
    const tg = new ThreadGroup({ capacity: 1, clock });
    tg.addThread(() => clock.sleep(3));
    const second = tg.addThread(() => clock.sleep(3));
    await clock.advance(2);
    expect(second.describe()).toMatchObject({ state: 'queued', seconds: 2 });
    await clock.advance(2);
    expect(second.describe()).toMatchObject({ state: 'running', seconds: 1 });
    await clock.advance(4);
    expect(second.describe()).toMatchObject({ state: 'done' });
  });

  it('knows group and number of a thread', () => {
    const tg = new ThreadGroup();
    const [first, second] = [tg.addThread(() => {}), tg.addThread(() => {})];
    expect([first.group, first.ident, second.ident]).toEqual([tg, 1, 2]);
  });

  it('is found by the report', () => {
    const tg = new ThreadGroup({ name: 'found' });
    expect(enlisted('thread group')).toContain(tg);
  });

  it.each([
    [{ abortGrace: -1 }, 'The abortGrace of the thread group threads is -1;'],
    [{ capacity: '5' }, 'The capacity of the thread group threads is "5"; expected a number of at least 1.'],
    [{ threadPoolSize: 5 }, 'An option of a thread group is "threadPoolSize"; expected one of capacity,'],
    [1000, 'a thread group is 1000; expected an object.'],
  ])('refuses %j', (options, message) => {
    expect(() => new ThreadGroup(options as never)).toThrow(
      expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining(message) }),
    );
  });
});
