import { reason } from './log.js';
import { jitterOf, nearestBoundary, TOO_EARLY } from './periodic-boundary.js';
import type { PeriodicTaskSettings } from './periodic-options.js';

/** What is called: with the context of the pass, and the signal that ends it. */
export type PeriodicCallback<Context> = (context: Context, signal: AbortSignal) => unknown;

/** What a report tells of a periodic task; times in seconds. */
export interface PeriodicTaskDescription {
  readonly name: string;
  /** Negative where this switches it off. */
  readonly spacing: number;
  readonly enabled: boolean;
  readonly externalProcessOk: boolean;
  /** Whether it is left to another process. */
  readonly skipped: boolean;
  /** When the last run began, in seconds before now; null before the first. */
  readonly lastRunAgo: number | null;
  /** How long the last run that has ended took; null before that. */
  readonly lastDuration: number | null;
  /** 'ok', what the error of the last run said, or 'aborted'; null before the first has ended. */
  readonly lastResult: string | null;
  /** How many runs have begun. */
  readonly runs: number;
  readonly failures: number;
  /** 0 if it is due; null while it runs, and if it never will. */
  readonly nextRunIn: number | null;
  /** How long the run in progress has taken. */
  readonly calledFor: number | null;
}

/** A periodic task of one PeriodicTasks: when it is due, and how its runs went. Times in seconds of the clock. */
export class PeriodicTask<Context> {
  readonly settings: PeriodicTaskSettings;
  readonly callback: PeriodicCallback<Context>;
  /** Never due where it is false. */
  readonly active: boolean;
  /** From when the next run is counted: the boundary of the last. Undefined: it is due at once. */
  #lastRun: number | undefined;
  #began: number | undefined;
  #running = false;
  #lastDuration: number | undefined;
  #lastResult: string | undefined;
  #runs = 0;
  #failures = 0;

  constructor(settings: PeriodicTaskSettings, callback: PeriodicCallback<Context>, runsExternal: boolean) {
    this.settings = settings;
    this.callback = callback;
    this.active = settings.enabled && (runsExternal || !settings.externalProcessOk);
  }

  get hasRun(): boolean {
    return this.#runs > 0;
  }

  /** Where a task has not run yet, its first run is counted from `now`. */
  countFrom(now: number): void {
    if (!this.hasRun && !this.settings.runImmediately) this.#lastRun = now;
  }

  /** Seconds until it is due; undefined while it runs, and if it never will. */
  dueIn(now: number): number | undefined {
    if (!this.active || this.#running) return undefined;
    if (this.#lastRun === undefined) return 0;
    const seconds = this.#lastRun + this.settings.spacing - now;
    return seconds > TOO_EARLY ? seconds : 0;
  }

  /** A run begins. From now on the next is counted, so that one that fails is not tried again before its time. */
  begin(now: number, random: () => number): void {
    const { spacing, jitter } = this.settings;
    const boundary = nearestBoundary(this.#lastRun, spacing, now);
    // None in the first run of those that run immediately: it is at no boundary.
    this.#lastRun = this.#lastRun === undefined ? boundary : boundary + jitterOf(spacing, jitter, random());
    this.#began = now;
    this.#running = true;
    this.#runs++;
  }

  /** The run that was begun has ended; returns how many seconds it took. */
  end(now: number, error?: { thrown: unknown; aborted: boolean }): number {
    const seconds = now - (this.#began ?? now);
    this.#running = false;
    this.#lastDuration = seconds;
    this.#lastResult = !error ? 'ok' : error.aborted ? 'aborted' : reason(error.thrown);
    if (error && !error.aborted) this.#failures++;
    return seconds;
  }

  describe(now: number): PeriodicTaskDescription {
    const { name, spacing, enabled, externalProcessOk } = this.settings;
    const ago = this.#began === undefined ? null : now - this.#began;
    return {
      name,
      spacing,
      enabled,
      externalProcessOk,
      skipped: enabled && !this.active,
      lastRunAgo: ago,
      lastDuration: this.#lastDuration ?? null,
      lastResult: this.#lastResult ?? null,
      runs: this.#runs,
      failures: this.#failures,
      nextRunIn: this.dueIn(now) ?? null,
      calledFor: this.#running ? ago : null,
    };
  }
}
