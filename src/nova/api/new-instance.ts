import {
  Instance,
  InstanceInfoCache,
  InstancePCIRequests,
  KeyPairList,
  SecurityGroupList,
  TagList,
} from '../objects/index.js';
import { POWER_STATE_NONE, SCHEDULING, type Wish } from './wish.js';

/** The instance that a build request holds until it is in its cell: building, and nowhere yet. */
export function newInstance(wish: Wish, uuid: string, index: number): Instance {
  const { context, flavor, availabilityZone = null, reservationId, count } = wish;
  const name = count > 1 ? `${wish.name}-${index + 1}` : wish.name;
  return new Instance({
    uuid,
    user_id: context.user_id,
    project_id: context.project_id,
    display_name: name,
    display_description: '',
    hostname: hostnameOf(name, uuid),
    reservation_id: reservationId,
    launch_index: index,
    vm_state: 'building',
    task_state: SCHEDULING,
    power_state: POWER_STATE_NONE,
    progress: 0,
    flavor,
    old_flavor: null,
    new_flavor: null,
    instance_type_id: flavor.id,
    memory_mb: flavor.memory_mb,
    vcpus: flavor.vcpus,
    root_gb: flavor.root_gb,
    ephemeral_gb: flavor.ephemeral_gb,
    ephemeral_key_uuid: null,
    image_ref: '',
    kernel_id: '',
    ramdisk_id: '',
    key_name: null,
    key_data: null,
    user_data: null,
    config_drive: '',
    root_device_name: '/dev/vda',
    access_ip_v4: null,
    access_ip_v6: null,
    auto_disk_config: false,
    shutdown_terminate: false,
    disable_terminate: false,
    availability_zone: availabilityZone,
    host: null,
    node: null,
    launched_at: null,
    terminated_at: null,
    launched_on: null,
    locked: false,
    locked_by: null,
    cell_name: null,
    hidden: false,
    metadata: {},
    system_metadata: { image_base_image_ref: '' },
    info_cache: new InstanceInfoCache({ instance_uuid: uuid, network_info: [] }),
    security_groups: new SecurityGroupList({ objects: [] }),
    numa_topology: null,
    pci_requests: new InstancePCIRequests({ instance_uuid: uuid, requests: [] }),
    vcpu_model: null,
    migration_context: null,
    trusted_certs: null,
    keypairs: new KeyPairList({ objects: [] }),
    tags: new TagList({ objects: [] }),
  });
}

/** As nova.utils.sanitize_hostname: what a host name may have, and what is there if nothing of it is left. */
function hostnameOf(name: string, uuid: string): string {
  const hostname = name
    .toLowerCase()
    .replaceAll(/[ _]/g, '-')
    .replaceAll(/[^a-z0-9.-]/g, '')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 63);
  return hostname || `server-${uuid}`;
}
