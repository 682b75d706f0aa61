import type { Logger } from 'pino';
import type { Database } from '../database/index.js';
import type { Service } from '../objects/index.js';
import { Absence } from './absence.js';
import { Heartbeat, type ServiceGroupMember } from './heartbeat.js';

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

/** Seconds until the first heartbeat of the timer, at most. */
const FIRST = 5;
/** A worker that is silent for so many times serviceDownTime is forgotten, but not within so many seconds. */
const FORGOTTEN = { times: 10, least: 600 } as const;

/** nova.servicegroup.API with the driver for databases. */
export class ServiceGroupApi {
  /** Seconds; raised to 2.5 times the reportInterval where it is not above that. */
  readonly serviceDownTime: number;
  readonly #options: ServiceGroupOptions;
  readonly #now: () => Date;
  readonly #absence = new Absence();

  constructor(options: ServiceGroupOptions) {
    const { reportInterval, serviceDownTime, log, now = () => new Date() } = options;
    this.#options = options;
    this.#now = now;
    this.serviceDownTime = serviceDownTime;
    if (reportInterval <= 0 || serviceDownTime > reportInterval) return;
    // Nova's seconds are whole.
    this.serviceDownTime = reportInterval < 1 ? 2.5 * reportInterval : Math.trunc(2.5 * reportInterval);
    log.warn(
      { reportInterval, serviceDownTime, used: this.serviceDownTime },
      `serviceDownTime (${serviceDownTime} s) is not above reportInterval (${reportInterval} s), so that services would ` +
        `be down between two heartbeats; ${this.serviceDownTime} s is used.`,
    );
  }

  /**
   * The service and the worker are known to be up at once; then they beat each reportInterval, first after 5 s at most.
   * Never rejects: a heartbeat that fails is told, and tried again with the next.
   */
  async join(member: ServiceGroupMember): Promise<void> {
    const { database, log, reportInterval } = this.#options;
    const { times, least } = FORGOTTEN;
    const forgetAfter = Math.max(least, times * this.serviceDownTime);
    const time = () => this.#now().getTime();
    const absence = { began: () => this.#absence.began(time()), ended: () => this.#absence.ended(time()) };
    const heartbeat = new Heartbeat({ database, log, reportInterval, forgetAfter, absence }, member);
    await heartbeat.beat();
    if (reportInterval <= 0) return;
    const initialDelay = Math.min(FIRST, reportInterval);
    member.tg.addTimer(reportInterval, () => heartbeat.beat(), { initialDelay });
  }

  /** The worker stops in good order: nobody waits until it counts as dead. Rejects with what the database does. */
  async leave({ worker }: ServiceGroupMember): Promise<void> {
    await this.#options.database.workers.remove(worker.uuid);
  }

  /**
   * False for what is forced down, else whether its last heartbeat (or its creation) is recent enough. The time in which
   * the database was away does not count: else all would be down when it is back, and boots end in error for it.
   */
  isUp(service: Service): boolean {
    if (service.forced_down) return false;
    const last = (dateOf(service, 'last_seen_up') ?? dateOf(service, 'created_at'))?.getTime();
    if (last === undefined) return false;
    const now = this.#now().getTime();
    // A clock that is ahead is as wrong as one that stands.
    return Math.abs(now - last) - this.#absence.within(last, now) <= this.serviceDownTime * 1000;
  }

  /** When the row of the service was written last; undefined if never. */
  getUpdatedTime(service: Service): Date | undefined {
    return dateOf(service, 'updated_at');
  }
}

function dateOf(service: Service, field: 'last_seen_up' | 'created_at' | 'updated_at'): Date | undefined {
  return service.isSet(field) ? (service[field] ?? undefined) : undefined;
}
