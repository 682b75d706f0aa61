import { describe, expect, it } from 'vitest';
import { deferred } from './helpers.js';
import { periodic } from './periodic-fixture.js';
import { settle } from './virtual-clock.js';

/** The counterparts of oslo's run_periodic_tasks_in_parallel, which uses processes; see docs/periodic-tasks.md. */
describe('concurrency', () => {
  it('PT13 begins nothing when nothing is due', async () => {
    const { tasks, runAfter, runs } = periodic();
    tasks.addPeriodicTask(() => {}, { name: 'doit', spacing: 10 });
    expect(await runAfter(0, { concurrency: 4 })).toBe(10);
    expect(runs()).toEqual({ doit: 0 });
  });

  it('PT14 runs what is due in this process: what a task changes stays changed', async () => {
    const { tasks, runAfter } = periodic();
    const manager = { done: 0, pid: 0 };
    const doit = () => {
      manager.done++;
      manager.pid = process.pid;
    };
    tasks.addPeriodicTask(doit, { spacing: 10 });
    tasks.addPeriodicTask(() => {}, { name: 'not yet', spacing: 20 });
    expect(await runAfter(10, { concurrency: 4 })).toBe(10);
    expect(manager).toEqual({ done: 1, pid: process.pid });
  });

  it('PT15 gives the place of whichever ends first to the next, without polling', async () => {
    const { tasks, clock } = periodic();
    const ends = { a: deferred(), b: deferred(), c: deferred() };
    const begun: string[] = [];
    for (const [name, { promise }] of Object.entries(ends)) {
      const work = () => {
        begun.push(name);
        return promise;
      };
      tasks.addPeriodicTask(work, { name, spacing: 10 });
    }
    clock.block(10);
    const pass = tasks.runPeriodicTasks(undefined, { concurrency: 2 });
    await settle();
    expect(begun).toEqual(['a', 'b']);
    ends.b.resolve();
    await clock.advance(0);
    expect(begun).toEqual(['a', 'b', 'c']);
    expect(tasks.tasks.map(({ lastResult }) => lastResult)).toEqual([null, 'ok', null]);
    ends.a.resolve();
    ends.c.resolve();
    expect(await pass).toBe(10);
    expect(clock.sleeps).toEqual([0]);
  });

  it('PT16 lets ten tasks end that wait for what one of them holds', async () => {
    const { tasks, runAfter, runs, log } = periodic();
    const lock = deferred();
    for (let index = 1; index < 10; index++) {
      tasks.addPeriodicTask(() => lock.promise, { name: `waits ${index}`, spacing: 10 });
    }
    tasks.addPeriodicTask(() => lock.resolve(), { name: 'frees', spacing: 10 });
    expect(await runAfter(10, { concurrency: 10 })).toBe(10);
    expect(Object.values(runs())).toEqual(Array(10).fill(1));
    expect(log.lines).toEqual([]);
  });

  it('PT17 passes a context that no other process could get', async () => {
    const { tasks, runAfter } = periodic();
    const context = { query: () => 'rows', pending: new Promise(() => {}) };
    const passed: unknown[] = [];
    for (const name of ['a', 'b']) {
      tasks.addPeriodicTask((given) => passed.push(given), { name, spacing: 10 });
    }
    await runAfter(10, { concurrency: 2 }, context);
    expect(passed).toHaveLength(2);
    for (const given of passed) expect(given).toBe(context);
  });

  it('PT18 is there for everybody; only what is no number of tasks is refused', async () => {
    const { tasks, runAfter } = periodic();
    for (const concurrency of [0, -1, 1.5, Number.NaN, '2' as never]) {
      expect(() => tasks.runPeriodicTasks(undefined, { concurrency })).toThrow(
        expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining('concurrency') }),
      );
    }
    expect(await runAfter(0, { concurrency: Number.POSITIVE_INFINITY })).toBe(60);
  });

  it('with raiseOnError rejects with the first error, when all have ended; the others are logged', async () => {
    const { tasks, clock, log, runs } = periodic();
    const first = new Error('first');
    const second = new Error('second');
    const fail = (seconds: number, error: Error) => async () => {
      await clock.sleep(seconds);
      throw error;
    };
    tasks.addPeriodicTask(fail(2, second), { name: 'slow', spacing: 10 });
    tasks.addPeriodicTask(fail(1, first), { name: 'fast', spacing: 10 });
    tasks.addPeriodicTask(() => {}, { name: 'never begun', spacing: 10 });
    clock.block(10);
    const pass = tasks.runPeriodicTasks(undefined, { concurrency: 2, raiseOnError: true });
    await expect(clock.runUntil(pass)).rejects.toBe(first);
    expect(clock.now()).toBe(12);
    expect(runs()).toEqual({ slow: 1, fast: 1, 'never begun': 0 });
    expect(log.lines.map(({ fields }) => fields.err)).toEqual([second]);
  });
});
