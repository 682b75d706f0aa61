import { describe, expect, it } from 'vitest';
import { PeriodicTasks } from '../../src/service/periodic-tasks.js';
import type { PeriodicTasksOptions, PeriodicTasksStart } from '../../src/service/periodic-tasks-options.js';
import { ThreadGroup } from '../../src/service/thread-group.js';
import { aborted, deferred, isSettled, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** Started periodic tasks, that take clock and log from their thread group. */
function started(start: PeriodicTasksStart<unknown>, options: PeriodicTasksOptions = {}) {
  const clock = new VirtualClock();
  const log = recordingLog();
  const tg = new ThreadGroup({ clock, log });
  const tasks = new PeriodicTasks<unknown>({ name: 'Manager', random: () => 0.5, ...options });
  const at: number[] = [];
  tasks.addPeriodicTask(() => at.push(clock.now()), { name: 'doit', spacing: 10 });
  return { clock, log, tg, tasks, at, timer: tasks.start(tg, start) };
}

describe('start() of PeriodicTasks', () => {
  it('runs passes by one timer of the group, each when the next task is due', async () => {
    const { clock, tg, tasks, at, timer } = started({ initialDelay: 0 });
    expect(tg.timers).toEqual([timer]);
    expect(timer.describe()).toMatchObject({ name: 'periodic tasks of Manager', kind: 'dynamic' });
    await clock.advance(35);
    expect(at).toEqual([10, 20, 30]);
    expect(timer.runs).toBe(4);
    expect(tasks.describe().started).toBe(true);
    await tg.stop();
    expect(tasks.describe().started).toBe(false);
    await clock.advance(100);
    expect(at).toHaveLength(3);
  });

  it('waits first for a part of 60 s at random, or of the time that is given, or for as long as it is told', async () => {
    const first = (start: PeriodicTasksStart<unknown>) => started(start).timer.nextRun;
    expect(first({})).toBe(30);
    expect(first({ periodicFuzzyDelay: 10 })).toBe(5);
    expect(first({ periodicFuzzyDelay: 10, initialDelay: 7 })).toBe(7);
    expect(first({ periodicFuzzyDelay: 0 })).toBeUndefined();
  });

  it('makes a context for each pass, where it is told how', async () => {
    let made = 0;
    const { clock, tasks } = started({ initialDelay: 0, context: 'not this', makeContext: () => ++made });
    const contexts: unknown[] = [];
    tasks.addPeriodicTask((context) => contexts.push(context), { name: 'told', spacing: 10 });
    await clock.advance(25);
    expect(contexts).toHaveLength(2);
    expect(contexts.every((context) => typeof context === 'number')).toBe(true);
    expect(new Set(contexts).size).toBe(2);
    expect(() => started({ makeContext: 'x' as never })).toThrow(
      expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining('makeContext') }),
    );
  });

  it('keeps to the boundaries of the start, whenever the first pass is', async () => {
    const { clock, at } = started({ initialDelay: 34 });
    await clock.advance(55);
    expect(at).toEqual([34, 40, 50]);
  });

  it('passes at the latest after periodicIntervalMax', async () => {
    const { clock, at, timer } = started({ initialDelay: 0, periodicIntervalMax: 4 });
    await clock.advance(12);
    expect(at).toEqual([10]);
    // At 0, 4, 8 and 10.
    expect(timer.runs).toBe(4);
  });

  it('counts from the start, once: another start does not put off what is due', async () => {
    const { clock, tg, tasks, at } = started({ initialDelay: 0 });
    await clock.advance(5);
    await tg.stop();
    clock.block(3);
    tasks.start(tg, { initialDelay: 0 });
    await clock.advance(2);
    expect(at).toEqual([10]);
  });

  it('does not count the time between the construction and the start', async () => {
    const clock = new VirtualClock();
    const tasks = new PeriodicTasks({ clock });
    const at: number[] = [];
    tasks.addPeriodicTask(() => at.push(clock.now()), { name: 'doit', spacing: 10 });
    clock.block(9);
    tasks.start(new ThreadGroup({ clock }), { initialDelay: 0 });
    await clock.advance(11);
    expect(at).toEqual([19]);
  });

  it('keeps to the clock of what has run before', async () => {
    const clock = new VirtualClock();
    const tasks = new PeriodicTasks();
    tasks.addPeriodicTask(() => {}, { name: 'doit', spacing: 10, runImmediately: true });
    await tasks.runPeriodicTasks(undefined);
    tasks.start(new ThreadGroup({ clock }), { initialDelay: 0 });
    expect(tasks.tasks[0]!.nextRunIn).toBeLessThanOrEqual(10);
  });

  it('runs at times that floating point makes no exact sums of', async () => {
    const { clock, tasks, timer } = started({ initialDelay: 0 });
    const at: number[] = [];
    clock.block(0.1);
    tasks.addPeriodicTask(() => at.push(clock.now()), { name: 'fast', spacing: 0.2 });
    await clock.advance(0.7);
    expect(at).toEqual([0.3, 0.5, 0.7]);
    expect(timer.runs).toBe(4);
  });

  it('goes on when a pass that a manager has of its own fails', async () => {
    class Manager extends PeriodicTasks {
      override async runPeriodicTasks(): Promise<number> {
        throw new Error('no context');
      }
    }
    const clock = new VirtualClock();
    const log = recordingLog();
    const timer = new Manager().start(new ThreadGroup({ clock, log }), { initialDelay: 0 });
    await clock.advance(1);
    expect(timer).toMatchObject({ running: true, runs: 2 });
    expect(log.lines[0]?.sentence).toBe('The looping call periodic tasks of Manager failed: no context');
  });

  it('goes on after errors, and logs them to the log of the group', async () => {
    const { clock, log, tasks, at, timer } = started({ initialDelay: 0 });
    tasks.addPeriodicTask(() => Promise.reject(new Error('boom')), { name: 'crash', spacing: 10 });
    await clock.advance(20);
    expect(at).toEqual([10, 20]);
    expect(timer.running).toBe(true);
    expect(log.lines.map(({ sentence }) => sentence)).toEqual(
      Array(2).fill('The periodic task Manager.crash failed: boom'),
    );
  });

  it('passes the context and the signal of the timer; a stop that is not graceful aborts it', async () => {
    const { clock, tg, tasks, log } = started({ initialDelay: 0, context: 'the context' });
    const contexts: unknown[] = [];
    const wait = (context: unknown, signal: AbortSignal) => {
      contexts.push(context);
      return aborted(signal);
    };
    tasks.addPeriodicTask(wait, { spacing: 10 });
    await clock.advance(10);
    expect(contexts).toEqual(['the context']);
    expect(await isSettled(tg.stop())).toBe(true);
    expect(log.lines).toEqual([]);
    expect(tasks.tasks[1]).toMatchObject({ lastResult: 'aborted', failures: 0 });
  });

  it('lets a task finish at a graceful stop', async () => {
    const { clock, tg, tasks } = started({ initialDelay: 0 });
    const { promise, resolve } = deferred();
    tasks.addPeriodicTask(() => promise, { name: 'slow', spacing: 10 });
    await clock.advance(10);
    const stopped = tg.stop(true);
    expect(await isSettled(stopped)).toBe(false);
    resolve();
    await stopped;
    expect(tasks.tasks[1]).toMatchObject({ lastResult: 'ok' });
  });

  it('runs as many at a time as it is told', async () => {
    const { clock, tasks } = started({ initialDelay: 0, concurrency: 2 });
    for (const name of ['a', 'b', 'c'])
      tasks.addPeriodicTask(() => new Promise(() => {}), { name, spacing: 20 });
    await clock.advance(20);
    expect(tasks.tasks.map(({ runs }) => runs)).toEqual([2, 1, 1, 0]);
  });

  it('refuses a second start while the first runs, and a group that is stopping', async () => {
    const { tg, tasks } = started({ initialDelay: 0 });
    expect(() => tasks.start(tg)).toThrow('The periodic tasks of Manager are running already.');
    await tg.stop();
    const { promise, resolve } = deferred();
    tg.addThread(() => promise);
    await settle();
    const stopped = tg.stop(true);
    expect(() => tasks.start(tg)).toThrow('is stopping and takes nothing new (periodic tasks of Manager)');
    resolve();
    await stopped;
    expect(tasks.start(tg).running).toBe(true);
    await tg.stop();
  });
});
