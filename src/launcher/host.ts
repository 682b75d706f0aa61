import { trackServers } from '../service/connections.js';
import { Launcher } from '../service/launcher.js';
import { loadService, makeService } from '../service/load.js';
import type { ServiceBase, ServiceContext } from '../service/types.js';
import { type LogOptions, lazyLogger, levelOf, makeLogger } from './log.js';
import type { WorkerService } from './messages.js';

/** Of the graceful time, what the service's own stop() gets when HTTP responses do not end before. */
const RESERVE = 0.25;

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

  constructor(
    service: WorkerService,
    place: { number: number; generation: number },
    destination?: LogOptions['destination'],
  ) {
    this.#service = service;
    this.#config = freeze(service.config);
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
  async start(given?: unknown): Promise<void> {
    const { name, module = '' } = this.#service;
    const spec = {
      name,
      module,
      ...(this.#service.export !== undefined && { export: this.#service.export }),
    };
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
    await this.#quiesce();
    await this.#launcher.stop(true);
    await this.#launcher.wait();
  }

  async #quiesce(): Promise<void> {
    this.#draining.abort();
    const { gracefulTimeout } = this.#service;
    const signals = [this.#terminating.signal];
    if (gracefulTimeout !== null) signals.push(AbortSignal.timeout(gracefulTimeout * (1 - RESERVE) * 1000));
    await this.#connections.drain({ signal: AbortSignal.any(signals) });
  }

  /**
   * Stops, resets and starts the service in place, with another configuration; rejects with what start() throws. It
   * may be tried again then, with what was there before.
   */
  async restart(service: WorkerService): Promise<void> {
    const stopped = !this.ready;
    this.ready = false;
    if (!stopped) await this.#quiesce();
    this.#service = service;
    this.#config = freeze(service.config);
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

  /** New configuration, and reset() for the service to take it up. */
  async mutate(config: Readonly<Record<string, unknown>>): Promise<void> {
    this.#config = freeze(config);
    await this.#launcher.restart('mutate');
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}
