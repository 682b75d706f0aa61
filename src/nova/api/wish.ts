import type { RequestContext } from '../context/index.js';
import type { Flavor } from '../objects/index.js';

/** What nova-api was asked for, of which each instance is made. */
export interface Wish {
  readonly context: RequestContext;
  /** Of several, each has its number behind it. */
  readonly name: string;
  readonly flavor: Flavor;
  readonly count: number;
  readonly reservationId: string;
  readonly availabilityZone?: string | undefined;
  /** Only there; what force_hosts says. */
  readonly host?: string | undefined;
}

export const SCHEDULING = 'scheduling';

/** NOSTATE of nova.compute.power_state. */
export const POWER_STATE_NONE = 0;
