import { describe, expect, it } from 'vitest';
import { PeriodicTasks } from '../../src/service/periodic-tasks.js';
import type { PeriodicTasksStart } from '../../src/service/periodic-tasks-options.js';
import { ThreadGroup } from '../../src/service/thread-group.js';
import { deferred, isSettled, recordingLog } from './helpers.js';
import { periodic } from './periodic-fixture.js';
import { settle, VirtualClock } from './virtual-clock.js';

function started(start: PeriodicTasksStart<unknown>) {
  const clock = new VirtualClock();
  const tg = new ThreadGroup({ clock, log: recordingLog() });
  const tasks = new PeriodicTasks<unknown>({ name: 'Manager', random: () => 0 });
  /** Adds a task that takes so many seconds; returns when its runs began. */
  const add = (name: string, spacing: number, seconds: number) => {
    const at: number[] = [];
    const work = () => {
      at.push(clock.now());
      return seconds > 0 ? clock.sleep(seconds) : undefined;
    };
    tasks.addPeriodicTask(work, { name, spacing });
    return at;
  };
  tasks.start(tg, { initialDelay: 0, ...start });
  return { clock, tg, tasks, add };
}

describe('tasks that become due while others run', () => {
  it('run at their time, where there is a place', async () => {
    const { clock, add } = started({ concurrency: 2 });
    const slow = add('slow', 1, 3.5);
    const fast = add('fast', 0.5, 0);
    await clock.advance(5);
    expect(slow).toEqual([1, 4.5]);
    expect(fast).toEqual([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]);
  });

  it('get a context that is made for them', async () => {
    let made = 0;
    const { clock, tasks, add } = started({ concurrency: 2, makeContext: () => ++made });
    add('slow', 1, 3.5);
    const contexts: unknown[] = [];
    tasks.addPeriodicTask((context) => void contexts.push(context), { name: 'fast', spacing: 0.5 });
    await clock.advance(3);
    expect(new Set(contexts).size).toBe(6);
  });

  it('wait for a place otherwise, and each gets its turn', async () => {
    const { clock, add } = started({ concurrency: 2 });
    const all = ['a', 'b', 'c'].map((name) => add(name, 1, 2));
    await clock.advance(10);
    expect(all).toEqual([
      [1, 3, 7, 9],
      [1, 5, 7],
      [3, 5, 9],
    ]);
  });

  it('wait for all that run by default', async () => {
    const { clock, add } = started({});
    add('slow', 1, 1.5);
    const fast = add('fast', 0.5, 0);
    await clock.advance(3);
    expect(fast).toEqual([0.5, 2.5]);
  });

  it('are not begun any more at a graceful stop, although some task always runs', async () => {
    const { clock, tg, add, tasks } = started({ concurrency: 2 });
    add('a', 1, 1.5);
    add('b', 0.7, 1.4);
    await clock.advance(10);
    const stopped = tg.stop(true);
    const { length } = tasks.tasks.filter(({ calledFor }) => calledFor !== null);
    expect(length).toBeGreaterThan(0);
    const begun = tasks.tasks.map(({ runs }) => runs);
    await clock.advance(2);
    expect(await isSettled(stopped)).toBe(true);
    expect(tasks.tasks.map(({ runs }) => runs)).toEqual(begun);
  });

  it('may have been added meanwhile', async () => {
    const { clock, add } = started({ concurrency: 2 });
    add('slow', 10, 200);
    await clock.advance(15);
    const added = add('added', 100, 0);
    await clock.advance(115);
    expect(added).toEqual([115]);
  });

  it('let the event loop have a turn, also where one computes for longer than its spacing', async () => {
    const { tasks, clock } = periodic();
    const { promise, resolve } = deferred();
    let runs = 0;
    const computes = () => {
      runs++;
      clock.block(1);
    };
    tasks.addPeriodicTask(() => promise, { name: 'slow', spacing: 10 });
    tasks.addPeriodicTask(computes, { name: 'computes', spacing: 1 });
    clock.block(10);
    const lookAgain = () => runs < 3;
    const pass = tasks.runPeriodicTasks(undefined, { concurrency: Number.POSITIVE_INFINITY, lookAgain });
    await settle();
    expect(runs).toBe(1);
    await clock.advance(0);
    expect(runs).toBe(2);
    resolve();
    await clock.runUntil(pass);
  });

  it('are left to the next pass without lookAgain, which is refused where it is no function', async () => {
    const { tasks, runAfter, runs, clock } = periodic();
    tasks.addPeriodicTask(() => clock.sleep(5), { name: 'slow', spacing: 10 });
    tasks.addPeriodicTask(() => {}, { name: 'fast', spacing: 1 });
    expect(await runAfter(10, { concurrency: 2 })).toBe(0);
    expect(runs()).toEqual({ slow: 1, fast: 1 });
    expect(() => tasks.runPeriodicTasks(undefined, { lookAgain: true as never })).toThrow(
      expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining('lookAgain') }),
    );
  });
});
