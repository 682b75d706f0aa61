/**
 * One request per turn of the event loop: however many come at once, what supervises waits for one of them at most.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#run);
    });
  }

  readonly #run = () => {
    this.#waiting.shift()!();
    if (this.#waiting.length > 0) setImmediate(this.#run);
  };
}
