import { type Log, reason } from './log.js';
import type { ThreadGroup } from './thread-group.js';
import type { ServiceBase } from './types.js';

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

/** What a service runs in: starts it, tells that it is ready, and lasts until it has been stopped. */
export async function runService(service: ServiceBase, done: Done): Promise<void> {
  try {
    await service.start();
  } catch (error) {
    // Not thrown: who added the service is told, and reports it.
    done.failed(error);
    return;
  }
  done.ready();
  await done.wait();
}

/** One service and how far it is. Its start() and stop() may be called again and again, in turn. */
export class Run {
  state: 'starting' | 'started' | 'failed' | 'stopping' | 'stopped' = 'stopped';
  /** Resolves when start() has resolved or thrown. */
  settled: Promise<void> = Promise.resolve();
  #done = new Done();
  #waiting: Promise<void> | undefined;
  /** Set when nobody could wait for start() to end before stopping; how to stop then. */
  #stopWhenStarted: { graceful: boolean } | undefined;

  constructor(
    private readonly service: ServiceBase,
    readonly name: string,
    private readonly log: Log,
  ) {}

  /** Resolves when the service is ready; rejects with what its start() threw. */
  async start(group: ThreadGroup): Promise<void> {
    const done = new Done();
    this.#done = done;
    this.#waiting = undefined;
    this.#stopWhenStarted = undefined;
    this.state = 'starting';
    this.settled = done.started.then(
      () => {
        this.state = 'started';
        if (this.#stopWhenStarted) void this.stop(this.#stopWhenStarted.graceful);
      },
      () => {
        this.state = 'failed';
      },
    );
    group.addThread(runService, this.service, done).name = this.name;
    await this.settled;
    return done.started;
  }

  /** Calls stop() and, if graceful, wait() of the service; what they throw is logged. */
  async stop(graceful: boolean): Promise<void> {
    this.state = 'stopping';
    await this.#call('stop', () => this.service.stop?.(graceful));
    if (graceful) await this.wait();
    this.state = 'stopped';
    this.#done.set();
  }

  stopWhenStarted(graceful: boolean): void {
    this.#stopWhenStarted = { graceful };
  }

  /** Calls wait() of the service, once for each start; what it throws is logged. */
  wait(): Promise<void> {
    this.#waiting ??= this.#call('wait', () => this.service.wait?.());
    return this.#waiting;
  }

  /** Calls reset() of the service; rejects with what it throws. */
  async reset(): Promise<void> {
    await this.service.reset?.();
  }

  async #call(method: string, body: () => unknown): Promise<void> {
    try {
      await body();
    } catch (err) {
      this.log.error({ err }, `${method}() of ${this.name} failed: ${reason(err)}`);
    }
  }
}
