import type { Clock } from './clock.js';
import type { Log } from './log.js';
import type { Run } from './run.js';

export interface ShutdownOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Seconds to wait for a start() under way. */
  readonly startGrace: number;
}

/** One stop of all services of a process, and its escalation. */
export class Shutdown {
  #started: Promise<void> | undefined;
  #draining: Promise<void> | undefined;
  #forcing: Promise<void> | undefined;
  #forced!: () => void;
  readonly #whenForced = new Promise<void>((resolve) => {
    this.#forced = resolve;
  });

  constructor(
    private readonly runs: readonly Run[],
    private readonly options: ShutdownOptions,
  ) {}

  /** May be called repeatedly; after a graceful call, one that is not ends it. Never rejects. */
  stop(graceful: boolean): Promise<void> {
    if (!graceful || this.#forcing) {
      this.#forcing ??= this.#force();
      return this.#forcing;
    }
    this.#draining ??= Promise.race([this.#drain(), this.#whenForced]);
    return this.#draining;
  }

  /** One after the other, the last first: what was started later may need what was started before. */
  async #drain(): Promise<void> {
    await this.#startsSettle(true);
    for (const run of [...this.runs].reverse()) {
      if (this.#forcing) return;
      if (run.state === 'started') await run.stop(true);
    }
  }

  /** All at once, the last first: one that hangs must not keep the others from being told. */
  async #force(): Promise<void> {
    await this.#startsSettle(false);
    for (const run of this.runs) if (run.state === 'starting') run.stopWhenStarted(false);
    const live = this.runs.filter((run) => run.state === 'started' || run.state === 'stopping');
    await Promise.all(live.reverse().map((run) => run.stop(false)));
    this.#forced();
  }

  #startsSettle(graceful: boolean): Promise<void> {
    this.#started ??= this.#awaitStarts(graceful);
    return this.#started;
  }

  async #awaitStarts(graceful: boolean): Promise<void> {
    const starting = this.runs.filter((run) => run.state === 'starting');
    if (starting.length === 0) return;
    const { clock, log, startGrace } = this.options;
    const settled = new AbortController();
    const all = Promise.all(starting.map((run) => run.settled)).then(() => settled.abort());
    await Promise.race([all, clock.sleep(startGrace, settled.signal)]);
    for (const run of starting) {
      if (run.state !== 'starting') continue;
      run.stopWhenStarted(graceful);
      log.warn(
        {},
        `start() of ${run.name} has not ended within ${startGrace} s of the stop; it is stopped when it has.`,
      );
    }
  }
}
