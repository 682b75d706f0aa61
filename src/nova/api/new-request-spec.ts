import {
  ImageMeta,
  ImageMetaProps,
  InstancePCIRequests,
  NetworkRequest,
  NetworkRequestList,
  RequestLevelParams,
  RequestSpec,
  SchedulerLimits,
  SecurityGroupList,
} from '../objects/index.js';
import type { Wish } from './wish.js';

/** No network, as `openstack server create --nic none` asks for: Neutron is not there to give one. */
export const noNetworks = (): NetworkRequestList =>
  new NetworkRequestList({ objects: [new NetworkRequest({ network_id: 'none' })] });

/** What the scheduler is asked for. */
export function newRequestSpec(wish: Wish, uuid: string): RequestSpec {
  const { context, flavor, availabilityZone = null, host, count } = wish;
  return new RequestSpec({
    instance_uuid: uuid,
    project_id: context.project_id,
    user_id: context.user_id,
    availability_zone: availabilityZone,
    flavor,
    image: new ImageMeta({ properties: new ImageMetaProps({}) }),
    num_instances: count,
    force_hosts: host === undefined ? null : [host],
    force_nodes: null,
    ignore_hosts: null,
    requested_destination: null,
    retry: null,
    limits: new SchedulerLimits({ numa_topology: null, vcpu: null, disk_gb: null, memory_mb: null }),
    instance_group: null,
    scheduler_hints: {},
    numa_topology: null,
    pci_requests: new InstancePCIRequests({ instance_uuid: uuid, requests: [] }),
    security_groups: new SecurityGroupList({ objects: [] }),
    is_bfv: false,
    requested_resources: [],
    request_level_params: new RequestLevelParams({}),
    requested_networks: noNetworks(),
  });
}
