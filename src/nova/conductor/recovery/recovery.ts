import type { ThreadGroup } from '../../../service/index.js';
import { DatabaseUnavailable } from '../../database/index.js';
import type { BootRunner } from '../build/boot-runner.js';
import type { Claims } from '../claims.js';
import { clauseOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import { AllocationAudit } from './allocation-audit.js';
import { endLateBuilds } from './end-late-builds.js';
import { handOverAgain } from './hand-over-again.js';
import { Hands } from './hands.js';
import { takeOver } from './take-over.js';

/** How many build requests, and how many instances, are worked on at a time. */
const AT_A_TIME = 8;

/** Finishes what nobody finishes any more, every conductor.takeoverInterval seconds. */
export class Recovery {
  readonly #audit: AllocationAudit;
  readonly #requests: Hands;
  readonly #instances: Hands;
  /** What could not be looked for the last time. */
  readonly #failed = new Set<string>();

  constructor(
    private readonly tools: Tools,
    private readonly claims: Claims,
    private readonly runner: BootRunner,
  ) {
    const { tg } = tools.init;
    this.#audit = new AllocationAudit(tools);
    this.#requests = new Hands(tg, { name: 'the builds that were taken over', most: AT_A_TIME });
    this.#instances = new Hands(tg, { name: 'the instances that no compute has taken', most: AT_A_TIME });
  }

  /** Until the group stops its timers; what is being built then is finished. */
  start(tg: ThreadGroup): void {
    const { takeoverInterval } = this.tools.config.conductor;
    // Its signal is that of a stop which is not graceful.
    const run = (signal: AbortSignal): Promise<void> => this.run(() => timer.stopped || signal.aborted);
    // Not all workers at the same moment.
    const initialDelay = Math.random() * takeoverInterval;
    const timer = tg.addTimer(takeoverInterval, run, { name: 'recovery of builds', initialDelay });
  }

  /**
   * One look, which begins what is to be done, in threads, unless it `isOver`. Each kind for itself: what one waits for, or
   * fails of, is nothing to the others. Never rejects: the log says once that it cannot be done.
   */
  async run(isOver: () => boolean = () => false): Promise<void> {
    const { tools, claims, runner } = this;
    await Promise.all([
      this.#try('build requests', () => takeOver(tools, claims, runner, this.#requests, isOver)),
      this.#try('instances', () => handOverAgain(tools, this.#instances, isOver)),
      this.#try('late builds', () => endLateBuilds(tools, isOver)),
      this.#try('allocations', () => this.#audit.run()),
    ]);
  }

  async #try(what: string, look: () => Promise<void>): Promise<void> {
    try {
      await look();
      this.#failed.delete(what);
    } catch (error) {
      // Of which the database itself tells.
      if (error instanceof DatabaseUnavailable) return;
      if (!this.#failed.has(what)) {
        const sentence = `Builds that nobody finishes cannot be looked for, and are as soon as it works again: ${clauseOf(error)}.`;
        this.tools.log.error({ err: error, what }, sentence);
      }
      this.#failed.add(what);
    }
  }
}
