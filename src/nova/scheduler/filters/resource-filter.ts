import type { HostState } from '../host-state.js';
import type { ScheduleRequest } from '../schedule-request.js';
import type { Filter } from './filter.js';

/** Hosts with room for the instance, by their allocation ratios: what placement answers in Nova. */
export class ResourceFilter implements Filter {
  readonly name = 'ResourceFilter';

  passes(host: HostState, { resources }: ScheduleRequest): boolean {
    return host.fits(resources);
  }
}
