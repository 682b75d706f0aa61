/**
 * When the calls of a fixed interval are due: one interval after the last was, however late its timer fired, plus a part
 * of the interval at random that moves only the one call. Calls that were missed are not made up for.
 */
export class Rhythm {
  readonly #interval: number;
  readonly #jitter: number;
  readonly #random: () => number;
  /** When the last call was due; undefined before the first. Seconds. */
  #due: number | undefined;
  #offset = 0;

  constructor(interval: number, jitter: number, random: () => number) {
    this.#interval = interval;
    this.#jitter = jitter;
    this.#random = random;
  }

  /** Seconds until the next call, after one that began and ended then. */
  next(began: number, ended: number): number {
    // A whole interval late (a blocked event loop, a suspended machine): go on from now, in a new rhythm.
    const late = this.#due === undefined || began - (this.#due + this.#offset) >= this.#interval;
    this.#due = (late ? began : this.#due!) + this.#interval;
    this.#offset = this.#jitter === 0 ? 0 : this.#random() * this.#jitter * this.#interval;
    if (this.#due < ended) {
      // It is followed at once by the next; only one that took longer than the interval moves those after that, too.
      if (ended - began > this.#interval) this.#due = ended;
      this.#offset = 0;
    }
    return Math.max(0, this.#due + this.#offset - ended);
  }
}
