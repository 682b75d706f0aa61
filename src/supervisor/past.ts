/** What is remembered for people; nothing is decided by it. */

/** What became of a worker that has gone, or is being ended for what it did. */
export interface Ending {
  readonly worker: number | null;
  readonly generation: number;
  /** Completes the sentence "worker 0 ...". */
  readonly reason: string;
  readonly at: number;
  /** It was not told to end. */
  readonly failed: boolean;
}

/** What a worker's place has seen, whichever slot has it. */
export interface Place {
  /** How often a new process was forked for one that had failed, or left, since the generation was accepted. */
  readonly restarts: number;
  /** Of one that served in it, or was to from the start. */
  readonly lastEnding: Ending | null;
  /** Of one that was to take it over, and did not: of a refused generation, or a replacement for a worn one. */
  readonly lastAttempt: Ending | null;
}

/** What became of a reload or restart. */
export interface Verdict {
  readonly generation: number;
  /** Why it was refused; null: it was accepted. */
  readonly refusal: string | null;
  readonly at: number;
}
