import type { Database } from '../database/index.js';
import type { ServiceGroupApi } from '../servicegroup/index.js';
import { HostState } from './host-state.js';

/** Every node that a nova-compute has registered, as it is now. nova.scheduler.host_manager.HostManager. */
export async function loadHostStates(
  database: Database,
  servicegroup: Pick<ServiceGroupApi, 'isUp'>,
  defaultAvailabilityZone: string,
): Promise<HostState[]> {
  const candidates = await database.computeNodes.candidates({ defaultAvailabilityZone });
  const cell = await database.cellMappings.cell1();
  return candidates.map(
    (candidate) => new HostState(candidate, servicegroup.isUp(candidate.service), cell.uuid),
  );
}
