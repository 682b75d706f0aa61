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

/** Lets so many in at a time, in the order in which they came; 0 is any number. */
export class Gate {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly capacity: number) {}

  /** What `act` gives; where `signal` fires while it waits to be let in, what `otherwise` gives. */
  async run<Result>(
    act: () => Promise<Result>,
    { signal, otherwise }: { readonly signal: AbortSignal; readonly otherwise: () => Promise<Result> },
  ): Promise<Result> {
    if (!(await this.#enter(signal))) return otherwise();
    try {
      return await act();
    } finally {
      // Who is next takes the place over, so that nobody comes in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }

  async #enter(signal: AbortSignal): Promise<boolean> {
    if (this.capacity === 0 || this.#inside < this.capacity) {
      this.#inside++;
      return true;
    }
    if (signal.aborted) return false;
    return new Promise((resolve) => {
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        resolve(false);
      };
      this.#waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
