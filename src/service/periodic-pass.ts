import type { Clock } from './clock.js';
import { isAbort, type Log, reason } from './log.js';
import { DEFAULT_INTERVAL } from './periodic-options.js';
import type { PeriodicTask } from './periodic-task.js';

export interface PassOptions<Context> {
  /** The name of the PeriodicTasks. */
  readonly name: string;
  readonly context: Context;
  readonly signal: AbortSignal;
  readonly raiseOnError: boolean;
  /** How many tasks run at a time. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers of at least 0 and below 1. */
  readonly random: () => number;
}

/** An overrun of less, in seconds, is the resolution of timers and not worth a line. */
const NOTICEABLE = 0.01;

/**
 * Runs those of the tasks that are due, in their order, with a turn of the event loop between them. Resolves to the seconds
 * until the next is due. Rejects, with raiseOnError, with the first error, when all that had begun has ended.
 */
export async function runPass<Context>(
  tasks: readonly PeriodicTask<Context>[],
  options: PassOptions<Context>,
): Promise<number> {
  const { clock, signal, concurrency } = options;
  const queue = tasks.values();
  const errors: unknown[] = [];
  const isDue = (task: PeriodicTask<Context>) => task.dueIn(clock.now()) === 0;
  const runOneByOne = async () => {
    let hasRun = false;
    for (const task of queue) {
      if (!isDue(task)) continue;
      if (hasRun) await clock.sleep(0, signal);
      if (signal.aborted || errors.length > 0) return;
      // Another pass may have begun it meanwhile.
      if (!isDue(task)) continue;
      hasRun = true;
      await run(task, options, errors);
    }
  };
  const runners = Math.min(concurrency, tasks.length);
  await Promise.all(Array.from({ length: runners }, runOneByOne));
  if (errors.length > 0) throw errors[0];
  const now = clock.now();
  return Math.min(DEFAULT_INTERVAL, ...tasks.map((task) => task.dueIn(now) ?? DEFAULT_INTERVAL));
}

async function run<Context>(
  task: PeriodicTask<Context>,
  { name: owner, context, signal, raiseOnError, clock, log, random }: PassOptions<Context>,
  errors: unknown[],
): Promise<void> {
  const name = `${owner}.${task.settings.name}`;
  task.begin(clock.now(), random);
  try {
    await task.callback(context, signal);
    const elapsed = task.end(clock.now());
    warnIfLong(log, name, elapsed, task.settings.spacing);
  } catch (error) {
    const aborted = isAbort(error, signal);
    task.end(clock.now(), { thrown: error, aborted });
    if (aborted) return;
    if (raiseOnError && errors.length === 0) errors.push(error);
    else log.error({ err: error, task: name }, `The periodic task ${name} failed: ${reason(error)}`);
  }
}

function warnIfLong(log: Log, task: string, elapsed: number, spacing: number): void {
  const overrun = elapsed - spacing;
  if (overrun < NOTICEABLE) return;
  log.warn(
    { task, elapsed, spacing, overrun },
    `The periodic task ${task} ran for ${elapsed.toFixed(2)} s, ` +
      `${overrun.toFixed(2)} s longer than its spacing of ${spacing} s.`,
  );
}
