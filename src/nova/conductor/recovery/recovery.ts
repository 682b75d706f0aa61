import type { ThreadGroup } from '../../../service/index.js';
import { DatabaseUnavailable } from '../../database/index.js';
import type { BootRunner } from '../build/boot-runner.js';
import type { Claims } from '../claims.js';
import { clauseOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import { AllocationAudit } from './allocation-audit.js';
import { endLateBuilds } from './end-late-builds.js';
import { handOverAgain } from './hand-over-again.js';
import { takeOver } from './take-over.js';

/** Finishes what nobody finishes any more, every conductor.takeoverInterval seconds. */
export class Recovery {
  readonly #audit: AllocationAudit;
  #failed = false;

  constructor(
    private readonly tools: Tools,
    private readonly claims: Claims,
    private readonly runner: BootRunner,
  ) {
    this.#audit = new AllocationAudit(tools);
  }

  /** Until the group stops its timers; what is being built then is finished. */
  start(tg: ThreadGroup): void {
    const { takeoverInterval } = this.tools.config.conductor;
    const run = (signal: AbortSignal) => this.run(signal);
    // Not all workers at the same moment.
    const initialDelay = Math.random() * takeoverInterval;
    tg.addTimer(takeoverInterval, run, { name: 'recovery of builds', initialDelay });
  }

  /** One pass. Never rejects: the log says once that it cannot be done. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      await takeOver(this.tools, this.claims, this.runner, signal);
      if (!signal.aborted) await handOverAgain(this.tools, signal);
      if (!signal.aborted) await endLateBuilds(this.tools, signal);
      if (!signal.aborted) await this.#audit.run();
      this.#failed = false;
    } catch (error) {
      // Of which the database itself tells.
      if (error instanceof DatabaseUnavailable) return;
      if (!this.#failed) {
        const sentence = `Builds that nobody finishes cannot be looked for, and are as soon as it works again: ${clauseOf(error)}.`;
        this.tools.log.error({ err: error }, sentence);
      }
      this.#failed = true;
    }
  }
}
