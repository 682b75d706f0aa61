import { badValue } from './bad-value.js';
import { type Clock, realClock } from './clock.js';
import type { DynamicLoopingCall } from './dynamic-looping-call.js';
import { stderrLog } from './log.js';
import { PeriodicBook } from './periodic-book.js';
import type { PeriodicTaskOptions } from './periodic-options.js';
import { runPass } from './periodic-pass.js';
import type { PeriodicCallback, PeriodicTaskDescription } from './periodic-task.js';
import {
  checkPeriodicTasksOptions,
  checkPeriodicTasksStart,
  checkRunPeriodicTasksOptions,
  type PeriodicLog,
  type PeriodicTasksOptions,
  type PeriodicTasksStart,
  type RunPeriodicTasksOptions,
} from './periodic-tasks-options.js';
import { enlist } from './registry.js';
import type { ThreadGroup } from './thread-group.js';

export { periodicTask } from './periodic-declarations.js';

/** What is needed of a thread group. */
export type TimersOf = Pick<ThreadGroup, 'addDynamicTimer' | 'log' | 'clock'>;

/** What a report tells of a PeriodicTasks. */
export interface PeriodicTasksDescription {
  readonly name: string;
  /** Whether the timer of start() runs. */
  readonly started: boolean;
  /** Those that are switched off, too. Declared ones from the first use on. */
  readonly tasks: readonly PeriodicTaskDescription[];
}

/**
 * Tasks that run every so many seconds, one after the other: what a manager extends or, with `target`, what an object
 * has. oslo_service.periodic_task.PeriodicTasks.
 *
 * They are declared with @periodicTask, in `static periodicTasks`, or with addPeriodicTask(). First runs are counted from
 * the construction, or the first start(). An exception in a task is logged with its name and does nothing else.
 */
export class PeriodicTasks<Context = unknown> {
  readonly #options: PeriodicTasksOptions;
  readonly #book: PeriodicBook<Context>;
  /** Held here: the registry does not hold it. Not this object, as a manager may have a describe() of its own. */
  readonly #described: { describe(): PeriodicTasksDescription };
  #clock: Clock;
  #log: PeriodicLog;
  #timer: DynamicLoopingCall | undefined;

  /** Throws LaunchError NL_BAD_VALUE for wrong and unknown options. */
  constructor(options: PeriodicTasksOptions = {}) {
    checkPeriodicTasksOptions(options);
    const { target = this, runExternalPeriodicTasks: runsExternal = true } = options;
    const { name = target.constructor?.name || 'periodic tasks' } = options;
    this.#options = options;
    this.#log = options.log ?? stderrLog;
    this.#clock = options.clock ?? realClock;
    const now = () => this.#clock.now();
    const info = (sentence: string) => this.#log.info?.(sentence);
    this.#book = new PeriodicBook({ target, name, runsExternal, now, info });
    this.#described = { describe: () => this.#describe() };
    enlist('periodic tasks', this.#described);
  }

  /** The tasks as they are now, without those that are switched off, in the order of their registration. */
  get tasks(): PeriodicTaskDescription[] {
    this.#book.collect();
    return this.#describe().tasks.filter(({ enabled }) => enabled);
  }

  /**
   * Adds a task to this object alone, after those it has; returns false for one that is switched off. It is looked at from
   * the next pass on. Throws LaunchError NL_BAD_VALUE for wrong options, and for a name that a task has already.
   */
  addPeriodicTask(callback: PeriodicCallback<Context>, options: PeriodicTaskOptions = {}): boolean {
    return this.#book.add(callback, options);
  }

  /**
   * One pass: runs the tasks that are due, with a turn of the event loop between them. Resolves to the seconds until
   * the next is due, 60 at the most; with lookAgain also those that become due meanwhile. Rejects only with raiseOnError,
   * when what was begun has ended. Throws LaunchError NL_BAD_VALUE for wrong options and declarations.
   */
  runPeriodicTasks(context: Context, options: RunPeriodicTasksOptions<Context> = {}): Promise<number> {
    const { name } = this.#book;
    checkRunPeriodicTasksOptions(options, name);
    this.#book.collect();
    const {
      raiseOnError = false,
      concurrency = 1,
      lookAgain,
      makeContext = () => context,
      signal = new AbortController().signal,
    } = options;
    return runPass(() => this.#book.active, {
      name,
      context,
      makeContext,
      signal,
      raiseOnError,
      concurrency,
      lookAgain,
      clock: this.#clock,
      log: this.#log,
      random: this.#options.random ?? Math.random,
    });
  }

  /**
   * Runs passes for as long as the timer runs that it adds to `threadGroup` and returns. Throws LaunchError NL_BAD_VALUE
   * for wrong options and declarations, an Error while that timer runs already and while the group is stopping.
   */
  start(threadGroup: TimersOf, options: PeriodicTasksStart<Context> = {}): DynamicLoopingCall {
    const { name } = this.#book;
    checkPeriodicTasksStart(options, name);
    // By its methods: the group may be of another copy of this module.
    if (typeof threadGroup?.addDynamicTimer !== 'function')
      throw badValue(`The thread group for the periodic tasks of ${name}`, threadGroup, 'a ThreadGroup');
    if (this.#timer?.running) throw new Error(`The periodic tasks of ${name} are running already.`);
    this.#log = this.#options.log ?? threadGroup.log;
    this.#book.collect();
    const {
      context,
      makeContext = () => context as Context,
      concurrency,
      periodicFuzzyDelay = 60,
      periodicIntervalMax,
    } = options;
    const { initialDelay = (this.#options.random ?? Math.random)() * periodicFuzzyDelay } = options;
    const isFirst = this.#timer === undefined;
    const timer: DynamicLoopingCall = threadGroup.addDynamicTimer(
      (signal: AbortSignal) =>
        this.runPeriodicTasks(makeContext(), {
          signal,
          concurrency,
          makeContext,
          lookAgain: () => !timer.stopped,
        }),
      { name: `periodic tasks of ${name}`, initialDelay, periodicIntervalMax, stopOnException: false },
    );
    this.#timer = timer;
    if (isFirst) this.#countFrom(threadGroup.clock);
    return timer;
  }

  /** For the report. */
  describe(): PeriodicTasksDescription {
    return this.#describe();
  }

  #countFrom(clock: Clock): void {
    // What has run already is counted by the clock by which it ran.
    if (!this.#book.hasRun) this.#clock = this.#options.clock ?? clock;
    this.#book.countFromNow();
  }

  #describe(): PeriodicTasksDescription {
    const now = this.#clock.now();
    return {
      name: this.#book.name,
      started: this.#timer?.running ?? false,
      tasks: this.#book.tasks.map((task) => task.describe(now)),
    };
  }
}
