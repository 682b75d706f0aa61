import type { Logger } from 'pino';
import type { ThreadGroup } from '../../service/index.js';
import type { Database } from '../database/index.js';
import type { Service } from '../objects/index.js';

export interface ServiceGroupOptions {
  readonly database: Database;
  readonly log: Logger;
  /** Seconds between two heartbeats; 0 is none. */
  readonly reportInterval: number;
  /** A service without a heartbeat for so many seconds is down. */
  readonly serviceDownTime: number;
  /** The time of the day. Default: the system's. */
  readonly now?: (() => Date) | undefined;
}

/** Who joins: a worker of a service. */
export interface ServiceGroupMember {
  /** Its row, with id, host and binary. */
  readonly service: Service;
  readonly worker: {
    readonly uuid: string;
    readonly number: number;
    readonly generation?: number | undefined;
  };
  /** Runs the timer of the heartbeats, and ends it. */
  readonly tg: ThreadGroup;
}

/** nova.servicegroup.API with the driver for databases. */
export class ServiceGroupApi {
  /** Seconds; raised to 2.5 times the reportInterval where it is not above that. */
  readonly serviceDownTime: number;

  constructor(options: ServiceGroupOptions) {
    this.serviceDownTime = options.serviceDownTime;
  }

  /** The worker is known at once; it beats first after 5 s at most, then each reportInterval. */
  async join(_member: ServiceGroupMember): Promise<void> {
    throw new Error('not there yet');
  }

  /** The worker stops in good order: it is not waited for until it counts as dead. */
  async leave(_member: ServiceGroupMember): Promise<void> {
    throw new Error('not there yet');
  }

  /** False for what is forced down, else whether its last heartbeat (or its creation) is recent enough. */
  isUp(_service: Service): boolean {
    throw new Error('not there yet');
  }

  /** When the service was heard of last; undefined if never. */
  getUpdatedTime(_service: Service): Date | undefined {
    throw new Error('not there yet');
  }
}
