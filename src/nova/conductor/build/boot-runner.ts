import type { RequestContext } from '../../context/index.js';
import { DatabaseUnavailable } from '../../database/index.js';
import type { Claims } from '../claims.js';
import type { Sent } from '../sent.js';
import { textOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import type { Boot, BootExtras } from './boot.js';
import { bury } from './bury.js';
import { hasBuildRequest } from './in-cell.js';
import { leaveOrForget } from './not-ours.js';
import { scheduleAndBuild } from './schedule-and-build.js';

/** Runs the boots that this worker can claim, each to an end: with its compute, in error, or given back for another try. */
export class BootRunner {
  constructor(
    private readonly tools: Tools,
    private readonly claims: Claims,
  ) {}

  /** begin(), and the computes have been told. */
  async run(context: RequestContext, boots: readonly Boot[], extras: BootExtras): Promise<void> {
    const { sent } = await this.begin(context, boots, extras);
    await sent;
  }

  /**
   * Resolves when nothing is left of the requests; the computes may be still to be told then. `from` is who had them: a
   * worker that is dead, or null for nobody. Rejects with TooManyInstances, and with what nobody expected, when it is
   * recorded.
   */
  async begin(
    context: RequestContext,
    boots: readonly Boot[],
    extras: BootExtras,
    from?: string | null,
  ): Promise<Sent> {
    const taken: Boot[] = [];
    try {
      for (const boot of boots) {
        if (await this.claims.take(boot.instanceUuid, from)) taken.push(boot);
        else await leaveOrForget(this.tools, boot.instanceUuid);
      }
      return await scheduleAndBuild(this.tools, context, taken, extras);
    } catch (error) {
      for (const boot of taken) await this.#settle(context, boot, extras, error);
      throw error;
    } finally {
      for (const { instanceUuid } of taken) this.claims.finished(instanceUuid);
    }
  }

  /** An error that nobody expected: an instance must not wait for ever for it. */
  async #settle(context: RequestContext, boot: Boot, extras: BootExtras, error: unknown): Promise<void> {
    const { instanceUuid } = boot;
    try {
      if (!(error instanceof DatabaseUnavailable)) {
        if (await hasBuildRequest(this.tools.database, instanceUuid))
          await bury(this.tools, context, [boot], error, extras);
        return;
      }
      await this.claims.abandon(instanceUuid);
    } catch (another) {
      this.tools.log.warn(
        { instance: instanceUuid, err: another },
        `The build of ${instanceUuid} has stopped (${textOf(another)}); it is taken up again.`,
      );
      await this.claims.abandon(instanceUuid).catch(() => {});
    }
  }
}
