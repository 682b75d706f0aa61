import type { TableDefinition } from './tables.js';

/** The tables of Nova 26.2.2 that are used here, with its columns, of its databases nova and nova_api. */

const CREATED = 'created_at:time updated_at:time';
const KEPT = `${CREATED} deleted_at:time deleted:integer!=0`;

export const NOVA_TABLES: readonly TableDefinition[] = [
  {
    name: 'services',
    columns: `${KEPT} uuid:uuid! host:string binary:string topic:string report_count:integer!=0
      disabled:boolean!=false disabled_reason:string last_seen_up:time forced_down:boolean!=false version:integer!=0`,
    unique: [['uuid'], ['host', 'binary', 'deleted'], ['host', 'topic', 'deleted']],
  },
  {
    name: 'compute_nodes',
    columns: `${KEPT} service_id:integer host:string uuid:uuid! vcpus:integer! memory_mb:integer! local_gb:integer!
      vcpus_used:integer! memory_mb_used:integer! local_gb_used:integer! hypervisor_type:text!
      hypervisor_version:integer! hypervisor_hostname:string free_ram_mb:integer free_disk_gb:integer
      current_workload:integer running_vms:integer cpu_info:text disk_available_least:integer host_ip:string
      supported_instances:text metrics:text pci_stats:text extra_resources:text stats:text numa_topology:text
      ram_allocation_ratio:float cpu_allocation_ratio:float disk_allocation_ratio:float mapped:integer=0`,
    unique: [['uuid'], ['host', 'hypervisor_hostname', 'deleted']],
  },
  {
    name: 'instances',
    columns: `${KEPT} uuid:uuid! user_id:string project_id:string image_ref:string kernel_id:string ramdisk_id:string
      hostname:string launch_index:integer key_name:string key_data:text power_state:integer vm_state:string
      task_state:string memory_mb:integer vcpus:integer root_gb:integer ephemeral_gb:integer ephemeral_key_uuid:uuid
      host:string node:string instance_type_id:integer user_data:text reservation_id:string launched_at:time
      terminated_at:time availability_zone:string display_name:string display_description:string launched_on:text
      locked:boolean locked_by:string os_type:string architecture:string vm_mode:string root_device_name:string
      default_ephemeral_device:string default_swap_device:string config_drive:string access_ip_v4:string
      access_ip_v6:string auto_disk_config:boolean progress:integer shutdown_terminate:boolean=false
      disable_terminate:boolean=false cell_name:string cleaned:integer=0 hidden:boolean!=false`,
    unique: [['uuid']],
    indexes: [
      ['host', 'node', 'deleted'],
      ['project_id', 'deleted'],
      ['task_state', 'updated_at'],
      ['deleted', 'created_at'],
      ['reservation_id'],
    ],
  },
  {
    name: 'instance_extra',
    columns: `${KEPT} instance_uuid:uuid! device_metadata:text numa_topology:text pci_requests:text flavor:text
      vcpu_model:text migration_context:text keypairs:text trusted_certs:text resources:text`,
    indexes: [['instance_uuid']],
  },
  {
    name: 'instance_info_caches',
    columns: `${KEPT} network_info:text instance_uuid:uuid!`,
    unique: [['instance_uuid']],
  },
  ...['instance_metadata', 'instance_system_metadata'].map((name) => ({
    name,
    columns: `${KEPT} key:string! value:text instance_uuid:uuid!`,
    indexes: [['instance_uuid']],
  })),
  {
    name: 'instance_actions',
    columns: `${KEPT} action:string instance_uuid:uuid request_id:string user_id:string project_id:string
      start_time:time finish_time:time message:string`,
    indexes: [['instance_uuid', 'request_id']],
  },
  {
    name: 'instance_actions_events',
    columns: `${KEPT} event:string action_id:integer start_time:time finish_time:time result:string traceback:text
      host:string details:text`,
    indexes: [['action_id']],
  },
  {
    name: 'instance_faults',
    columns: `${KEPT} instance_uuid:uuid code:integer! message:string details:text host:string`,
    indexes: [['instance_uuid', 'deleted', 'created_at']],
  },
  {
    name: 'migrations',
    columns: `${KEPT} uuid:uuid! source_compute:string dest_compute:string source_node:string dest_node:string
      dest_host:string old_instance_type_id:integer new_instance_type_id:integer instance_uuid:uuid status:string
      migration_type:string hidden:boolean=false memory_total:bigint memory_processed:bigint memory_remaining:bigint
      disk_total:bigint disk_processed:bigint disk_remaining:bigint cross_cell_move:boolean=false user_id:string
      project_id:string`,
    unique: [['uuid']],
    indexes: [['deleted', 'instance_uuid', 'status']],
  },
  {
    name: 'block_device_mapping',
    columns: `${KEPT} instance_uuid:uuid uuid:uuid! source_type:string destination_type:string guest_format:string
      device_type:string disk_bus:string boot_index:integer device_name:string delete_on_termination:boolean=false
      snapshot_id:string volume_id:string volume_size:integer volume_type:string image_id:string no_device:boolean
      connection_info:text tag:string attachment_id:uuid encrypted:boolean=false encryption_secret_uuid:uuid
      encryption_format:string encryption_options:text`,
    unique: [['uuid']],
    indexes: [['instance_uuid']],
  },
  { name: 'tags', columns: 'resource_id:uuid! tag:string!', primaryKey: ['resource_id', 'tag'] },
  {
    name: 'cell_mappings',
    columns: `${CREATED} uuid:uuid! name:string transport_url:text! database_connection:text! disabled:boolean!=false`,
    unique: [['uuid']],
  },
  { name: 'host_mappings', columns: `${CREATED} cell_id:integer! host:string!`, unique: [['host']] },
  {
    name: 'instance_mappings',
    columns: `${CREATED} instance_uuid:uuid! cell_id:integer project_id:string! user_id:string
      queued_for_delete:boolean=false`,
    unique: [['instance_uuid']],
    indexes: [['project_id']],
  },
  {
    name: 'build_requests',
    columns: `${CREATED} instance_uuid:uuid! project_id:string! instance:text block_device_mappings:text tags:text
      claimed_by:uuid claimed_at:time`,
    unique: [['instance_uuid']],
    indexes: [['project_id']],
  },
  {
    name: 'request_specs',
    columns: `${CREATED} instance_uuid:uuid! spec:text!`,
    unique: [['instance_uuid']],
  },
  { name: 'aggregates', columns: `${CREATED} uuid:uuid! name:string!`, unique: [['name']] },
  {
    name: 'aggregate_hosts',
    columns: `${CREATED} host:string! aggregate_id:integer!`,
    unique: [['host', 'aggregate_id']],
  },
  {
    name: 'aggregate_metadata',
    columns: `${CREATED} key:string! value:string! aggregate_id:integer!`,
    unique: [['aggregate_id', 'key']],
  },
];

/** Tables of ours. */
export const OUR_TABLES: readonly TableDefinition[] = [
  {
    name: 'service_workers',
    columns: `uuid:uuid! service_id:integer! host:string! binary:string! worker:integer! pid:integer!
      generation:integer! created_at:time! last_seen_up:time! report_count:integer!`,
    primaryKey: ['uuid'],
    indexes: [['service_id']],
  },
  {
    name: 'node_inventories',
    columns: `compute_node_uuid:uuid! generation:integer!=0 vcpu_reserved:integer!=0 memory_mb_reserved:integer!=0
      disk_gb_reserved:integer!=0`,
    primaryKey: ['compute_node_uuid'],
  },
  {
    name: 'allocations',
    columns: `consumer_uuid:uuid! compute_node_uuid:uuid! vcpu:integer! memory_mb:integer! disk_gb:integer!
      project_id:string user_id:string created_at:time!`,
    primaryKey: ['consumer_uuid', 'compute_node_uuid'],
    indexes: [['compute_node_uuid']],
  },
];
