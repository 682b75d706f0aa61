import type { RequestSpec } from '../objects/index.js';
import { type Resources, resourcesOf } from './resources.js';

/** What a RequestSpec asks of a host, in the words that filters need. */
export interface ScheduleRequest {
  readonly resources: Resources;
  /** Lower case; empty where any host will do. */
  readonly forceHosts: readonly string[];
  readonly forceNodes: readonly string[];
  readonly ignoreHosts: readonly string[];
  /** Where a move is to go. */
  readonly destination: { readonly host?: string; readonly node?: string; readonly cellUuid?: string };
  readonly zone: string | undefined;
}

export function readRequest(spec: RequestSpec): ScheduleRequest {
  const { flavor } = spec;
  const names = (field: 'force_hosts' | 'force_nodes' | 'ignore_hosts') =>
    ((spec.isSet(field) ? spec[field] : undefined) ?? []).map((name) => name.toLowerCase());
  const zone = spec.isSet('availability_zone') ? spec.availability_zone : undefined;
  return {
    resources: resourcesOf(flavor, spec.isSet('is_bfv') && spec.is_bfv),
    forceHosts: names('force_hosts'),
    forceNodes: names('force_nodes'),
    ignoreHosts: names('ignore_hosts'),
    destination: readDestination(spec),
    zone: zone || undefined,
  };
}

function readDestination(spec: RequestSpec): ScheduleRequest['destination'] {
  const destination = spec.isSet('requested_destination') ? spec.requested_destination : undefined;
  if (!destination) return {};
  const host = destination.isSet('host') ? destination.host : undefined;
  const node = destination.isSet('node') ? destination.node : undefined;
  const cell = destination.isSet('cell') ? destination.cell : undefined;
  // Whoever allows another cell only prefers his own.
  const anyCell = destination.isSet('allow_cross_cell_move') && destination.allow_cross_cell_move;
  return {
    ...(host && { host: host.toLowerCase() }),
    ...(node && { node: node.toLowerCase() }),
    ...(cell && !anyCell && { cellUuid: cell.uuid }),
  };
}
