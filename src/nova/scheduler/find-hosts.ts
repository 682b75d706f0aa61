import type { Filter } from './filters/index.js';
import type { HostState } from './host-state.js';
import type { ScheduleRequest } from './schedule-request.js';

/** How many hosts went into a filter, and how many came out. */
export interface FilterCount {
  readonly filter: string;
  readonly before: number;
  readonly after: number;
}

/** The hosts that every filter lets pass, and what each has left: a filter is not asked when none are left. */
export function findHosts(
  hosts: readonly HostState[],
  filters: readonly Filter[],
  request: ScheduleRequest,
): { found: HostState[]; counts: FilterCount[] } {
  let found = [...hosts];
  const counts: FilterCount[] = [];
  for (const filter of filters) {
    if (found.length === 0) break;
    const before = found.length;
    found = found.filter((host) => filter.passes(host, request));
    counts.push({ filter: filter.name, before, after: found.length });
  }
  return { found, counts };
}

/** As `ComputeFilter 3 of 5, ResourceFilter 0 of 3`. */
export const printCounts = (counts: readonly FilterCount[]): string =>
  counts.map(({ filter, before, after }) => `${filter} ${after} of ${before}`).join(', ');
