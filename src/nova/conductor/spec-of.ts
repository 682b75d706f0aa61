import type { Database } from '../database/index.js';
import { RequestSpecNotFound } from '../exception/index.js';
import { type Instance, RequestSpec, SchedulerLimits } from '../objects/index.js';

/** The request spec of an instance; one made of the instance where none is stored. RequestSpec.from_components. */
export async function specOf(
  { requestSpecs }: Pick<Database, 'requestSpecs'>,
  instance: Instance,
): Promise<RequestSpec> {
  try {
    return await requestSpecs.getByInstanceUuid(instance.uuid);
  } catch (error) {
    if (!(error instanceof RequestSpecNotFound)) throw error;
  }
  return new RequestSpec({
    instance_uuid: instance.uuid,
    project_id: instance.project_id,
    user_id: instance.user_id,
    availability_zone: null,
    flavor: instance.flavor,
    image: null,
    num_instances: 1,
    ignore_hosts: null,
    force_hosts: null,
    force_nodes: null,
    requested_destination: null,
    retry: null,
    limits: new SchedulerLimits({ numa_topology: null, vcpu: null, disk_gb: null, memory_mb: null }),
    instance_group: null,
    numa_topology: null,
    scheduler_hints: {},
    is_bfv: false,
  });
}
