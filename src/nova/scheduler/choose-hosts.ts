import type { Logger } from '../../service/index.js';
import type { Database } from '../database/index.js';
import { NoValidHost } from '../exception/index.js';
import type { RequestSpec, Selection } from '../objects/index.js';
import { claimAlone } from './claim.js';
import type { Filter } from './filters/index.js';
import { findHosts, printCounts } from './find-hosts.js';
import type { HostState } from './host-state.js';
import { readRequest, type ScheduleRequest } from './schedule-request.js';
import { selectionOf } from './selection.js';
import { ranked, type Weigher } from './weighers/index.js';

/** What hosts are chosen with. */
export interface Chooser {
  readonly database: Database;
  readonly filters: readonly Filter[];
  readonly weighers: readonly Weigher[];
  /** Hosts of a selection, alternates included. */
  readonly maxAttempts: number;
  readonly hostSubsetSize: number;
  readonly log: Logger;
  /** 0 to 1. */
  readonly random: () => number;
}

interface Chosen {
  readonly uuid: string;
  readonly host: HostState;
}

/**
 * For each instance, the host on which its resources are claimed now, and with `alternates` others that would have done.
 * Throws NoValidHost when one of them finds none; what this call has claimed is released then.
 */
export async function chooseHosts(
  chooser: Chooser,
  hosts: readonly HostState[],
  spec: RequestSpec,
  instanceUuids: readonly string[],
  alternates: boolean,
): Promise<Selection[][]> {
  const request = readRequest(spec);
  const chosen: Chosen[] = [];
  try {
    for (const uuid of instanceUuids)
      chosen.push({ uuid, host: await claimHost(chooser, hosts, spec, request, uuid) });
  } catch (error) {
    for (const { uuid } of chosen) await chooser.database.allocations.release(uuid);
    throw error;
  }
  return chosen.map(({ host }) => {
    const others = alternates ? alternatesOf(chooser, hosts, request, host) : [];
    return [host, ...others].map((one) => selectionOf(one, request.resources));
  });
}

/** Tries the hosts, the best first, until the resources are claimed on one: another scheduler may be quicker. */
async function claimHost(
  chooser: Chooser,
  hosts: readonly HostState[],
  spec: RequestSpec,
  request: ScheduleRequest,
  uuid: string,
): Promise<HostState> {
  const { database, log } = chooser;
  const owner = { project_id: spec.project_id, user_id: spec.user_id };
  // A scheduler that was lost may have claimed already for this instance: that host is the first choice.
  const held = await giveBack(database, hosts, uuid);
  const { found, counts } = findHosts(hosts, chooser.filters, request);
  const order = inOrder(chooser, found, held);
  for (const host of order) {
    if (await claimAlone(database, uuid, host.nodeUuid, request.resources, owner)) {
      host.take(request.resources);
      return host;
    }
    log.debug(
      { instance: uuid, host: host.host, node: host.nodeName },
      `${host.host} was full when the resources of the instance were to be claimed there; the next host is tried.`,
    );
  }
  tellNone(log, uuid, hosts.length, printCounts(counts), order.length);
  throw new NoValidHost({ reason: 'There are not enough hosts available.' });
}

/** What the instance holds counts as free; the hosts on which it holds something. */
async function giveBack(database: Database, hosts: readonly HostState[], uuid: string): Promise<HostState[]> {
  const allocations = await database.allocations.get(uuid);
  return hosts.filter((host) => {
    const allocation = allocations.find(({ compute_node_uuid }) => compute_node_uuid === host.nodeUuid);
    if (allocation) host.give(allocation.resources);
    return allocation !== undefined;
  });
}

function inOrder(
  { weighers, hostSubsetSize, random }: Chooser,
  found: readonly HostState[],
  held: readonly HostState[],
): HostState[] {
  const order = ranked(found, weighers);
  const best = Math.floor(random() * Math.min(hostSubsetSize, order.length));
  order.unshift(...order.splice(best, 1));
  return [...order.filter((host) => held.includes(host)), ...order.filter((host) => !held.includes(host))];
}

/** Hosts of the same cell that would do as well, the best first. */
function alternatesOf(
  { filters, weighers, maxAttempts }: Chooser,
  hosts: readonly HostState[],
  request: ScheduleRequest,
  chosen: HostState,
): HostState[] {
  const others = hosts.filter((host) => host !== chosen && host.cellUuid === chosen.cellUuid);
  return ranked(findHosts(others, filters, request).found, weighers).slice(0, maxAttempts - 1);
}

function tellNone(log: Logger, uuid: string, known: number, counts: string, full: number): void {
  const why =
    known === 0
      ? 'no nova-compute has registered a node'
      : full > 0
        ? `all ${full} that the filters left were full when it was to be claimed (${counts})`
        : `after each filter were left: ${counts}`;
  log.warn({ instance: uuid, hosts: known }, `No host for the instance ${uuid}: ${why}.`);
}
