import type { Sampled } from '../metrics/sample.js';
import type { Status } from './status.js';

/** What has been done, as a sentence for people. */
export interface Done {
  readonly message: string;
}

/** A reload or restart that has begun, or waits for its turn. */
export interface Begun extends Done {
  readonly generation: number;
}

export interface Readiness {
  readonly ready: boolean;
  /** Null when it is ready. */
  readonly reason: string | null;
  readonly services: readonly object[];
}

/**
 * What can be asked of a launcher over the control socket. An order that makes no sense throws LaunchError: NL_USAGE for
 * a service that does not exist, NL_REFUSED for what cannot be done now, or here.
 */
export interface Orders {
  /** `figures`: whether the workers are asked for theirs. */
  status(figures: boolean): Promise<Status>;
  /** Every process of the services, asked for what metrics tell of it. */
  samples(): Promise<readonly Sampled[]>;
  /** Whether every essential service has its quorum, and why not. */
  readiness(): Readiness;
  /** How many of how many new workers a rollout has; undefined when there is none. */
  progress(): { readonly done: number; readonly total: number } | undefined;
  /** Without a service, all of them. */
  reload(service: string | undefined): Begun;
  restart(service: string | undefined): Begun;
  scale(service: string, workers: number): Done;
  /** Without a service, everything, and then the launcher. */
  stop(service: string | undefined): Done;
  start(service: string): Done;
  /** Of a service until the next reload of it; without one, of the launcher itself. `default` is what it began with. */
  logLevel(service: string | undefined, level: string): Done;
  /** Of all processes. */
  report(): Promise<{ readonly text: string }>;
}
