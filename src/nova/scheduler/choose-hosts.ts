import type { Logger } from '../../service/index.js';
import type { Database } from '../database/index.js';
import { NoValidHost } from '../exception/index.js';
import type { RequestSpec, Selection } from '../objects/index.js';
import { type Claim, claimAlone, isTakenOn } from './claim.js';
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

/** A host for an instance; `isNew` where it holds nothing there but by this call. */
interface Chosen {
  readonly uuid: string;
  readonly host: HostState;
  readonly isNew: boolean;
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
    for (const uuid of instanceUuids) chosen.push(await chooseHost(chooser, hosts, spec, request, uuid));
  } catch (error) {
    for (const { uuid, host, isNew } of chosen)
      if (isNew) await chooser.database.allocations.release(uuid, host.nodeUuid);
    throw error;
  }
  return chosen.map(({ host }) => {
    const others = alternates ? alternatesOf(chooser, hosts, request, host) : [];
    return [host, ...others].map((one) => selectionOf(one, request.resources));
  });
}

/** How often an instance is looked at again because somebody else schedules it at the same time. */
const LOOKS = 5;

async function chooseHost(
  chooser: Chooser,
  hosts: readonly HostState[],
  spec: RequestSpec,
  request: ScheduleRequest,
  uuid: string,
): Promise<Chosen> {
  const { database, log } = chooser;
  const owner = { project_id: spec.project_id, user_id: spec.user_id };
  for (let look = 1; look <= LOOKS; look++) {
    const held = await heldBy(database, hosts, uuid);
    const settled = await settledHost(database, held.hosts, uuid, look > 1);
    if (settled) return { uuid, host: settled, isNew: false };
    const { found, counts } = findHosts(hosts, chooser.filters, request);
    const order = inOrder(chooser, found, held.hosts);
    const claim = { instanceUuid: uuid, resources: request.resources, owner, heldBefore: held.nodes };
    const host = await claimFirst(chooser, order, claim);
    if (host) host.take(request.resources);
    if (host) return { uuid, host, isNew: held.nodes.length === 0 };
    if (host === undefined) {
      tellNone(log, uuid, hosts.length, printCounts(counts), order.length);
      break;
    }
  }
  throw new NoValidHost({ reason: 'There are not enough hosts available.' });
}

/** The first of the hosts that has room; undefined when none has; null when somebody else has claimed meanwhile. */
async function claimFirst(
  { database, log }: Chooser,
  order: readonly HostState[],
  claim: Omit<Claim, 'nodeUuid'>,
): Promise<HostState | undefined | null> {
  for (const host of order) {
    const outcome = await claimAlone(database, { ...claim, nodeUuid: host.nodeUuid });
    if (outcome === 'claimed') return host;
    if (outcome === 'held') return null;
    log.debug(
      { instance: claim.instanceUuid, host: host.host, node: host.nodeName },
      `${host.host} was full when the resources of the instance were to be claimed there; the next host is tried.`,
    );
  }
  return undefined;
}

/**
 * What the instance holds already: a scheduler that was lost may have claimed for it. It counts as free, and is the first
 * choice.
 */
async function heldBy(
  database: Database,
  hosts: readonly HostState[],
  uuid: string,
): Promise<{ readonly nodes: readonly string[]; readonly hosts: readonly HostState[] }> {
  const allocations = await database.allocations.get(uuid);
  const known = hosts.filter((host) => {
    const allocation = allocations.find(({ compute_node_uuid }) => compute_node_uuid === host.nodeUuid);
    if (allocation) host.give(allocation.resources);
    return allocation !== undefined;
  });
  return { nodes: allocations.map(({ compute_node_uuid }) => compute_node_uuid), hosts: known };
}

/** The host that holds whatever filters say: its compute has taken the instance, or it was claimed since this call began. */
async function settledHost(
  database: Database,
  held: readonly HostState[],
  uuid: string,
  sinceThen: boolean,
): Promise<HostState | undefined> {
  if (sinceThen && held[0]) return held[0];
  for (const host of held) if (await isTakenOn(database, uuid, host.nodeUuid)) return host;
  return undefined;
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
