import type { Candidate } from '../database/index.js';
import { minus, plus, RESOURCE_CLASSES, type Resources } from './resources.js';

/** One node while hosts are chosen for a request: what is claimed meanwhile counts. nova.scheduler.host_manager.HostState. */
export class HostState {
  readonly host: string;
  readonly nodeName: string;
  readonly nodeUuid: string;
  readonly disabled: boolean;
  readonly zone: string;
  readonly #capacity: Resources;
  #used: Resources;

  constructor(
    { node, service, availabilityZone, capacity, used }: Candidate,
    /** Whether its nova-compute is up, by the servicegroup. */
    readonly up: boolean,
    readonly cellUuid: string,
  ) {
    this.host = node.host ?? '';
    this.nodeName = node.hypervisor_hostname ?? this.host;
    this.nodeUuid = node.uuid;
    this.disabled = service.disabled;
    this.zone = availabilityZone;
    this.#capacity = capacity;
    this.#used = used;
  }

  get free(): Resources {
    return minus(this.#capacity, this.#used);
  }

  /** Whether the resources fit in what is free; of what is not asked for there may be less than nothing. */
  fits(resources: Resources): boolean {
    const { free } = this;
    return RESOURCE_CLASSES.every((kind) => resources[kind] <= 0 || resources[kind] <= free[kind]);
  }

  take(resources: Resources): void {
    this.#used = plus(this.#used, resources);
  }

  give(resources: Resources): void {
    this.#used = minus(this.#used, resources);
  }
}
