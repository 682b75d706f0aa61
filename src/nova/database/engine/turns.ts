/** One after the other, in the order in which they came. */
export class Turns {
  readonly #waiting: { take(): void; fail(error: Error): void }[] = [];
  #taken = false;
  #closed = false;

  /** Rejects after so many seconds, and once it is closed. */
  async take(seconds: number): Promise<void> {
    if (this.#closed) throw new Error('The database is closed.');
    if (!this.#taken) {
      this.#taken = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const late = () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(new Error(`No turn within ${seconds} s: a transaction of this process has lasted as long.`));
      };
      const timer = setTimeout(late, seconds * 1000);
      const settled = (then: () => void) => {
        clearTimeout(timer);
        then();
      };
      const turn = { take: () => settled(resolve), fail: (error: Error) => settled(() => reject(error)) };
      this.#waiting.push(turn);
    });
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next.take();
    else this.#taken = false;
  }

  /** Who waits is refused, and who comes. */
  close(): void {
    this.#closed = true;
    for (const { fail } of this.#waiting.splice(0)) fail(new Error('The database is closed.'));
    this.#taken = false;
  }
}
