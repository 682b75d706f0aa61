import type { Clock } from '../service/clock.js';
import { RuntimeConfig } from '../service/options/config.js';
import type { ServiceContext } from '../service/types.js';
import { CapturedLog } from './captured-log.js';
import { Leftovers } from './leftovers.js';
import { OwnServers } from './own-servers.js';
import type { CheckedOptions } from './test-options.js';

/** What a worker is to the service in it: its context, and what stands behind that. */
export class Surroundings<C extends Clock> {
  readonly servers = new OwnServers();
  readonly leftovers = new Leftovers();
  readonly context: ServiceContext;
  readonly config: RuntimeConfig;
  readonly clock: C;
  #tasks = 0;
  #draining = new AbortController();

  private constructor(
    options: CheckedOptions<C>,
    readonly log: CapturedLog,
    logger: ServiceContext['log'],
  ) {
    const { name, worker, generation, config, clock } = options;
    const runtime = new RuntimeConfig(name, { config }, logger);
    const signal = () => this.#draining.signal;
    this.config = runtime;
    this.clock = clock;
    this.context = {
      name,
      worker,
      generation,
      log: logger,
      clock,
      get config() {
        return runtime.values;
      },
      get signal() {
        return signal();
      },
      taskDone: (count = 1) => {
        this.#tasks += count;
      },
      logOptions: (level) => runtime.dump(logger, level),
    };
  }

  static async make<C extends Clock>(options: CheckedOptions<C>): Promise<Surroundings<C>> {
    const { name, worker, generation, logLevel } = options;
    const bindings = { service: name, worker, generation };
    const { log, logger } = await CapturedLog.make({ level: logLevel, bindings });
    return new Surroundings(options, log, logger);
  }

  /** What context.taskDone() has counted. */
  get tasks(): number {
    return this.#tasks;
  }

  /** The signal of the context fires. */
  drain(): void {
    this.#draining.abort();
  }

  /** The service has ended, or was never there; what it left open is closed. */
  end(): void {
    this.servers.cut();
    this.leftovers.end();
  }

  /** The context gets a signal that has not fired, for a service that is started again. */
  goOn(): void {
    this.#draining = new AbortController();
  }
}
