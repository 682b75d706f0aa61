import type { Service } from '../../objects/index.js';

/** Table services. nova.objects.service. */
export interface ServiceStore {
  /** Undefined if there is none. Service.get_by_host_and_binary. */
  getByHostAndBinary(host: string, binary: string): Promise<Service | undefined>;
  /** Throws ServiceNotFound. */
  getByUuid(uuid: string): Promise<Service>;
  /** Throws ServiceBinaryExists or ServiceTopicExists if the host has one. */
  create(service: Service): Promise<Service>;
  /**
   * Writes what has changed; last_seen_up follows only a report_count that is above the stored one, so that who
   * enables a service fakes no heartbeat. Throws ServiceNotFound.
   */
  save(service: Service): Promise<void>;
  /** A heartbeat: report_count + 1 and last_seen_up = now, whatever the other workers count. Throws ServiceNotFound. */
  beat(service: Service): Promise<void>;
  list(filters?: {
    readonly binary?: string;
    readonly host?: string;
    readonly topic?: string;
  }): Promise<Service[]>;
  /** The lowest version of those that are neither deleted nor forced down; 0 if there are none. */
  minimumVersion(binary: string): Promise<number>;
  /** Throws ServiceNotFound. */
  destroy(service: Service): Promise<void>;
}

/** What a worker tells of itself with each heartbeat. */
export interface WorkerBeat {
  /** Its own, made at its start: a process that comes after it has another. */
  readonly uuid: string;
  readonly service_id: number;
  readonly host: string;
  readonly binary: string;
  /** Its stable number, 0..N-1. */
  readonly worker: number;
  readonly pid: number;
  /** Counts the reloads of its service, from 1. */
  readonly generation?: number | undefined;
}

/** A row of service_workers, a table of ours: a worker that beats, or did until lately. */
export interface ServiceWorker extends Required<WorkerBeat> {
  readonly created_at: Date;
  readonly last_seen_up: Date;
  readonly report_count: number;
}

/** Table service_workers: the heartbeats of each worker, beside that of its service, which all of a host share. */
export interface WorkerStore {
  beat(worker: WorkerBeat): Promise<void>;
  /** Those of a service, or all. */
  list(serviceId?: number): Promise<ServiceWorker[]>;
  get(uuid: string): Promise<ServiceWorker | undefined>;
  /** Whether it has beaten within `downTime` seconds. */
  alive(uuid: string, downTime: number): Promise<boolean>;
  /** It has stopped in good order. */
  remove(uuid: string): Promise<void>;
  /** Forgets those without a beat for `seconds`; how many. */
  removeSilent(seconds: number): Promise<number>;
}
