import type { ReportedService } from '../operations/report/index.js';
import { trackServers } from '../service/connections.js';
import type { Health } from '../service/health.js';
import { Launcher } from '../service/launcher.js';
import { findService, givenService } from '../service/load.js';
import { RuntimeConfig } from '../service/options/config.js';
import type { ServiceBase, ServiceContext } from '../service/types.js';
import { Secrets } from '../system/secrets.js';
import type { Inside } from './debugging.js';
import { drainConnections } from './drain-connections.js';
import { HealthPoll } from './health-poll.js';
import { type LogOptions, lazyLogger, levelOf, makeLogger } from './log.js';
import type { WorkerService } from './messages.js';
import { reportOf } from './reporter.js';

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
  readonly #config: RuntimeConfig;
  readonly #health: HealthPoll;
  /** Also those that it had before: it may still tell of them. */
  readonly #secrets: Secrets;
  #draining = new AbortController();
  #drained: Promise<void> | undefined;
  /** Of the backdoor of this process, where it has one on TCP. */
  backdoorPort: number | undefined;
  /** When start(), and each mutate() so far, has resolved or thrown. */
  #settled: Promise<void> = Promise.resolve();

  /** What context.taskDone() has counted. */
  tasks = 0;
  /** Is told what it counts. */
  onTask: (count: number) => void = () => {};

  constructor(
    service: WorkerService,
    place: { number: number; generation: number },
    destination?: LogOptions['destination'],
  ) {
    this.#service = service;
    const { name } = service;
    const bindings = { service: name, worker: place.number, generation: place.generation };
    const level = levelOf(service.config);
    const log = lazyLogger(() => makeLogger({ level, bindings, ...(destination && { destination }) }));
    const secrets = new Secrets(service.secrets);
    this.#secrets = secrets;
    const runtime = new RuntimeConfig(name, service, log);
    const signal = () => this.#draining.signal;
    const backdoorPort = () => this.backdoorPort;
    this.context = {
      name,
      worker: place.number,
      generation: place.generation,
      log,
      get config() {
        return runtime.values;
      },
      get signal() {
        return signal();
      },
      get backdoorPort() {
        return backdoorPort();
      },
      taskDone: (count = 1) => {
        this.tasks += count;
        this.onTask(count);
      },
      logOptions: (level) => runtime.dump(log, level),
      masked: (told) => secrets.maskedValue(told),
    };
    this.#config = runtime;
    this.#health = new HealthPoll(name, log);
    this.#launcher = new Launcher({ log });
  }

  get service(): WorkerService {
    return this.#service;
  }

  /** Absent until it is made. */
  get instance(): ServiceBase | undefined {
    return this.#instance;
  }

  /** What health() said last; undefined where there is none, and while nothing was said. */
  get health(): Health | undefined {
    return this.#health.last;
  }

  /** For a backdoor of this process. */
  inside(): Inside {
    const host = this;
    const { name, worker, log } = this.context;
    const values = {
      get service() {
        return host.#instance;
      },
      get tg() {
        return (host.#instance as { tg?: unknown } | undefined)?.tg;
      },
      get config() {
        return host.context.config;
      },
      context: this.context,
      log,
    };
    return {
      service: name,
      worker,
      values,
      report: () => reportOf({ role: 'worker', services: [this.reported()] }),
      exclude: (server) => this.#connections.exclude(server),
    };
  }

  /** What a report tells of it. */
  reported(): ReportedService {
    const { name, worker, generation } = this.context;
    const { module } = this.#service;
    // Before that it is not known what is a secret.
    const config = () => (this.#config.isDeclared ? this.#config.masked() : '(not read yet)');
    const state = this.#drained ? 'draining' : this.ready ? 'ready' : 'starting';
    return { name, worker, generation, module, state, health: this.health, config };
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
    const found = given === undefined ? await findService(spec) : givenService(given);
    await this.#config.declare(found.declared, this.#service);
    this.#dumpOptions();
    this.#instance = await found.make(this.context);
    await this.#launcher.launchService(this.#instance, name);
    this.#health.start(this.#instance, this.#service.healthInterval);
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

  /** Takes no new work, and waits for HTTP connections, for a part of the time; resolves to how many are left. */
  quiesce(): Promise<number> {
    // Who stops is not asked how he is.
    this.#health.stop();
    this.#draining.abort();
    return drainConnections(this.#connections, this.#service.gracefulTimeout, this.#terminating.signal);
  }

  /**
   * Stops, resets and starts the service in place, with another configuration; rejects with what start() throws. It
   * may be tried again then, with what was there before. The connections are quiesced before, for all services.
   */
  async restart(service: WorkerService): Promise<void> {
    await this.#config.replace(service);
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
    this.#health.start(this.#instance!, service.healthInterval);
  }

  /** The options that mutate() would keep, or restart(): none. Rejects with NL_OPTIONS where that would; changes nothing. */
  async judge(service: WorkerService, restarts = false): Promise<readonly string[]> {
    if (!restarts) return this.#config.judge(service);
    await this.#config.checkReplace(service);
    return [];
  }

  /** Ends at once what drain() waits for: the service's stop(false). */
  async terminate(): Promise<void> {
    this.#draining.abort();
    this.#terminating.abort();
    await this.#launcher.stop(false);
  }

  /**
   * New timeouts and the new values of what is mutable: its listeners are called, then reset() of the service, after its
   * start, if that runs; one after the other. Rejects with LaunchError NL_OPTIONS, having changed nothing, or with what
   * reset() throws.
   */
  mutate(service: WorkerService): Promise<void> {
    const mutated = this.#settled.then(async () => {
      await this.#config.mutate(service);
      this.#adopt(service);
      if (this.ready) this.#health.start(this.#instance!, service.healthInterval);
      await this.#launcher.restart('mutate');
    });
    this.#settled = mutated.catch(() => {});
    return mutated;
  }

  /** Until another config is taken up; `default` is what that of now says. */
  logAt(level: string): void {
    this.context.log.level = level === 'default' ? levelOf(this.#service.config) : level;
  }

  #adopt(service: WorkerService): void {
    this.#service = service;
    this.#secrets.add(service.secrets);
    this.context.log.level = levelOf(service.config);
    this.#dumpOptions();
  }

  /** At the level debug, and so that pino is not loaded for nothing. */
  #dumpOptions(): void {
    const { config } = this.#service;
    if (config.logOptions === false || !['trace', 'debug'].includes(levelOf(config))) return;
    this.#config.dump(this.context.log);
  }
}
