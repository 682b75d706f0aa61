import type { HostState } from '../host-state.js';
import type { ScheduleRequest } from '../schedule-request.js';

/** Says which hosts will do for a request. nova.scheduler.filters.BaseHostFilter. */
export interface Filter {
  /** As enabledFilters names it. */
  readonly name: string;
  passes(host: HostState, request: ScheduleRequest): boolean;
}
