import type { Database, Owner, Resources, Stores } from '../database/index.js';
import { InstanceNotFound } from '../exception/index.js';

export interface Claim {
  readonly instanceUuid: string;
  readonly nodeUuid: string;
  readonly resources: Resources;
  readonly owner: Owner;
  /** The nodes on which the instance held something when this one was chosen. */
  readonly heldBefore: readonly string[];
}

/**
 * `full`: the resources do not fit any more. `held`: the instance has been given to another node meanwhile, or its compute
 * has taken it; that holds. Nothing has changed then.
 */
export type ClaimOutcome = 'claimed' | 'full' | 'held';

/**
 * Claims resources on a node for an instance, which then holds nothing on any other: what was tried before leaves nothing
 * behind. An instance may be scheduled twice at a time, when the first answer is late; then the first claim holds.
 */
export function claimAlone(
  database: Database,
  { instanceUuid, nodeUuid, resources, owner, heldBefore }: Claim,
): Promise<ClaimOutcome> {
  return database.transaction(async (stores) => {
    const { allocations } = stores;
    await allocations.lock(instanceUuid);
    const held = (await allocations.get(instanceUuid)).map(({ compute_node_uuid }) => compute_node_uuid);
    if (held.length !== heldBefore.length || !held.every((node) => heldBefore.includes(node))) return 'held';
    const others = held.filter((node) => node !== nodeUuid);
    for (const node of others) if (await isTakenOn(stores, instanceUuid, node)) return 'held';
    if (!(await allocations.claim(instanceUuid, nodeUuid, resources, owner))) return 'full';
    for (const node of others) await allocations.release(instanceUuid, node);
    return 'claimed';
  });
}

/** Whether the compute of the node has the instance. */
export async function isTakenOn(
  { instances, computeNodes }: Pick<Stores, 'instances' | 'computeNodes'>,
  instanceUuid: string,
  nodeUuid: string,
): Promise<boolean> {
  try {
    const { host } = await instances.getByUuid(instanceUuid);
    if (host === null) return false;
    const nodes = await computeNodes.listByHost(host);
    return nodes.some(({ uuid }) => uuid === nodeUuid);
  } catch (error) {
    if (error instanceof InstanceNotFound) return false;
    throw error;
  }
}
