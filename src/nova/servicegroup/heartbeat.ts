import type { Logger } from 'pino';
import type { ThreadGroup } from '../../service/index.js';
import { type Database, DatabaseUnavailable } from '../database/index.js';
import { ServiceNotFound } from '../exception/index.js';
import type { Service } from '../objects/index.js';

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

export interface HeartbeatOptions {
  readonly database: Database;
  readonly log: Logger;
  /** Seconds. */
  readonly reportInterval: number;
  /** Seconds without a heartbeat after which a worker is forgotten. */
  readonly forgetAfter: number;
  /** Is told when the database is away, and with each heartbeat that it is there. */
  readonly absence: { began(): void; ended(): void };
}

/** What a worker tells of itself. nova.servicegroup.drivers.db.DbDriver._report_state. */
export class Heartbeat {
  /** Whether the last one failed. Nova's model_disconnected. */
  #disconnected = false;
  #beats = 0;

  constructor(
    private readonly options: HeartbeatOptions,
    private readonly member: ServiceGroupMember,
  ) {}

  /** Never rejects: what calls it again and again is not to end. */
  async beat(): Promise<void> {
    try {
      await this.#write();
      this.options.absence.ended();
      if (this.#disconnected) this.options.log.info('Recovered from being unable to report status.');
      this.#disconnected = false;
    } catch (error) {
      if (error instanceof DatabaseUnavailable) this.options.absence.began();
      this.#tell(error);
      this.#disconnected = true;
    }
  }

  async #write(): Promise<void> {
    const { database, reportInterval, forgetAfter } = this.options;
    const { service, worker } = this.member;
    const { id: service_id, host, binary } = service;
    const { uuid, number, generation } = worker;
    const row = { service_id, host: host ?? '', binary: binary ?? '', worker: number, generation };
    // Each by itself: the worker lives, and keeps what it has claimed, also when the row of its service is gone.
    await database.workers.beat({ uuid, pid: process.pid, ...row });
    await database.services.beat(service);
    // The dead of a service are looked for by those that live, each now and then.
    const every = Math.max(1, Math.floor(forgetAfter / Math.max(reportInterval, 1)));
    if (this.#beats++ % every === 0) await database.workers.removeSilent(forgetAfter);
  }

  #tell(err: unknown): void {
    const { log, reportInterval } = this.options;
    const { service } = this.member;
    const name = `${service.binary} on ${service.host}`;
    if (err instanceof ServiceNotFound)
      log.error(
        { service: service.uuid },
        `The row of ${name} is not in the database any more, so that it cannot report its status. ` +
          'Stop this service, or start it again to make a new one.',
      );
    else if (!(err instanceof DatabaseUnavailable))
      log.error({ err }, `Unexpected error while the status of ${name} was reported; it goes on.`);
    else if (!this.#disconnected)
      log.warn(
        { err },
        `Lost the database: the status of ${name} cannot be reported; it is tried again every ${reportInterval} s.`,
      );
  }
}
