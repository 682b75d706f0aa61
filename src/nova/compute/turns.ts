/** What is done to one thing at a time, in the order in which it was asked for: nova.utils.synchronized(). */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Whether somebody has, or waits for, the turn of this key. */
  isTaken(key: string): boolean {
    return this.#last.has(key);
  }

  /** What `act` gives, once all before it with this key have ended, however. */
  async run<Result>(key: string, act: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key);
    const turn = before ? before.then(act) : act();
    const ended = turn.then(
      () => {},
      () => {},
    );
    this.#last.set(key, ended);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === ended) this.#last.delete(key);
    }
  }
}

/** Lets so many in at a time, in the order in which they came, until it closes; 0 is any number. */
export class Gate {
  #inside = 0;
  readonly #waiting: ((isLetIn: boolean) => void)[] = [];

  /** It closes when the signal fires, for those who wait and those who come and would have to. */
  constructor(
    private readonly capacity: number,
    private readonly closing: AbortSignal,
  ) {
    const close = () => {
      for (const leave of this.#waiting.splice(0)) leave(false);
    };
    closing.addEventListener('abort', close, { once: true });
  }

  /** What `act` gives; what `otherwise` gives, where the gate closes before. */
  async run<Result>(act: () => Promise<Result>, otherwise: () => Promise<Result>): Promise<Result> {
    if (!(await this.#enter())) return otherwise();
    try {
      return await act();
    } finally {
      // Who is next takes the place over, so that nobody comes in between.
      const next = this.#waiting.shift();
      if (next) next(true);
      else this.#inside--;
    }
  }

  async #enter(): Promise<boolean> {
    if (this.capacity > 0 && this.#inside >= this.capacity) {
      if (this.closing.aborted) return false;
      return new Promise((resolve) => this.#waiting.push(resolve));
    }
    this.#inside++;
    return true;
  }
}
