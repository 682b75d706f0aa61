import type { Logger } from '../../service/index.js';
import type { ComputeTaskApi } from '../conductor/rpc-api.js';
import type { RequestContext } from '../context/index.js';
import type { Database } from '../database/index.js';
import type { Instance } from '../objects/index.js';
import type { ComputeDriver } from './driver.js';
import type { InstanceNotifier } from './notify/instance-notifier.js';
import type { ResourceTracker } from './resource-tracker.js';
import type { ComputeRpcApi } from './rpc-api.js';
import type { ComputeConfig } from './settings.js';
import type { Gate, Turns } from './turns.js';

/** What the work of nova-compute is made of. */
export interface ComputeParts {
  readonly host: string;
  readonly log: Logger;
  readonly database: Database;
  readonly driver: ComputeDriver;
  readonly tracker: ResourceTracker;
  readonly notify: InstanceNotifier;
  readonly computes: ComputeRpcApi;
  readonly conductor: ComputeTaskApi;
  /** One thing at a time is done to an instance. */
  readonly turns: Turns;
  readonly builds: Gate;
  readonly migrations: Gate;
  /** Read where it is used: a mutate changes it. */
  readonly settings: () => ComputeConfig;
  /** Does something that nobody waits for; a drain does. What it rejects with is told in the log. */
  readonly beside: (what: string, act: () => Promise<void>) => void;
  /** Fires when this process must end, whatever still runs. */
  readonly cut: AbortSignal;
  readonly now: () => Date;
}

/** What one request is about. */
export interface Subject {
  readonly context: RequestContext;
  readonly instance: Instance;
}
