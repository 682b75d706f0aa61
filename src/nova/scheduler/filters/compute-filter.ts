import type { HostState } from '../host-state.js';
import type { Filter } from './filter.js';

/** Hosts whose nova-compute is up and enabled. nova.scheduler.filters.compute_filter. */
export class ComputeFilter implements Filter {
  readonly name = 'ComputeFilter';

  passes({ up, disabled }: HostState): boolean {
    return up && !disabled;
  }
}
