import type { HostState } from '../host-state.js';
import type { ScheduleRequest } from '../schedule-request.js';
import type { Filter } from './filter.js';

/** The host, node and cell of requested_destination, where there is one. */
export class DestinationFilter implements Filter {
  readonly name = 'DestinationFilter';

  passes(host: HostState, { destination }: ScheduleRequest): boolean {
    const { host: name, node, cellUuid } = destination;
    if (name !== undefined && name !== host.host.toLowerCase()) return false;
    if (node !== undefined && node !== host.nodeName.toLowerCase()) return false;
    return cellUuid === undefined || cellUuid === host.cellUuid;
  }
}
