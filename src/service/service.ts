import type { ConfigHooks } from './options/config.js';
import { ThreadGroup } from './thread-group.js';
import type { Logger, ServiceBase, ServiceContext } from './types.js';

/**
 * What a service may extend: it has a thread group for its work, which is stopped and awaited with it.
 * oslo_service.service.Service.
 */
export class Service<Config = Readonly<Record<string, unknown>>> implements ServiceBase {
  readonly context: ServiceContext<Config>;
  #tg: ThreadGroup | undefined;

  constructor(context: ServiceContext<Config>) {
    this.context = context;
  }

  /** Threads and timers of this service; made when first used. */
  get tg(): ThreadGroup {
    // A context is required, but a service that was made without one in a test should run all the same.
    this.#tg ??= new ThreadGroup({
      name: this.context?.name ?? this.constructor.name,
      log: this.context?.log,
      clock: this.context?.clock,
    });
    return this.#tg;
  }

  get name(): string {
    return this.context?.name ?? this.constructor.name;
  }

  /** Frozen; after a reload in place or a mutate it is the new one. */
  get config(): Config & ConfigHooks {
    return this.context.config;
  }

  get log(): Logger {
    return this.context.log;
  }

  /** Fires when the service must drain. */
  get signal(): AbortSignal {
    return this.context.signal;
  }

  /** Resolves when the service is ready for work. */
  start(): unknown {
    return undefined;
  }

  /** Stops the threads and timers; graceful: when what they do is done. See ThreadGroup.stop. */
  stop(graceful = false): unknown {
    return this.#tg?.stop(graceful);
  }

  /** Resolves when no thread and no timer of the service is left. */
  wait(): unknown {
    return this.#tg?.wait();
  }

  /** Called after the configuration changed. */
  reset(): unknown {
    return undefined;
  }
}
