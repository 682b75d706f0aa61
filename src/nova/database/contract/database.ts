import type { Logger } from 'pino';
import type { BuildRequestStore, InstanceMappingStore, RequestSpecStore } from './builds.js';
import type { CellMappingStore, HostMappingStore } from './cells.js';
import type {
  ActionStore,
  BlockDeviceStore,
  FaultStore,
  InstanceStore,
  MigrationStore,
  TagStore,
} from './instances.js';
import type { AggregateStore, AllocationStore, ComputeNodeStore } from './placement.js';
import type { ServiceStore, WorkerStore } from './services.js';

/**
 * What Nova keeps, a store for each kind of object. Stores take and give objects of ../objects; all times are UTC.
 * Every call rejects with DatabaseUnavailable while the database cannot be reached.
 */
export interface Stores {
  readonly services: ServiceStore;
  readonly workers: WorkerStore;
  readonly computeNodes: ComputeNodeStore;
  readonly instances: InstanceStore;
  readonly actions: ActionStore;
  readonly faults: FaultStore;
  readonly migrations: MigrationStore;
  readonly buildRequests: BuildRequestStore;
  readonly requestSpecs: RequestSpecStore;
  readonly instanceMappings: InstanceMappingStore;
  readonly hostMappings: HostMappingStore;
  readonly cellMappings: CellMappingStore;
  readonly blockDevices: BlockDeviceStore;
  readonly tags: TagStore;
  readonly allocations: AllocationStore;
  readonly aggregates: AggregateStore;
}

export interface Database extends Stores {
  /**
   * All of what `work` does with the stores that it is given, or nothing. Keep it short, and do nothing else in it: it
   * holds the lock of a SQLite database, and a call on the database itself, not on those stores, would wait for it.
   */
  transaction<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result>;
  /** Whether the database answered last time it was asked: for a health check. */
  readonly reachable: boolean;
  /** Waits for what runs; calls after it reject. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly log: Logger;
  /** The time of the day, for created_at and the like. Default: the system's. */
  readonly now?: (() => Date) | undefined;
  /** Ends the wait for a database that is not there yet; openDatabase() rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How long a call may wait, in seconds: for the lock of SQLite (its busy_timeout), for a connection to PostgreSQL.
   * Default: 10.
   */
  readonly timeout?: number | undefined;
  /** To PostgreSQL, at most; who needs one more waits for `timeout`. Default: 5. */
  readonly connections?: number | undefined;
  /** How many seconds openDatabase() waits for a database that does not answer. Default: without end. */
  readonly patience?: number | undefined;
}
