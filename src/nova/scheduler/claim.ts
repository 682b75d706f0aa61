import type { Database, Owner, Resources } from '../database/index.js';

/**
 * Claims resources on a node for an instance, which then holds nothing on any other: a scheduler that was lost, or a build
 * that is tried again, leaves nothing behind. False, and nothing has changed, where they do not fit any more.
 */
export function claimAlone(
  database: Database,
  instanceUuid: string,
  nodeUuid: string,
  resources: Resources,
  owner: Owner,
): Promise<boolean> {
  return database.transaction(async ({ allocations }) => {
    if (!(await allocations.claim(instanceUuid, nodeUuid, resources, owner))) return false;
    for (const { compute_node_uuid } of await allocations.get(instanceUuid))
      if (compute_node_uuid !== nodeUuid) await allocations.release(instanceUuid, compute_node_uuid);
    return true;
  });
}
