import { SchedulerLimits, Selection } from '../objects/index.js';
import type { HostState } from './host-state.js';
import { type Resources, withoutZeros } from './resources.js';

/** The microversion of placement whose allocation requests ours look like. */
const ALLOCATION_VERSION = '1.36';

/** A host for an instance, with what has to be claimed there. nova.objects.Selection.from_host_state. */
export function selectionOf(host: HostState, resources: Resources): Selection {
  const request = {
    allocations: { [host.nodeUuid]: { resources: withoutZeros(resources) } },
    mappings: { '': [host.nodeUuid] },
  };
  return new Selection({
    compute_node_uuid: host.nodeUuid,
    service_host: host.host,
    nodename: host.nodeName,
    cell_uuid: host.cellUuid,
    limits: new SchedulerLimits({ numa_topology: null, vcpu: null, disk_gb: null, memory_mb: null }),
    allocation_request: JSON.stringify(request),
    allocation_request_version: ALLOCATION_VERSION,
    availability_zone: host.zone,
  });
}

/** What older callers get. nova.objects.Selection.to_dict. */
export const selectionDict = (selection: Selection) => ({
  host: selection.service_host,
  nodename: selection.nodename,
  limits: limitsDict(selection),
});

/** The limits that are set, by name. nova.objects.SchedulerLimits.to_dict. */
export function limitsDict(selection: Selection): Record<string, unknown> {
  const { limits } = selection;
  if (!limits) return {};
  const names = ['numa_topology', 'vcpu', 'disk_gb', 'memory_mb'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (limits.isSet(name) && limits[name] !== null ? [[name, limits[name]]] : [])),
  );
}
