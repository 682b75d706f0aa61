import type { HostState } from '../host-state.js';
import type { ScheduleRequest } from '../schedule-request.js';
import type { Filter } from './filter.js';

/** Not the hosts that are ignored; only those that are forced, where some are. nova.scheduler.host_manager does the same. */
export class NamedHostsFilter implements Filter {
  readonly name = 'NamedHostsFilter';

  passes(host: HostState, { ignoreHosts, forceHosts, forceNodes }: ScheduleRequest): boolean {
    const name = host.host.toLowerCase();
    if (ignoreHosts.includes(name)) return false;
    if (forceHosts.length > 0 && !forceHosts.includes(name)) return false;
    return forceNodes.length === 0 || forceNodes.includes(host.nodeName.toLowerCase());
  }
}
