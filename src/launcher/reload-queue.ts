import type { Verdict } from '../operations/control/status.js';

/** One reload at a time; however many are asked for meanwhile, they become one more. */
export class ReloadQueue {
  #generation = 1;
  #running = false;
  #again = false;
  #accepted = 1;
  #verdict: Verdict | null = null;

  /** `run` resolves to why the reload was refused, or to null; `settle` is told that. */
  constructor(
    private readonly run: () => Promise<string | null>,
    private readonly settle: (outcome: { generation: number; refusal: string | null }) => void,
  ) {}

  /** Of the last reload that was begun; the start is the first. */
  get generation(): number {
    return this.#generation;
  }

  /** The generation of one that waits for its turn. */
  get queued(): number | null {
    return this.#again ? this.#generation + 1 : null;
  }

  /** The generation that serves. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Of the last reload that is over. */
  get verdict(): Verdict | null {
    return this.#verdict;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Returns the generation that the reload has: one that must wait for another has the next. */
  ask(): number {
    if (this.#running) this.#again = true;
    else void this.#begin();
    return this.#again ? this.#generation + 1 : this.#generation;
  }

  async #begin(): Promise<void> {
    this.#running = true;
    const generation = ++this.#generation;
    const refusal = await this.run();
    this.#running = false;
    const outcome = refusal === null ? 'accepted' : 'refused';
    if (outcome === 'accepted') this.#accepted = generation;
    this.#verdict = { generation, outcome, reason: refusal, at: new Date().toISOString() };
    this.settle({ generation, refusal });
    if (!this.#again) return;
    this.#again = false;
    void this.#begin();
  }
}
