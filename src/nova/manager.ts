import type { Target } from '../messaging/index.js';
import { type Clock, type Logger, PeriodicTasks, type ThreadGroup } from '../service/index.js';
import type { RequestContext } from './context/index.js';
import type { Database } from './database/index.js';
import type { Service as ServiceRecord } from './objects/index.js';
import type { Notifier, NovaRpc } from './rpc/index.js';
import type { ServiceGroupApi } from './servicegroup/index.js';
import type { NovaConfig } from './settings.js';

/** What a manager is made with, in each worker anew. */
export interface ManagerInit {
  readonly host: string;
  readonly binary: string;
  readonly topic: string;
  /** With all defaults. Read it where it is used: after a mutate it is the new one. */
  readonly config: NovaConfig;
  readonly log: Logger;
  /** For the work of the manager that is no RPC method: a drain stops its timers at once, and waits for its threads. */
  readonly tg: ThreadGroup;
  readonly clock?: Clock | undefined;
  /** Fires when the service must drain. */
  readonly signal: AbortSignal;
  readonly database: Database;
  readonly rpc: NovaRpc;
  readonly notifier: Notifier;
  readonly servicegroup: ServiceGroupApi;
  /** This process among the workers of the service; the uuid is new with each start. */
  readonly worker: { readonly uuid: string; readonly number: number };
}

export type ManagerClass = new (init: ManagerInit) => Manager;

/**
 * What a service does: its methods in snake_case answer RPC, `(context, args)`; the others are its own. A service of your
 * own extends it and overrides the hooks that it needs. Periodic tasks are declared with @periodicTask or in
 * `static periodicTasks`, as oslo_service.periodic_task has them. nova.manager.Manager.
 */
export class Manager {
  /** Namespace and version of its RPC methods; none, and 1.0, without one. */
  readonly target?: Target | undefined;
  readonly init: ManagerInit;
  readonly periodicTasks: PeriodicTasks<RequestContext>;

  constructor(init: ManagerInit) {
    this.init = init;
    const { log, clock, binary } = init;
    this.periodicTasks = new PeriodicTasks({ target: this, name: binary, log, clock });
  }

  get host(): string {
    return this.init.host;
  }

  get config(): NovaConfig {
    return this.init.config;
  }

  get log(): Logger {
    return this.init.log;
  }

  /** What baseapi ping answers. nova.manager.Manager.service_name. */
  get serviceName(): string {
    return this.init.topic;
  }

  /** Objects that answer RPC beside the manager, each with a `target` of its own. */
  get additionalEndpoints(): readonly object[] {
    return [];
  }

  /**
   * Before anything else: the database is there, nothing is served yet. The row of the service is undefined where it
   * starts for the first time. nova.manager.Manager.init_host.
   */
  initHost(_service?: ServiceRecord): unknown {
    return undefined;
  }

  /** Before RPC is served; the row is there. nova.manager.Manager.pre_start_hook. */
  preStartHook(_service: ServiceRecord): unknown {
    return undefined;
  }

  /** When RPC is served. nova.manager.Manager.post_start_hook. */
  postStartHook(): unknown {
    return undefined;
  }

  /** Last, when nothing runs any more; database and bus are still there. nova.manager.Manager.cleanup_host. */
  cleanupHost(): unknown {
    return undefined;
  }

  /** The configuration has changed (SIGHUP). nova.manager.Manager.reset. */
  reset(): unknown {
    return undefined;
  }

  /**
   * A drain begins: what the manager wants to finish beside its RPC methods and its threads; waited for until
   * managerShutdownTimeout, when the signal fires. nova.manager.Manager.graceful_shutdown.
   */
  gracefulShutdown(_signal: AbortSignal): unknown {
    return undefined;
  }

  /** Whether it can do its work, beside database and bus; as health() of a service. */
  health(): unknown {
    return undefined;
  }
}
