import { type Clock, realClock } from './clock.js';
import { type Log, reason, stderrLog } from './log.js';
import { EVERYTHING, waitingFor } from './member.js';
import { Run } from './run.js';
import { Shutdown } from './shutdown.js';
import { ThreadGroup } from './thread-group.js';
import type { ServiceBase } from './types.js';

export interface ServicesOptions {
  log?: Log | undefined;
  clock?: Clock | undefined;
  /** Seconds that stop() waits for a start() under way. */
  startGrace?: number | undefined;
}

/** How restart() restarts: stop, reset and start each service, or only reset it. */
export type RestartMethod = 'reload' | 'mutate';

export { runService } from './run.js';

/** The services of one process. oslo_service.service.Services, without its limit of ten. */
export class Services {
  readonly #options: { log: Log; clock: Clock; startGrace: number };
  readonly #group: ThreadGroup;
  readonly #runs: Run[] = [];
  #shutdown: Shutdown | undefined;
  /** Whether stop() was called: no restart begins a service any more. */
  #closed = false;
  #stopped!: () => void;
  readonly #whenStopped = new Promise<void>((resolve) => {
    this.#stopped = resolve;
  });
  #restarted: Promise<void> = Promise.resolve();

  constructor({ log = stderrLog, clock = realClock, startGrace = 1 }: ServicesOptions = {}) {
    this.#options = { log, clock, startGrace };
    // A runner stops nobody, so it need not be known as a caller.
    this.#group = new ThreadGroup({ name: 'services', capacity: Infinity, log, clock, tracked: false });
  }

  /**
   * Starts a service; resolves when its start() has resolved. If that throws, the services that had started are
   * stopped gracefully, the last first (not the one that failed), and then add() rejects with what it threw.
   * Rejects once stop() was called, and while a reload stops the services.
   */
  async add(service: ServiceBase, name = nameOf(service)): Promise<void> {
    if (this.#closed || this.#shutdown) throw new Error(`${name} is not started: the services are stopping.`);
    const run = new Run(service, name, this.#options.log);
    this.#runs.push(run);
    await this.#start(run);
  }

  async #start(run: Run): Promise<void> {
    try {
      await run.start(this.#group);
    } catch (error) {
      await this.stop(true);
      throw error;
    }
  }

  /**
   * Stops the services, the last first: graceful with stop(true) and wait(), one after the other; otherwise with
   * stop(false), all at once. A start() under way gets `startGrace` seconds to end; what starts later is stopped
   * then, without being waited for. Repeated calls do nothing more, except that stop(false) ends a graceful stop:
   * what has not stopped is told stop(false). What services throw is logged. Never rejects.
   */
  stop(graceful = true): Promise<void> {
    this.#closed = true;
    const stopped = this.#stop(graceful);
    void stopped.then(this.#stopped);
    return waitingFor(EVERYTHING, stopped);
  }

  #stop(graceful: boolean): Promise<void> {
    this.#shutdown ??= new Shutdown([...this.#runs], this.#options);
    return this.#shutdown.stop(graceful);
  }

  /** Resolves when stop() has ended and the wait() of each service that was stopped has. Never rejects. */
  wait(): Promise<void> {
    const waited = this.#whenStopped.then(async () => {
      await Promise.all(this.#runs.filter((run) => run.state === 'stopped').map((run) => run.wait()));
    });
    return waitingFor(EVERYTHING, waited);
  }

  /**
   * `reload`: stops all gracefully, then resets and starts each in the order in which they were added; rejects
   * with what a start() throws, after stopping the others; what a reset() throws is logged. `mutate`: resets each;
   * rejects with what resets threw (several: an AggregateError) when all were called. Calls are taken in turn;
   * after stop() they do nothing.
   */
  restart(method: RestartMethod = 'reload'): Promise<void> {
    const restarted = this.#restarted.then(() => (method === 'mutate' ? this.#mutate() : this.#reload()));
    this.#restarted = restarted.catch(() => {});
    return waitingFor(EVERYTHING, restarted);
  }

  async #reload(): Promise<void> {
    if (this.#closed) return;
    await this.#stop(true);
    const runs = this.#runs.filter((run) => run.state === 'stopped');
    for (const run of runs) {
      await run.reset().catch((err) => {
        const sentence = `reset() of ${run.name} failed, it is started all the same: ${reason(err)}`;
        this.#options.log.error({ err }, sentence);
      });
    }
    this.#shutdown = undefined;
    for (const run of runs) {
      if (this.#closed) return;
      await this.#start(run);
    }
  }

  async #mutate(): Promise<void> {
    if (this.#closed) return;
    const errors: unknown[] = [];
    for (const run of this.#runs) {
      if (run.state === 'started') await run.reset().catch((error) => errors.push(error));
    }
    if (errors.length > 1) throw new AggregateError(errors, errors.map(reason).join('; '));
    if (errors.length === 1) throw errors[0];
  }
}

function nameOf(service: ServiceBase): string {
  const { name } = service as { name?: unknown };
  return typeof name === 'string' && name ? name : service.constructor?.name || 'service';
}
