import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { ConfigHooks } from './options/config.js';

export type { Logger };

/** What a service is given when it is constructed in its worker. */
export interface ServiceContext<Config = Readonly<Record<string, unknown>>> {
  readonly name: string;
  /** Stable number of this worker, 0..N-1; a replacement keeps it. */
  readonly worker: number;
  /** Counts the reloads of the service, from 1. */
  readonly generation: number;
  /**
   * Frozen. Read it where it is used: after a reload in place or a mutate it is the new one. onMutate() calls back when
   * a mutate has changed something, unless an option has that name.
   */
  readonly config: Config & ConfigHooks;
  readonly log: Logger;
  /** Fires when the service must drain: take no new work, finish what runs. */
  readonly signal: AbortSignal;
  /** Counts work that was done, for recycle.maxTasks; HTTP requests and RPC methods count by themselves. */
  taskDone?(count?: number): void;
  /** One line with every option of the config, secrets masked. oslo_config.cfg.ConfigOpts.log_opt_values. */
  logOptions?(level?: 'debug' | 'info'): void;
  /**
   * What the service is about to tell somebody (a text, or what JSON can tell), without the values that its config and env
   * have from files by ${file:...}; absent where there can be none.
   */
  masked?<Told>(told: Told): Told;
  /** Where the backdoor of this process listens on TCP, if it does. oslo's backdoor_port. */
  readonly backdoorPort?: number | undefined;
  /** Where time is taken from; absent, as it is outside of tests: the real one. */
  readonly clock?: Clock | undefined;
}

/** Counterpart of oslo_service.service.ServiceBase; only start() is required. */
export interface ServiceBase {
  /** Resolves when the service is ready for work. */
  start(): unknown;
  /** Take no new work; with `graceful`, let what runs finish. */
  stop?(graceful: boolean): unknown;
  /** Resolves when what ran at stop() has finished. */
  wait?(): unknown;
  /** After the configuration changed: read it again. */
  reset?(): unknown;
  /**
   * Whether it can do its work: nothing, true or `{ status: 'ok' }` if so; false, another status or an exception if
   * not. Asked again and again while it runs.
   */
  health?(): unknown;
  /**
   * Metrics of its own, as getMetricsAsJSON() of a prom-client registry tells them, or a promise of that. Without it they
   * are those of the default registry. Asked when somebody asks nova-launch for metrics.
   */
  metrics?(): unknown;
}
