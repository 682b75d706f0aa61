import type { HostState } from '../host-state.js';
import type { ScheduleRequest } from '../schedule-request.js';
import type { Filter } from './filter.js';

/** Hosts of the availability zone that is asked for. nova.scheduler.filters.availability_zone_filter. */
export class AvailabilityZoneFilter implements Filter {
  readonly name = 'AvailabilityZoneFilter';

  passes(host: HostState, { zone }: ScheduleRequest): boolean {
    return zone === undefined || zone === host.zone;
  }
}
