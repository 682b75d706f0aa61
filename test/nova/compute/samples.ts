import { randomUUID } from 'node:crypto';
import { Flavor, Instance, InstanceInfoCache, Selection } from '../../../src/nova/objects/index.js';

export const FLAVOR = {
  id: 1,
  name: 'm1.tiny',
  flavorid: '1',
  memory_mb: 512,
  vcpus: 1,
  root_gb: 1,
  ephemeral_gb: 0,
  swap: 0,
  rxtx_factor: 1,
  vcpu_weight: null,
  disabled: false,
  is_public: true,
  extra_specs: {},
  projects: [],
  description: null,
  created_at: null,
  updated_at: null,
  deleted_at: null,
  deleted: false,
};

export const NEEDS = { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 };

export const BUILD = {
  image: {},
  request_spec: null,
  filter_properties: { limits: {}, retry: { num_attempts: 1, hosts: [] } },
  admin_password: null,
  injected_files: [],
  requested_networks: null,
  security_groups: [],
  block_device_mapping: null,
  node: null,
  limits: {},
  host_list: [],
  accel_uuids: [],
};

export const selectionOf = (host: string) =>
  new Selection({
    service_host: host,
    nodename: host,
    cell_uuid: '00000000-0000-0000-0000-000000000001',
    compute_node_uuid: '00000000-0000-0000-0000-000000000002',
    limits: null,
    allocation_request: null,
    allocation_request_version: null,
    availability_zone: 'nova',
  });

/** As the conductor leaves it: waiting for a host. */
export function newInstance(fields: object): Instance {
  const uuid = randomUUID();
  const flavor = new Flavor({ ...FLAVOR });
  return new Instance({
    uuid,
    user_id: 'user',
    project_id: 'project',
    display_name: 'vm',
    hostname: 'vm',
    vm_state: 'building',
    task_state: 'scheduling',
    power_state: 0,
    host: null,
    node: null,
    image_ref: '',
    vcpus: 1,
    memory_mb: 512,
    root_gb: 1,
    ephemeral_gb: 0,
    instance_type_id: 1,
    flavor,
    info_cache: new InstanceInfoCache({ instance_uuid: uuid, network_info: [] }),
    metadata: {},
    system_metadata: {},
    ...fields,
  });
}
