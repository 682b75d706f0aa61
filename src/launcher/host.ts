import { deepFreeze } from '../definition/merge.js';
import { trackServers } from '../service/connections.js';
import { Launcher } from '../service/launcher.js';
import { loadService, makeService } from '../service/load.js';
import type { ServiceBase, ServiceContext } from '../service/types.js';
import { type LogOptions, lazyLogger, levelOf, makeLogger } from './log.js';
import type { WorkerService } from './messages.js';

/** Of the graceful time, the part that HTTP responses get to end by themselves before stop() is called; and at most. */
const BEFORE_STOP = 0.75;
const LONGEST_BEFORE_STOP = 45;

/**
 * One service in one process, from its module to its end: what a worker and ServiceLauncher have in common.
 * It decides nothing: it is told to start, drain, terminate, mutate, and when a step takes too long, by whom it serves.
 */
export class Host {
  readonly #connections = trackServers();
  readonly #terminating = new AbortController();
  #launcher: Launcher;
  #instance: ServiceBase | undefined;
  readonly context: ServiceContext;
  /** Whether start() has resolved. */
  ready = false;
  #service: WorkerService;
  #config: Readonly<Record<string, unknown>>;
  #draining = new AbortController();
  #drained: Promise<void> | undefined;
  /** When start() has resolved or thrown. */
  #settled: Promise<void> = Promise.resolve();

  constructor(
    service: WorkerService,
    place: { number: number; generation: number },
    destination?: LogOptions['destination'],
  ) {
    this.#service = service;
    this.#config = deepFreeze(service.config);
    const { name } = service;
    const bindings = { service: name, worker: place.number, generation: place.generation };
    const level = levelOf(service.config);
    const log = lazyLogger(() => makeLogger({ level, bindings, ...(destination && { destination }) }));
    const config = () => this.#config;
    const signal = () => this.#draining.signal;
    this.context = {
      name,
      worker: place.number,
      generation: place.generation,
      log,
      get config() {
        return config();
      },
      get signal() {
        return signal();
      },
    };
    this.#launcher = new Launcher({ log });
  }

  get service(): WorkerService {
    return this.#service;
  }

  /** Resolves when the service is ready; rejects with what is wrong with it. */
  start(given?: unknown): Promise<void> {
    const started = this.#start(given);
    this.#settled = started.catch(() => {});
    return started;
  }

  async #start(given: unknown): Promise<void> {
    const { name, module = '', export: named } = this.#service;
    const spec = { name, module, ...(named !== undefined && { export: named }) };
    this.#instance = await (given === undefined
      ? loadService(spec, this.context)
      : makeService(given, this.context));
    await this.#launcher.launchService(this.#instance, name);
    this.ready = true;
  }

  /**
   * Takes no new work and resolves when what runs has finished: connections first, as they need the service, then its
   * stop(true) and wait(). Responses that do not end (an event stream) keep stop() waiting for a part of the time only.
   */
  drain(): Promise<void> {
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #drain(): Promise<void> {
    const left = await this.quiesce();
    await this.#launcher.stop(true);
    await this.#launcher.wait();
    // What stop() has not ended may still end by itself: until the graceful deadline.
    if (left > 0) await this.#connections.drain({ signal: this.#terminating.signal });
  }

  /**
   * Closes the HTTP servers of this process, and waits for their connections, but not so long that stop() comes too
   * late. Resolves to the number of connections that are left.
   */
  quiesce(): Promise<number> {
    this.#draining.abort();
    const { gracefulTimeout } = this.#service;
    const limit = Math.min(LONGEST_BEFORE_STOP, (gracefulTimeout ?? Number.POSITIVE_INFINITY) * BEFORE_STOP);
    const late = AbortSignal.timeout(Math.ceil(limit * 1000));
    return this.#connections.drain({ signal: AbortSignal.any([this.#terminating.signal, late]) });
  }

  /**
   * Stops, resets and starts the service in place, with another configuration; rejects with what start() throws. It
   * may be tried again then, with what was there before. The connections are quiesced before, for all services.
   */
  async restart(service: WorkerService): Promise<void> {
    const stopped = !this.ready;
    this.ready = false;
    this.#adopt(service);
    this.#draining = new AbortController();
    if (stopped) {
      // A start() that threw has closed the launcher.
      this.#launcher = new Launcher({ log: this.context.log });
      await this.#instance!.reset?.();
      await this.#launcher.launchService(this.#instance!, service.name);
    } else {
      await this.#launcher.restart('reload');
    }
    this.ready = true;
  }

  /** Ends at once what drain() waits for: the service's stop(false). */
  async terminate(): Promise<void> {
    this.#draining.abort();
    this.#terminating.abort();
    await this.#launcher.stop(false);
  }

  /** New configuration and timeouts, and reset() for the service to take them up; after its start, if that runs. */
  async mutate(service: WorkerService): Promise<void> {
    this.#adopt(service);
    await this.#settled;
    await this.#launcher.restart('mutate');
  }

  #adopt(service: WorkerService): void {
    this.#service = service;
    this.#config = deepFreeze(service.config);
    this.context.log.level = levelOf(service.config);
  }
}
