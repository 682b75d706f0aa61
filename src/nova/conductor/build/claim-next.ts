import type { RequestSpec, Selection } from '../../objects/index.js';
import { claimAlone } from '../../scheduler/claim.js';
import { NOTHING } from '../../scheduler/resources.js';
import type { Tools } from '../tools.js';

/** What a Selection carries of placement's, as JSON text. */
interface AllocationRequest {
  readonly allocations: Readonly<Record<string, { readonly resources: Readonly<Record<string, number>> }>>;
}

/**
 * The first of the hosts that still has room, with what the instance needs claimed there; it and those before it are taken
 * off the list. Undefined when none is left; null when somebody else has claimed for it. A scheduler that claims nothing
 * has to be believed.
 */
export async function claimNext(
  { database, log }: Tools,
  spec: RequestSpec,
  instanceUuid: string,
  alternates: Selection[],
): Promise<Selection | undefined | null> {
  const owner = { project_id: spec.project_id, user_id: spec.user_id };
  for (let selection = alternates.shift(); selection; selection = alternates.shift()) {
    if (!selection.allocation_request) return selection;
    const { allocations } = JSON.parse(selection.allocation_request) as AllocationRequest;
    const resources = { ...NOTHING, ...allocations[selection.compute_node_uuid]?.resources };
    const nodeUuid = selection.compute_node_uuid;
    // The compute that could not build it has given back what it held there.
    const outcome = await claimAlone(database, { instanceUuid, nodeUuid, resources, owner, heldBefore: [] });
    if (outcome === 'claimed') return selection;
    if (outcome === 'held') return null;
    log.debug(
      { instance: instanceUuid, host: selection.service_host },
      `${selection.service_host} has no room any more for the instance ${instanceUuid}.`,
    );
  }
  return undefined;
}
