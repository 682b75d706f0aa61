import type { Logger } from 'pino';
import { badValue, checkSeconds } from './bad-value.js';
import type { Clock } from './clock.js';
import type { Log } from './log.js';
import { checkOptions } from './unknown-options.js';

export type PeriodicLog = Log & Partial<Pick<Logger, 'info'>>;

export interface PeriodicTasksOptions {
  /** Whose methods the tasks are, for an object that does not extend PeriodicTasks. */
  target?: object | undefined;
  /** For the log and the report; the class of the target if absent. */
  name?: string | undefined;
  /** Whether tasks with externalProcessOk are run here. True by default. oslo's run_external_periodic_tasks. */
  runExternalPeriodicTasks?: boolean | undefined;
  /** Of the thread group of start(), if absent. */
  log?: PeriodicLog | undefined;
  /** Of the thread group of start(), if absent; the real one without a start(). */
  clock?: Clock | undefined;
  /** Numbers of at least 0 and below 1, for jitter and the first delay; Math.random if absent. */
  random?: (() => number) | undefined;
}

export interface RunPeriodicTasksOptions<Context = unknown> {
  /** True: the error of a task rejects, and the tasks after it are not run. */
  raiseOnError?: boolean | undefined;
  /** How many tasks run at a time; 1 by default. */
  concurrency?: number | undefined;
  /**
   * Whether tasks that have become due are begun while others still run; asked each time. The pass goes on for as long as
   * one runs, then. Never by default.
   */
  lookAgain?: (() => boolean) | undefined;
  /** Makes what is passed to those; the context of the pass by default. */
  makeContext?: (() => Context) | undefined;
  /** Passed to the tasks; none is begun once it is aborted. */
  signal?: AbortSignal | undefined;
}

export interface PeriodicTasksStart<Context> {
  /** Passed to the tasks. */
  context?: Context | undefined;
  /** Makes what is passed to them, anew each time that what is due is begun; instead of `context`. */
  makeContext?: (() => Context) | undefined;
  /** Seconds before the first pass. */
  initialDelay?: number | undefined;
  /** Without an initialDelay: it is up to so many seconds, at random. 60 by default, as in Nova. */
  periodicFuzzyDelay?: number | undefined;
  /** The most seconds between two passes. */
  periodicIntervalMax?: number | undefined;
  /** How many tasks run at a time; 1 by default. */
  concurrency?: number | undefined;
}

const OPTIONS = ['target', 'name', 'runExternalPeriodicTasks', 'log', 'clock', 'random'];
const RUN_OPTIONS = ['raiseOnError', 'concurrency', 'lookAgain', 'makeContext', 'signal'];
const START_OPTIONS = [
  'context',
  'makeContext',
  'initialDelay',
  'periodicFuzzyDelay',
  'periodicIntervalMax',
  'concurrency',
];

/** All of these throw LaunchError NL_BAD_VALUE; `name` is that of the periodic tasks. */
export function checkPeriodicTasksOptions(options: PeriodicTasksOptions): void {
  checkOptions(options, OPTIONS, 'periodic tasks');
  const { target, name, runExternalPeriodicTasks: external, random } = options;
  if (target !== undefined && (typeof target !== 'object' || target === null))
    throw badValue('The target of periodic tasks', target, 'an object that has them as methods');
  if (name !== undefined && typeof name !== 'string')
    throw badValue('The name of periodic tasks', name, 'a text');
  if (external !== undefined && typeof external !== 'boolean')
    throw badValue('The runExternalPeriodicTasks of periodic tasks', external, 'true or false');
  if (random !== undefined && typeof random !== 'function')
    throw badValue('The random of periodic tasks', random, 'a function');
}

export function checkRunPeriodicTasksOptions(options: RunPeriodicTasksOptions, name: string): void {
  checkOptions(options, RUN_OPTIONS, 'runPeriodicTasks()');
  const { raiseOnError = false, lookAgain, signal } = options;
  if (typeof raiseOnError !== 'boolean')
    throw badValue(`The raiseOnError of ${name}`, raiseOnError, 'true or false');
  if (lookAgain !== undefined && typeof lookAgain !== 'function')
    throw badValue(`The lookAgain of ${name}`, lookAgain, 'a function');
  if (signal !== undefined && typeof signal?.aborted !== 'boolean')
    throw badValue(`The signal of ${name}`, signal, 'an AbortSignal');
  checkConcurrency(options.concurrency, name);
}

export function checkPeriodicTasksStart(options: PeriodicTasksStart<unknown>, name: string): void {
  checkOptions(options, START_OPTIONS, `start() of the periodic tasks of ${name}`);
  for (const key of ['initialDelay', 'periodicFuzzyDelay', 'periodicIntervalMax'] as const) {
    if (options[key] !== undefined) checkSeconds(options[key], `The ${key} of ${name}`);
  }
  const { makeContext } = options;
  if (makeContext !== undefined && typeof makeContext !== 'function')
    throw badValue(`The makeContext of ${name}`, makeContext, 'a function');
  checkConcurrency(options.concurrency, name);
}

function checkConcurrency(concurrency: unknown, name: string): void {
  if (concurrency === undefined || concurrency === Infinity) return;
  if (Number.isInteger(concurrency) && (concurrency as number) >= 1) return;
  throw badValue(`The concurrency of ${name}`, concurrency, 'a whole number of at least 1');
}
