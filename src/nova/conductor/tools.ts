import type { Logger } from '../../service/index.js';
import { ComputeRpcApi } from '../compute/rpc-api.js';
import type { Database } from '../database/index.js';
import type { ManagerInit } from '../manager.js';
import type { Notifier } from '../rpc/index.js';
import { SchedulerRpcApi } from '../scheduler/rpc-api.js';
import type { NovaConfig } from '../settings.js';

/** What the conductor's flows work with. */
export class Tools {
  readonly compute: ComputeRpcApi;
  readonly scheduler: SchedulerRpcApi;

  constructor(
    readonly init: ManagerInit,
    /** The time of the day, as the database has it. */
    readonly now: () => Date = () => new Date(),
  ) {
    this.compute = new ComputeRpcApi(init.rpc);
    this.scheduler = new SchedulerRpcApi(init.rpc);
  }

  get host(): string {
    return this.init.host;
  }

  get database(): Database {
    return this.init.database;
  }

  get notifier(): Notifier {
    return this.init.notifier;
  }

  get log(): Logger {
    return this.init.log;
  }

  /** After a mutate it is another one. */
  get config(): NovaConfig {
    return this.init.config;
  }
}
