/** What became of a reload or restart. */
export interface Outcome {
  readonly generation: number;
  /** Why it was refused; null: it was accepted. */
  readonly refusal: string | null;
}

/** Outcomes that are kept for who asks late. */
const KEPT = 32;

/** The ends of reloads and restarts, by the generation that each of them has, also while it waits for its turn. */
export class Outcomes {
  readonly #known = new Map<number, Outcome>();
  readonly #waiting = new Map<number, Set<(outcome: Outcome) => void>>();

  settle(outcome: Outcome): void {
    const { generation } = outcome;
    this.#known.set(generation, outcome);
    for (const old of this.#known.keys()) if (this.#known.size > KEPT) this.#known.delete(old);
    for (const take of this.#waiting.get(generation) ?? []) take(outcome);
    this.#waiting.delete(generation);
  }

  /** `take` is called once, with what becomes of it; not any more when the returned function has been called. */
  of(generation: number, take: (outcome: Outcome) => void): () => void {
    const known = this.#known.get(generation);
    if (known) {
      take(known);
      return () => {};
    }
    const waiting = this.#waiting.get(generation) ?? new Set();
    this.#waiting.set(generation, waiting.add(take));
    return () => {
      waiting.delete(take);
      if (waiting.size === 0 && this.#waiting.get(generation) === waiting) this.#waiting.delete(generation);
    };
  }
}
