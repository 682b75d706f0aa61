import type { Clock } from './clock.js';
import { isAbort, type Log, reason } from './log.js';
import { Nap } from './nap.js';
import { DEFAULT_INTERVAL } from './periodic-options.js';
import type { PeriodicTask } from './periodic-task.js';

export interface PassOptions<Context> {
  /** The name of the PeriodicTasks. */
  readonly name: string;
  readonly context: Context;
  /** For those that become due meanwhile. */
  readonly makeContext: () => Context;
  readonly signal: AbortSignal;
  readonly raiseOnError: boolean;
  /** How many tasks run at a time. */
  readonly concurrency: number;
  readonly lookAgain: (() => boolean) | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Numbers of at least 0 and below 1. */
  readonly random: () => number;
}

/** An overrun of less, in seconds, is the resolution of timers and not worth a line. */
const NOTICEABLE = 0.01;

/**
 * Runs those of the tasks that are due, in their order, with a turn of the event loop between them. With `lookAgain`, also
 * those that become due while others run. Resolves to the seconds until the next is due. Rejects, with raiseOnError, with
 * the first error, when all that had begun has ended.
 */
export async function runPass<Context>(
  tasks: () => readonly PeriodicTask<Context>[],
  options: PassOptions<Context>,
): Promise<number> {
  const { clock, signal, concurrency, lookAgain } = options;
  const running = new Set<Promise<void>>();
  const errors: unknown[] = [];
  let begun = 0;
  const isDue = (task: PeriodicTask<Context>) => task.dueIn(clock.now()) === 0;
  const goesOn = () => !signal.aborted && errors.length === 0;
  const looksAgain = () => goesOn() && (lookAgain?.() ?? false);

  // Each task at most once, so that those that are always due leave the others their turn.
  const beginWhatIsDue = async (context: Context, mayBegin: () => boolean) => {
    for (const task of tasks()) {
      if (!isDue(task)) continue;
      while (running.size >= concurrency) await Promise.race(running);
      if (begun >= concurrency) await clock.sleep(0, signal);
      if (!mayBegin()) return;
      // Another pass may have begun it meanwhile.
      if (!isDue(task)) continue;
      begun++;
      const ended: Promise<void> = run(task, context, options, errors).finally(() => running.delete(ended));
      running.add(ended);
    }
  };

  await beginWhatIsDue(options.context, goesOn);
  const nap = new Nap(clock);
  while (running.size > 0) {
    const naps = looksAgain() && running.size < concurrency;
    await Promise.race(naps ? [...running, nap.sleep(idleTime(tasks(), clock.now()))] : running);
    nap.wake();
    if (!looksAgain()) continue;
    await clock.sleep(0, signal);
    await beginWhatIsDue(options.makeContext(), looksAgain);
  }
  if (errors.length > 0) throw errors[0];
  return idleTime(tasks(), clock.now());
}

function idleTime(tasks: readonly PeriodicTask<never>[], now: number): number {
  return Math.min(DEFAULT_INTERVAL, ...tasks.map((task) => task.dueIn(now) ?? DEFAULT_INTERVAL));
}

async function run<Context>(
  task: PeriodicTask<Context>,
  context: Context,
  { name: owner, signal, raiseOnError, clock, log, random }: PassOptions<Context>,
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
