import { PeriodicTasks } from '../../src/service/periodic-tasks.js';
import type {
  PeriodicTasksOptions,
  RunPeriodicTasksOptions,
} from '../../src/service/periodic-tasks-options.js';
import { recordingLog } from './helpers.js';
import { VirtualClock } from './virtual-clock.js';

/** Periodic tasks with a clock of their own, without jitter, and what runs their passes. */
export function periodic(options: PeriodicTasksOptions = {}) {
  const clock = new VirtualClock();
  const log = recordingLog();
  const tasks = new PeriodicTasks<unknown>({ name: 'Manager', clock, log, random: () => 0, ...options });
  return {
    clock,
    log,
    tasks,
    /** A pass when so many seconds have passed; resolves to its idle value. */
    runAfter(seconds: number, run: RunPeriodicTasksOptions = {}, context?: unknown): Promise<number> {
      clock.block(seconds);
      return clock.runUntil(tasks.runPeriodicTasks(context, run));
    },
    /** By name: how often each has begun. */
    runs: () => Object.fromEntries(tasks.tasks.map(({ name, runs }) => [name, runs])),
  };
}
