import type { Tools } from './tools.js';

/**
 * The build requests that this worker has claimed. Whoever has claimed one finishes it; when he dies, another takes it
 * over. What failed here without an end is given back for that, at once or when the database is back.
 */
export class Claims {
  readonly #running = new Set<string>();
  readonly #abandoned = new Set<string>();

  constructor(private readonly tools: Tools) {}

  get worker(): string {
    return this.tools.init.worker.uuid;
  }

  /** Whether it works on any. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /**
   * Whether the request is this call's to finish: not when it is gone, nor when anybody else works on it, be it in this
   * worker. `from` names the worker that is dead; null that nobody has it.
   */
  async take(instanceUuid: string, from?: string | null): Promise<boolean> {
    if (this.#running.has(instanceUuid)) return false;
    this.#running.add(instanceUuid);
    const options = from === undefined ? {} : { from };
    try {
      const taken = await this.tools.database.buildRequests.claim(instanceUuid, this.worker, options);
      if (!taken) this.#running.delete(instanceUuid);
      else this.#abandoned.delete(instanceUuid);
      return taken;
    } catch (error) {
      this.#running.delete(instanceUuid);
      // It may have been written all the same.
      this.#abandoned.add(instanceUuid);
      throw error;
    }
  }

  /** It has come to an end. */
  finished(instanceUuid: string): void {
    this.#running.delete(instanceUuid);
  }

  /** Nobody works on it any more, and it has come to no end. */
  async abandon(instanceUuid: string): Promise<void> {
    this.#running.delete(instanceUuid);
    this.#abandoned.add(instanceUuid);
    await this.giveBack();
  }

  /** Gives back what was abandoned, as far as the database lets it. */
  async giveBack(): Promise<void> {
    for (const instanceUuid of this.#abandoned) {
      if (this.#running.has(instanceUuid)) continue;
      await this.tools.database.buildRequests.unclaim(instanceUuid, this.worker);
      this.#abandoned.delete(instanceUuid);
    }
  }
}
