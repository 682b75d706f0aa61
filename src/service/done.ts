/** What a service's runner and those who wait for the service tell each other. */
export class Done {
  /** Resolves when start() has resolved; rejects with what it threw. */
  readonly started: Promise<void>;
  /** start() has resolved: the service is ready. */
  ready!: () => void;
  failed!: (error: unknown) => void;
  readonly #stopped: Promise<void>;
  /** The service has been stopped: its runner may end. */
  set!: () => void;

  constructor() {
    this.started = new Promise((resolve, reject) => {
      this.ready = resolve;
      this.failed = reject;
    });
    this.#stopped = new Promise((resolve) => {
      this.set = resolve;
    });
  }

  /** Resolves after set(). */
  wait(): Promise<void> {
    return this.#stopped;
  }
}
