// Written by npm run generate from scripts/nova/objects.json: the objects of Nova 26.2.2. Do not edit.

import type { NetworkInfo, Vif } from '../field-types.js';
import type { NovaObject } from '../nova-object.js';
import { objectClass } from '../object-class.js';

export type BlockDeviceSourceType = 'blank' | 'image' | 'snapshot' | 'volume';
export type BlockDeviceDestinationType = 'local' | 'volume';
export type BlockDeviceType = 'cdrom' | 'disk' | 'floppy' | 'fs' | 'lun';
export type BlockDeviceEncryptionFormatType = 'plain' | 'luks' | 'luksv2';
export type InstancePowerState = 'pending' | 'running' | '_unused' | 'paused' | 'shutdown' | 'crashed' | 'suspended';
export type HypervisorDriver = 'libvirt' | 'xenapi' | 'vmwareapi' | 'ironic' | 'hyperv';
export type Architecture = 'alpha' | 'armv6' | 'armv7l' | 'armv7b' | 'aarch64' | 'cris' | 'i686' | 'ia64' | 'lm32' | 'm68k' | 'microblaze' | 'microblazeel' | 'mips' | 'mipsel' | 'mips64' | 'mips64el' | 'openrisc' | 'parisc' | 'parisc64' | 'ppc' | 'ppcle' | 'ppc64' | 'ppc64le' | 'ppcemb' | 's390' | 's390x' | 'sh4' | 'sh4eb' | 'sparc' | 'sparc64' | 'unicore32' | 'x86_64' | 'xtensa' | 'xtensaeb';
export type HVType = 'baremetal' | 'bhyve' | 'docker' | 'fake' | 'hyperv' | 'ironic' | 'kqemu' | 'kvm' | 'lxc' | 'lxd' | 'openvz' | 'parallels' | 'phyp' | 'qemu' | 'test' | 'uml' | 'vbox' | 'vz' | 'vmware' | 'xen' | 'zvm' | 'prsm';
export type VMMode = 'hvm' | 'xen' | 'uml' | 'exe';
export type DiskBus = 'fdc' | 'ide' | 'sata' | 'scsi' | 'usb' | 'virtio' | 'xen' | 'lxc' | 'uml';
export type CPUAllocationPolicy = 'dedicated' | 'shared' | 'mixed';
export type CPUThreadAllocationPolicy = 'prefer' | 'isolate' | 'require';
export type FirmwareType = 'uefi' | 'bios';
export type InputBus = 'usb' | 'virtio';
export type PCINUMAAffinityPolicy = 'required' | 'legacy' | 'preferred' | 'socket';
export type PointerModelType = 'usbtablet';
export type RNGModel = 'virtio';
export type SCSIModel = 'buslogic' | 'ibmvscsi' | 'lsilogic' | 'lsisas1068' | 'lsisas1078' | 'virtio-scsi' | 'vmpvscsi';
export type VideoModel = 'cirrus' | 'qxl' | 'vga' | 'vmvga' | 'xen' | 'virtio' | 'gop' | 'none' | 'bochs';
export type VIFModel = 'virtio' | 'ne2k_pci' | 'pcnet' | 'rtl8139' | 'e1000' | 'e1000e' | 'netfront' | 'spapr-vlan' | 'lan9118' | 'sriov' | 'vmxnet' | 'vmxnet3';
export type VIOMMUModel = 'intel' | 'smmuv3' | 'virtio' | 'auto';
export type WatchdogAction = 'none' | 'pause' | 'poweroff' | 'reset' | 'disabled';
export type TPMModel = 'tpm-tis' | 'tpm-crb';
export type TPMVersion = '1.2' | '2.0';
export type ConfigDrivePolicy = 'optional' | 'mandatory';
export type ImageSignatureHashType = 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512';
export type ImageSignatureKeyType = 'DSA' | 'ECC_SECP384R1' | 'ECC_SECP521R1' | 'ECC_SECT409K1' | 'ECC_SECT409R1' | 'ECC_SECT571K1' | 'ECC_SECT571R1' | 'RSA-PSS';
export type SecureBoot = 'required' | 'disabled' | 'optional';
export type OSType = 'linux' | 'windows';
export type InstanceExternalEventName = 'network-changed' | 'network-vif-plugged' | 'network-vif-unplugged' | 'network-vif-deleted' | 'volume-extended' | 'power-update' | 'accelerator-request-bound' | 'volume-reimaged';
export type InstanceExternalEventStatus = 'failed' | 'completed' | 'in-progress';
export type CPUEmulatorThreadsPolicy = 'share' | 'isolate';
export type MigrationType = 'migration' | 'resize' | 'live-migration' | 'evacuation';
export type MonitorMetricType = 'cpu.frequency' | 'cpu.user.time' | 'cpu.kernel.time' | 'cpu.idle.time' | 'cpu.iowait.time' | 'cpu.user.percent' | 'cpu.kernel.percent' | 'cpu.idle.percent' | 'cpu.iowait.percent' | 'cpu.percent' | 'numa.membw.max' | 'numa.membw.current';
export type PciDeviceType = 'type-PCI' | 'type-PF' | 'type-VF' | 'vdpa';
export type PciDeviceStatus = 'available' | 'claimed' | 'allocated' | 'removed' | 'deleted' | 'unavailable' | 'unclaimable';
export type CPUFeaturePolicy = 'force' | 'require' | 'optional' | 'disable' | 'forbid';
export type CPUMode = 'custom' | 'host-model' | 'host-passthrough';
export type CPUMatch = 'minimum' | 'exact' | 'strict';

export interface AggregateFields {
  id: number;
  uuid: string;
  name: string;
  hosts: readonly string[] | null;
  metadata: Readonly<Record<string, string>> | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface Aggregate extends NovaObject<AggregateFields>, AggregateFields {}
export const Aggregate = /* @__PURE__ */ objectClass<Aggregate, AggregateFields>('Aggregate');

export interface AggregateListFields {
  objects: readonly Aggregate[];
}
export interface AggregateList extends NovaObject<AggregateListFields>, AggregateListFields {}
export const AggregateList = /* @__PURE__ */ objectClass<AggregateList, AggregateListFields>('AggregateList');

export interface BlockDeviceMappingFields {
  id: number;
  uuid: string;
  instance_uuid: string;
  instance: Instance | null;
  source_type: BlockDeviceSourceType | null;
  destination_type: BlockDeviceDestinationType | null;
  guest_format: string | null;
  device_type: BlockDeviceType | null;
  disk_bus: string | null;
  boot_index: number | null;
  device_name: string | null;
  delete_on_termination: boolean;
  snapshot_id: string | null;
  volume_id: string | null;
  volume_size: number | null;
  image_id: string | null;
  no_device: boolean;
  connection_info: string | null;
  tag: string | null;
  attachment_id: string | null;
  volume_type: string | null;
  encrypted: boolean;
  encryption_secret_uuid: string | null;
  encryption_format: BlockDeviceEncryptionFormatType | null;
  encryption_options: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface BlockDeviceMapping extends NovaObject<BlockDeviceMappingFields>, BlockDeviceMappingFields {}
export const BlockDeviceMapping = /* @__PURE__ */ objectClass<BlockDeviceMapping, BlockDeviceMappingFields>('BlockDeviceMapping');

export interface BlockDeviceMappingListFields {
  objects: readonly BlockDeviceMapping[];
}
export interface BlockDeviceMappingList extends NovaObject<BlockDeviceMappingListFields>, BlockDeviceMappingListFields {}
export const BlockDeviceMappingList = /* @__PURE__ */ objectClass<BlockDeviceMappingList, BlockDeviceMappingListFields>('BlockDeviceMappingList');

export interface BuildRequestFields {
  id: number;
  instance_uuid: string;
  project_id: string;
  instance: Instance;
  block_device_mappings: BlockDeviceMappingList;
  created_at: Date | null;
  updated_at: Date | null;
  tags: TagList;
}
export interface BuildRequest extends NovaObject<BuildRequestFields>, BuildRequestFields {}
export const BuildRequest = /* @__PURE__ */ objectClass<BuildRequest, BuildRequestFields>('BuildRequest');

export interface BuildRequestListFields {
  objects: readonly BuildRequest[];
}
export interface BuildRequestList extends NovaObject<BuildRequestListFields>, BuildRequestListFields {}
export const BuildRequestList = /* @__PURE__ */ objectClass<BuildRequestList, BuildRequestListFields>('BuildRequestList');

export interface CellMappingFields {
  id: number;
  uuid: string;
  name: string | null;
  transport_url: string;
  database_connection: string;
  disabled: boolean;
  created_at: Date | null;
  updated_at: Date | null;
}
export interface CellMapping extends NovaObject<CellMappingFields>, CellMappingFields {}
export const CellMapping = /* @__PURE__ */ objectClass<CellMapping, CellMappingFields>('CellMapping');

export interface CellMappingListFields {
  objects: readonly CellMapping[];
}
export interface CellMappingList extends NovaObject<CellMappingListFields>, CellMappingListFields {}
export const CellMappingList = /* @__PURE__ */ objectClass<CellMappingList, CellMappingListFields>('CellMappingList');

export interface ComputeNodeFields {
  id: number;
  uuid: string;
  service_id: number | null;
  host: string | null;
  vcpus: number;
  memory_mb: number;
  local_gb: number;
  vcpus_used: number;
  memory_mb_used: number;
  local_gb_used: number;
  hypervisor_type: string;
  hypervisor_version: number;
  hypervisor_hostname: string | null;
  free_ram_mb: number | null;
  free_disk_gb: number | null;
  current_workload: number | null;
  running_vms: number | null;
  cpu_info: string | null;
  disk_available_least: number | null;
  metrics: string | null;
  stats: Readonly<Record<string, string | null>> | null;
  host_ip: string | null;
  numa_topology: string | null;
  supported_hv_specs: readonly HVSpec[];
  pci_device_pools: PciDevicePoolList | null;
  cpu_allocation_ratio: number;
  ram_allocation_ratio: number;
  disk_allocation_ratio: number;
  mapped: number;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface ComputeNode extends NovaObject<ComputeNodeFields>, ComputeNodeFields {}
export const ComputeNode = /* @__PURE__ */ objectClass<ComputeNode, ComputeNodeFields>('ComputeNode');

export interface ComputeNodeListFields {
  objects: readonly ComputeNode[];
}
export interface ComputeNodeList extends NovaObject<ComputeNodeListFields>, ComputeNodeListFields {}
export const ComputeNodeList = /* @__PURE__ */ objectClass<ComputeNodeList, ComputeNodeListFields>('ComputeNodeList');

export interface ConsoleAuthTokenFields {
  id: number;
  console_type: string;
  host: string;
  port: number;
  internal_access_path: string | null;
  instance_uuid: string;
  access_url_base: string | null;
  token: string;
  created_at: Date | null;
  updated_at: Date | null;
}
export interface ConsoleAuthToken extends NovaObject<ConsoleAuthTokenFields>, ConsoleAuthTokenFields {}
export const ConsoleAuthToken = /* @__PURE__ */ objectClass<ConsoleAuthToken, ConsoleAuthTokenFields>('ConsoleAuthToken');

export interface CpuDiagnosticsFields {
  id: number | null;
  time: number | null;
  utilisation: number | null;
}
export interface CpuDiagnostics extends NovaObject<CpuDiagnosticsFields>, CpuDiagnosticsFields {}
export const CpuDiagnostics = /* @__PURE__ */ objectClass<CpuDiagnostics, CpuDiagnosticsFields>('CpuDiagnostics');

export interface DestinationFields {
  host: string;
  node: string | null;
  cell: CellMapping | null;
  aggregates: readonly string[] | null;
  allow_cross_cell_move: boolean;
  forbidden_aggregates: ReadonlySet<string> | null;
}
export interface Destination extends NovaObject<DestinationFields>, DestinationFields {}
export const Destination = /* @__PURE__ */ objectClass<Destination, DestinationFields>('Destination');

export interface DeviceBusFields {
}
export interface DeviceBus extends NovaObject<DeviceBusFields>, DeviceBusFields {}
export const DeviceBus = /* @__PURE__ */ objectClass<DeviceBus, DeviceBusFields>('DeviceBus');

export interface DeviceMetadataFields {
  bus: DeviceBus;
  tags: readonly string[];
}
export interface DeviceMetadata extends NovaObject<DeviceMetadataFields>, DeviceMetadataFields {}
export const DeviceMetadata = /* @__PURE__ */ objectClass<DeviceMetadata, DeviceMetadataFields>('DeviceMetadata');

export interface DiagnosticsFields {
  state: InstancePowerState;
  driver: HypervisorDriver;
  hypervisor: string | null;
  hypervisor_os: string | null;
  uptime: number | null;
  config_drive: boolean;
  memory_details: MemoryDiagnostics;
  cpu_details: readonly CpuDiagnostics[];
  nic_details: readonly NicDiagnostics[];
  disk_details: readonly DiskDiagnostics[];
  num_cpus: number;
  num_nics: number;
  num_disks: number;
}
export interface Diagnostics extends NovaObject<DiagnosticsFields>, DiagnosticsFields {}
export const Diagnostics = /* @__PURE__ */ objectClass<Diagnostics, DiagnosticsFields>('Diagnostics');

export interface DiskDiagnosticsFields {
  read_bytes: number | null;
  read_requests: number | null;
  write_bytes: number | null;
  write_requests: number | null;
  errors_count: number | null;
}
export interface DiskDiagnostics extends NovaObject<DiskDiagnosticsFields>, DiskDiagnosticsFields {}
export const DiskDiagnostics = /* @__PURE__ */ objectClass<DiskDiagnostics, DiskDiagnosticsFields>('DiskDiagnostics');

export interface DiskMetadataFields {
  serial: string | null;
  path: string | null;
  bus: DeviceBus;
  tags: readonly string[];
}
export interface DiskMetadata extends NovaObject<DiskMetadataFields>, DiskMetadataFields {}
export const DiskMetadata = /* @__PURE__ */ objectClass<DiskMetadata, DiskMetadataFields>('DiskMetadata');

export interface EC2IdsFields {
  instance_id: string;
  ami_id: string | null;
  kernel_id: string | null;
  ramdisk_id: string | null;
}
export interface EC2Ids extends NovaObject<EC2IdsFields>, EC2IdsFields {}
export const EC2Ids = /* @__PURE__ */ objectClass<EC2Ids, EC2IdsFields>('EC2Ids');

export interface EC2InstanceMappingFields {
  id: number;
  uuid: string;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface EC2InstanceMapping extends NovaObject<EC2InstanceMappingFields>, EC2InstanceMappingFields {}
export const EC2InstanceMapping = /* @__PURE__ */ objectClass<EC2InstanceMapping, EC2InstanceMappingFields>('EC2InstanceMapping');

export interface FlavorFields {
  id: number;
  name: string | null;
  memory_mb: number;
  vcpus: number;
  root_gb: number;
  ephemeral_gb: number;
  flavorid: string;
  swap: number;
  rxtx_factor: number | null;
  vcpu_weight: number | null;
  disabled: boolean;
  is_public: boolean;
  extra_specs: Readonly<Record<string, string>>;
  projects: readonly string[];
  description: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface Flavor extends NovaObject<FlavorFields>, FlavorFields {}
export const Flavor = /* @__PURE__ */ objectClass<Flavor, FlavorFields>('Flavor');

export interface FlavorListFields {
  objects: readonly Flavor[];
}
export interface FlavorList extends NovaObject<FlavorListFields>, FlavorListFields {}
export const FlavorList = /* @__PURE__ */ objectClass<FlavorList, FlavorListFields>('FlavorList');

export interface HVSpecFields {
  arch: Architecture;
  hv_type: HVType;
  vm_mode: VMMode;
}
export interface HVSpec extends NovaObject<HVSpecFields>, HVSpecFields {}
export const HVSpec = /* @__PURE__ */ objectClass<HVSpec, HVSpecFields>('HVSpec');

export interface HostMappingFields {
  id: number;
  host: string;
  cell_mapping: CellMapping;
  created_at: Date | null;
  updated_at: Date | null;
}
export interface HostMapping extends NovaObject<HostMappingFields>, HostMappingFields {}
export const HostMapping = /* @__PURE__ */ objectClass<HostMapping, HostMappingFields>('HostMapping');

export interface HostMappingListFields {
  objects: readonly HostMapping[];
}
export interface HostMappingList extends NovaObject<HostMappingListFields>, HostMappingListFields {}
export const HostMappingList = /* @__PURE__ */ objectClass<HostMappingList, HostMappingListFields>('HostMappingList');

export interface HyperVLiveMigrateDataFields {
  is_shared_instance_path: boolean;
  is_volume_backed: boolean;
  migration: Migration;
  old_vol_attachment_ids: Readonly<Record<string, string>>;
  wait_for_vif_plugged: boolean;
  vifs: readonly VIFMigrateData[];
}
export interface HyperVLiveMigrateData extends NovaObject<HyperVLiveMigrateDataFields>, HyperVLiveMigrateDataFields {}
export const HyperVLiveMigrateData = /* @__PURE__ */ objectClass<HyperVLiveMigrateData, HyperVLiveMigrateDataFields>('HyperVLiveMigrateData');

export interface IDEDeviceBusFields {
  address: string;
}
export interface IDEDeviceBus extends NovaObject<IDEDeviceBusFields>, IDEDeviceBusFields {}
export const IDEDeviceBus = /* @__PURE__ */ objectClass<IDEDeviceBus, IDEDeviceBusFields>('IDEDeviceBus');

export interface ImageMetaFields {
  id: string;
  name: string;
  status: string;
  visibility: string;
  protected: boolean;
  checksum: string;
  owner: string;
  size: number;
  virtual_size: number;
  container_format: string;
  disk_format: string;
  created_at: Date | null;
  updated_at: Date | null;
  tags: readonly string[];
  direct_url: string;
  min_ram: number;
  min_disk: number;
  properties: ImageMetaProps;
}
export interface ImageMeta extends NovaObject<ImageMetaFields>, ImageMetaFields {}
export const ImageMeta = /* @__PURE__ */ objectClass<ImageMeta, ImageMetaFields>('ImageMeta');

export interface ImageMetaPropsFields {
  hw_architecture: Architecture;
  hw_emulation_architecture: Architecture;
  hw_auto_disk_config: string;
  hw_boot_menu: boolean;
  hw_cdrom_bus: DiskBus;
  hw_cpu_cores: number;
  hw_cpu_sockets: number;
  hw_cpu_max_cores: number;
  hw_cpu_max_sockets: number;
  hw_cpu_max_threads: number;
  hw_cpu_policy: CPUAllocationPolicy;
  hw_cpu_thread_policy: CPUThreadAllocationPolicy;
  hw_cpu_realtime_mask: string;
  hw_cpu_threads: number;
  hw_device_id: number;
  hw_disk_bus: DiskBus;
  hw_disk_type: string;
  hw_floppy_bus: DiskBus;
  hw_firmware_type: FirmwareType;
  hw_input_bus: InputBus;
  hw_ipxe_boot: boolean;
  hw_locked_memory: boolean;
  hw_machine_type: string;
  hw_mem_encryption: boolean;
  hw_mem_page_size: string;
  hw_numa_nodes: number;
  hw_numa_cpus: readonly ReadonlySet<number>[];
  hw_numa_mem: readonly number[];
  hw_pci_numa_affinity_policy: PCINUMAAffinityPolicy;
  hw_pointer_model: PointerModelType;
  hw_pmu: boolean;
  hw_qemu_guest_agent: boolean;
  hw_rescue_bus: DiskBus;
  hw_rescue_device: BlockDeviceType;
  hw_rng_model: RNGModel;
  hw_time_hpet: boolean;
  hw_serial_port_count: number;
  hw_scsi_model: SCSIModel;
  hw_video_model: VideoModel;
  hw_video_ram: number;
  hw_vif_model: VIFModel;
  hw_viommu_model: VIOMMUModel;
  hw_vm_mode: VMMode;
  hw_watchdog_action: WatchdogAction;
  hw_vif_multiqueue_enabled: boolean;
  hw_tpm_model: TPMModel;
  hw_tpm_version: TPMVersion;
  hw_ephemeral_encryption: boolean;
  hw_ephemeral_encryption_format: BlockDeviceEncryptionFormatType;
  img_bittorrent: boolean;
  img_bdm_v2: boolean;
  img_block_device_mapping: readonly (Readonly<Record<string, string | null>>)[];
  img_cache_in_nova: boolean;
  img_compression_level: number;
  img_hv_requested_version: string;
  img_hv_type: HVType;
  img_config_drive: ConfigDrivePolicy;
  img_linked_clone: boolean;
  img_mappings: readonly (Readonly<Record<string, string | null>>)[];
  img_owner_id: string;
  img_root_device_name: string;
  img_use_agent: boolean;
  img_version: number;
  img_signature: string;
  img_signature_hash_method: ImageSignatureHashType;
  img_signature_certificate_uuid: string;
  img_signature_key_type: ImageSignatureKeyType;
  img_hide_hypervisor_id: boolean;
  os_admin_user: string;
  os_command_line: string;
  os_distro: string;
  os_require_quiesce: boolean;
  os_secure_boot: SecureBoot;
  os_skip_agent_inject_files_at_boot: boolean;
  os_skip_agent_inject_ssh: boolean;
  os_type: OSType;
  traits_required: readonly string[];
}
export interface ImageMetaProps extends NovaObject<ImageMetaPropsFields>, ImageMetaPropsFields {}
export const ImageMetaProps = /* @__PURE__ */ objectClass<ImageMetaProps, ImageMetaPropsFields>('ImageMetaProps');

export interface InstanceFields {
  id: number;
  user_id: string | null;
  project_id: string | null;
  image_ref: string | null;
  kernel_id: string | null;
  ramdisk_id: string | null;
  hostname: string | null;
  launch_index: number | null;
  key_name: string | null;
  key_data: string | null;
  power_state: number | null;
  vm_state: string | null;
  task_state: string | null;
  services: ServiceList;
  memory_mb: number | null;
  vcpus: number | null;
  root_gb: number | null;
  ephemeral_gb: number | null;
  ephemeral_key_uuid: string | null;
  host: string | null;
  node: string | null;
  instance_type_id: number | null;
  user_data: string | null;
  reservation_id: string | null;
  launched_at: Date | null;
  terminated_at: Date | null;
  availability_zone: string | null;
  display_name: string | null;
  display_description: string | null;
  launched_on: string | null;
  locked: boolean;
  locked_by: string | null;
  os_type: string | null;
  architecture: string | null;
  vm_mode: string | null;
  uuid: string;
  root_device_name: string | null;
  default_ephemeral_device: string | null;
  default_swap_device: string | null;
  config_drive: string | null;
  access_ip_v4: string | null;
  access_ip_v6: string | null;
  auto_disk_config: boolean;
  progress: number | null;
  shutdown_terminate: boolean;
  disable_terminate: boolean;
  cell_name: string | null;
  metadata: Readonly<Record<string, string>>;
  system_metadata: Readonly<Record<string, string | null>>;
  info_cache: InstanceInfoCache | null;
  security_groups: SecurityGroupList;
  fault: InstanceFault | null;
  cleaned: boolean;
  pci_devices: PciDeviceList | null;
  numa_topology: InstanceNUMATopology | null;
  pci_requests: InstancePCIRequests | null;
  device_metadata: InstanceDeviceMetadata | null;
  tags: TagList;
  flavor: Flavor;
  old_flavor: Flavor | null;
  new_flavor: Flavor | null;
  vcpu_model: VirtCPUModel | null;
  ec2_ids: EC2Ids;
  migration_context: MigrationContext | null;
  keypairs: KeyPairList;
  trusted_certs: TrustedCerts | null;
  hidden: boolean;
  resources: ResourceList | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface Instance extends NovaObject<InstanceFields>, InstanceFields {}
export const Instance = /* @__PURE__ */ objectClass<Instance, InstanceFields>('Instance');

export interface InstanceActionFields {
  id: number;
  action: string | null;
  instance_uuid: string | null;
  request_id: string | null;
  user_id: string | null;
  project_id: string | null;
  start_time: Date | null;
  finish_time: Date | null;
  message: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface InstanceAction extends NovaObject<InstanceActionFields>, InstanceActionFields {}
export const InstanceAction = /* @__PURE__ */ objectClass<InstanceAction, InstanceActionFields>('InstanceAction');

export interface InstanceActionEventFields {
  id: number;
  event: string | null;
  action_id: number | null;
  start_time: Date | null;
  finish_time: Date | null;
  result: string | null;
  traceback: string | null;
  host: string | null;
  details: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface InstanceActionEvent extends NovaObject<InstanceActionEventFields>, InstanceActionEventFields {}
export const InstanceActionEvent = /* @__PURE__ */ objectClass<InstanceActionEvent, InstanceActionEventFields>('InstanceActionEvent');

export interface InstanceActionEventListFields {
  objects: readonly InstanceActionEvent[];
}
export interface InstanceActionEventList extends NovaObject<InstanceActionEventListFields>, InstanceActionEventListFields {}
export const InstanceActionEventList = /* @__PURE__ */ objectClass<InstanceActionEventList, InstanceActionEventListFields>('InstanceActionEventList');

export interface InstanceActionListFields {
  objects: readonly InstanceAction[];
}
export interface InstanceActionList extends NovaObject<InstanceActionListFields>, InstanceActionListFields {}
export const InstanceActionList = /* @__PURE__ */ objectClass<InstanceActionList, InstanceActionListFields>('InstanceActionList');

export interface InstanceDeviceMetadataFields {
  devices: readonly DeviceMetadata[];
}
export interface InstanceDeviceMetadata extends NovaObject<InstanceDeviceMetadataFields>, InstanceDeviceMetadataFields {}
export const InstanceDeviceMetadata = /* @__PURE__ */ objectClass<InstanceDeviceMetadata, InstanceDeviceMetadataFields>('InstanceDeviceMetadata');

export interface InstanceExternalEventFields {
  instance_uuid: string;
  name: InstanceExternalEventName;
  status: InstanceExternalEventStatus;
  tag: string | null;
  data: Readonly<Record<string, string>>;
}
export interface InstanceExternalEvent extends NovaObject<InstanceExternalEventFields>, InstanceExternalEventFields {}
export const InstanceExternalEvent = /* @__PURE__ */ objectClass<InstanceExternalEvent, InstanceExternalEventFields>('InstanceExternalEvent');

export interface InstanceFaultFields {
  id: number;
  instance_uuid: string;
  code: number;
  message: string | null;
  details: string | null;
  host: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface InstanceFault extends NovaObject<InstanceFaultFields>, InstanceFaultFields {}
export const InstanceFault = /* @__PURE__ */ objectClass<InstanceFault, InstanceFaultFields>('InstanceFault');

export interface InstanceFaultListFields {
  objects: readonly InstanceFault[];
}
export interface InstanceFaultList extends NovaObject<InstanceFaultListFields>, InstanceFaultListFields {}
export const InstanceFaultList = /* @__PURE__ */ objectClass<InstanceFaultList, InstanceFaultListFields>('InstanceFaultList');

export interface InstanceGroupFields {
  id: number;
  user_id: string | null;
  project_id: string | null;
  uuid: string;
  name: string | null;
  policies: readonly string[] | null;
  members: readonly string[] | null;
  hosts: readonly string[] | null;
  policy: string | null;
  _rules: Readonly<Record<string, string>>;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface InstanceGroup extends NovaObject<InstanceGroupFields>, InstanceGroupFields {}
export const InstanceGroup = /* @__PURE__ */ objectClass<InstanceGroup, InstanceGroupFields>('InstanceGroup');

export interface InstanceGroupListFields {
  objects: readonly InstanceGroup[];
}
export interface InstanceGroupList extends NovaObject<InstanceGroupListFields>, InstanceGroupListFields {}
export const InstanceGroupList = /* @__PURE__ */ objectClass<InstanceGroupList, InstanceGroupListFields>('InstanceGroupList');

export interface InstanceInfoCacheFields {
  instance_uuid: string;
  network_info: NetworkInfo | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface InstanceInfoCache extends NovaObject<InstanceInfoCacheFields>, InstanceInfoCacheFields {}
export const InstanceInfoCache = /* @__PURE__ */ objectClass<InstanceInfoCache, InstanceInfoCacheFields>('InstanceInfoCache');

export interface InstanceListFields {
  objects: readonly Instance[];
}
export interface InstanceList extends NovaObject<InstanceListFields>, InstanceListFields {}
export const InstanceList = /* @__PURE__ */ objectClass<InstanceList, InstanceListFields>('InstanceList');

export interface InstanceMappingFields {
  id: number;
  instance_uuid: string;
  cell_mapping: CellMapping | null;
  project_id: string;
  user_id: string;
  queued_for_delete: boolean;
  created_at: Date | null;
  updated_at: Date | null;
}
export interface InstanceMapping extends NovaObject<InstanceMappingFields>, InstanceMappingFields {}
export const InstanceMapping = /* @__PURE__ */ objectClass<InstanceMapping, InstanceMappingFields>('InstanceMapping');

export interface InstanceMappingListFields {
  objects: readonly InstanceMapping[];
}
export interface InstanceMappingList extends NovaObject<InstanceMappingListFields>, InstanceMappingListFields {}
export const InstanceMappingList = /* @__PURE__ */ objectClass<InstanceMappingList, InstanceMappingListFields>('InstanceMappingList');

export interface InstanceNUMACellFields {
  id: number;
  cpuset: ReadonlySet<number>;
  pcpuset: ReadonlySet<number>;
  cpuset_reserved: ReadonlySet<number> | null;
  memory: number;
  pagesize: number | null;
  cpu_topology: VirtCPUTopology | null;
  cpu_pinning_raw: Readonly<Record<string, number>> | null;
  cpu_policy: CPUAllocationPolicy | null;
  cpu_thread_policy: CPUThreadAllocationPolicy | null;
}
export interface InstanceNUMACell extends NovaObject<InstanceNUMACellFields>, InstanceNUMACellFields {}
export const InstanceNUMACell = /* @__PURE__ */ objectClass<InstanceNUMACell, InstanceNUMACellFields>('InstanceNUMACell');

export interface InstanceNUMATopologyFields {
  id: number;
  instance_uuid: string;
  cells: readonly InstanceNUMACell[];
  emulator_threads_policy: CPUEmulatorThreadsPolicy | null;
}
export interface InstanceNUMATopology extends NovaObject<InstanceNUMATopologyFields>, InstanceNUMATopologyFields {}
export const InstanceNUMATopology = /* @__PURE__ */ objectClass<InstanceNUMATopology, InstanceNUMATopologyFields>('InstanceNUMATopology');

export interface InstancePCIRequestFields {
  count: number;
  spec: readonly (Readonly<Record<string, string | null>>)[];
  alias_name: string | null;
  is_new: boolean;
  request_id: string | null;
  requester_id: string | null;
  numa_policy: PCINUMAAffinityPolicy | null;
}
export interface InstancePCIRequest extends NovaObject<InstancePCIRequestFields>, InstancePCIRequestFields {}
export const InstancePCIRequest = /* @__PURE__ */ objectClass<InstancePCIRequest, InstancePCIRequestFields>('InstancePCIRequest');

export interface InstancePCIRequestsFields {
  instance_uuid: string;
  requests: readonly InstancePCIRequest[];
}
export interface InstancePCIRequests extends NovaObject<InstancePCIRequestsFields>, InstancePCIRequestsFields {}
export const InstancePCIRequests = /* @__PURE__ */ objectClass<InstancePCIRequests, InstancePCIRequestsFields>('InstancePCIRequests');

export interface KeyPairFields {
  id: number;
  name: string;
  user_id: string | null;
  fingerprint: string | null;
  public_key: string | null;
  type: string;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface KeyPair extends NovaObject<KeyPairFields>, KeyPairFields {}
export const KeyPair = /* @__PURE__ */ objectClass<KeyPair, KeyPairFields>('KeyPair');

export interface KeyPairListFields {
  objects: readonly KeyPair[];
}
export interface KeyPairList extends NovaObject<KeyPairListFields>, KeyPairListFields {}
export const KeyPairList = /* @__PURE__ */ objectClass<KeyPairList, KeyPairListFields>('KeyPairList');

export interface LibvirtLiveMigrateBDMInfoFields {
  serial: string;
  bus: string;
  dev: string;
  type: string;
  format: string | null;
  boot_index: number | null;
  connection_info_json: string;
  encryption_secret_uuid: string | null;
}
export interface LibvirtLiveMigrateBDMInfo extends NovaObject<LibvirtLiveMigrateBDMInfoFields>, LibvirtLiveMigrateBDMInfoFields {}
export const LibvirtLiveMigrateBDMInfo = /* @__PURE__ */ objectClass<LibvirtLiveMigrateBDMInfo, LibvirtLiveMigrateBDMInfoFields>('LibvirtLiveMigrateBDMInfo');

export interface LibvirtLiveMigrateDataFields {
  filename: string;
  image_type: string;
  block_migration: boolean;
  disk_over_commit: boolean;
  disk_available_mb: number | null;
  is_shared_instance_path: boolean;
  is_shared_block_storage: boolean;
  instance_relative_path: string;
  graphics_listen_addr_vnc: string | null;
  graphics_listen_addr_spice: string | null;
  serial_listen_addr: string | null;
  serial_listen_ports: readonly number[];
  bdms: readonly LibvirtLiveMigrateBDMInfo[];
  target_connect_addr: string | null;
  supported_perf_events: readonly string[];
  src_supports_native_luks: boolean;
  dst_wants_file_backed_memory: boolean;
  file_backed_memory_discard: boolean;
  src_supports_numa_live_migration: boolean;
  dst_supports_numa_live_migration: boolean;
  dst_numa_info: LibvirtLiveMigrateNUMAInfo;
  is_volume_backed: boolean;
  migration: Migration;
  old_vol_attachment_ids: Readonly<Record<string, string>>;
  wait_for_vif_plugged: boolean;
  vifs: readonly VIFMigrateData[];
}
export interface LibvirtLiveMigrateData extends NovaObject<LibvirtLiveMigrateDataFields>, LibvirtLiveMigrateDataFields {}
export const LibvirtLiveMigrateData = /* @__PURE__ */ objectClass<LibvirtLiveMigrateData, LibvirtLiveMigrateDataFields>('LibvirtLiveMigrateData');

export interface LibvirtLiveMigrateNUMAInfoFields {
  cpu_pins: Readonly<Record<string, ReadonlySet<number>>>;
  cell_pins: Readonly<Record<string, ReadonlySet<number>>>;
  emulator_pins: ReadonlySet<number>;
  sched_vcpus: ReadonlySet<number>;
  sched_priority: number;
}
export interface LibvirtLiveMigrateNUMAInfo extends NovaObject<LibvirtLiveMigrateNUMAInfoFields>, LibvirtLiveMigrateNUMAInfoFields {}
export const LibvirtLiveMigrateNUMAInfo = /* @__PURE__ */ objectClass<LibvirtLiveMigrateNUMAInfo, LibvirtLiveMigrateNUMAInfoFields>('LibvirtLiveMigrateNUMAInfo');

export interface LibvirtVPMEMDeviceFields {
  label: string;
  name: string;
  size: number;
  devpath: string;
  align: number;
}
export interface LibvirtVPMEMDevice extends NovaObject<LibvirtVPMEMDeviceFields>, LibvirtVPMEMDeviceFields {}
export const LibvirtVPMEMDevice = /* @__PURE__ */ objectClass<LibvirtVPMEMDevice, LibvirtVPMEMDeviceFields>('LibvirtVPMEMDevice');

export interface MemoryDiagnosticsFields {
  maximum: number | null;
  used: number | null;
}
export interface MemoryDiagnostics extends NovaObject<MemoryDiagnosticsFields>, MemoryDiagnosticsFields {}
export const MemoryDiagnostics = /* @__PURE__ */ objectClass<MemoryDiagnostics, MemoryDiagnosticsFields>('MemoryDiagnostics');

export interface MigrationFields {
  id: number;
  uuid: string;
  source_compute: string | null;
  dest_compute: string | null;
  source_node: string | null;
  dest_node: string | null;
  dest_host: string | null;
  old_instance_type_id: number | null;
  new_instance_type_id: number | null;
  instance_uuid: string | null;
  status: string | null;
  migration_type: MigrationType;
  hidden: boolean;
  memory_total: number | null;
  memory_processed: number | null;
  memory_remaining: number | null;
  disk_total: number | null;
  disk_processed: number | null;
  disk_remaining: number | null;
  cross_cell_move: boolean;
  user_id: string | null;
  project_id: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface Migration extends NovaObject<MigrationFields>, MigrationFields {}
export const Migration = /* @__PURE__ */ objectClass<Migration, MigrationFields>('Migration');

export interface MigrationContextFields {
  instance_uuid: string;
  migration_id: number;
  new_numa_topology: InstanceNUMATopology | null;
  old_numa_topology: InstanceNUMATopology | null;
  new_pci_devices: PciDeviceList | null;
  old_pci_devices: PciDeviceList | null;
  new_pci_requests: InstancePCIRequests | null;
  old_pci_requests: InstancePCIRequests | null;
  new_resources: ResourceList | null;
  old_resources: ResourceList | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface MigrationContext extends NovaObject<MigrationContextFields>, MigrationContextFields {}
export const MigrationContext = /* @__PURE__ */ objectClass<MigrationContext, MigrationContextFields>('MigrationContext');

export interface MigrationListFields {
  objects: readonly Migration[];
}
export interface MigrationList extends NovaObject<MigrationListFields>, MigrationListFields {}
export const MigrationList = /* @__PURE__ */ objectClass<MigrationList, MigrationListFields>('MigrationList');

export interface MonitorMetricFields {
  name: MonitorMetricType;
  value: number;
  numa_membw_values: Readonly<Record<string, number>> | null;
  timestamp: Date;
  source: string;
}
export interface MonitorMetric extends NovaObject<MonitorMetricFields>, MonitorMetricFields {}
export const MonitorMetric = /* @__PURE__ */ objectClass<MonitorMetric, MonitorMetricFields>('MonitorMetric');

export interface MonitorMetricListFields {
  objects: readonly MonitorMetric[];
}
export interface MonitorMetricList extends NovaObject<MonitorMetricListFields>, MonitorMetricListFields {}
export const MonitorMetricList = /* @__PURE__ */ objectClass<MonitorMetricList, MonitorMetricListFields>('MonitorMetricList');

export interface NUMACellFields {
  id: number;
  cpuset: ReadonlySet<number>;
  pcpuset: ReadonlySet<number>;
  memory: number;
  cpu_usage: number;
  memory_usage: number;
  pinned_cpus: ReadonlySet<number>;
  siblings: readonly ReadonlySet<number>[];
  mempages: readonly NUMAPagesTopology[];
  network_metadata: NetworkMetadata;
  socket: number | null;
}
export interface NUMACell extends NovaObject<NUMACellFields>, NUMACellFields {}
export const NUMACell = /* @__PURE__ */ objectClass<NUMACell, NUMACellFields>('NUMACell');

export interface NUMAPagesTopologyFields {
  size_kb: number;
  total: number;
  used: number;
  reserved: number;
}
export interface NUMAPagesTopology extends NovaObject<NUMAPagesTopologyFields>, NUMAPagesTopologyFields {}
export const NUMAPagesTopology = /* @__PURE__ */ objectClass<NUMAPagesTopology, NUMAPagesTopologyFields>('NUMAPagesTopology');

export interface NUMATopologyFields {
  cells: readonly NUMACell[];
}
export interface NUMATopology extends NovaObject<NUMATopologyFields>, NUMATopologyFields {}
export const NUMATopology = /* @__PURE__ */ objectClass<NUMATopology, NUMATopologyFields>('NUMATopology');

export interface NUMATopologyLimitsFields {
  cpu_allocation_ratio: number;
  ram_allocation_ratio: number;
  network_metadata: NetworkMetadata;
}
export interface NUMATopologyLimits extends NovaObject<NUMATopologyLimitsFields>, NUMATopologyLimitsFields {}
export const NUMATopologyLimits = /* @__PURE__ */ objectClass<NUMATopologyLimits, NUMATopologyLimitsFields>('NUMATopologyLimits');

export interface NetworkInterfaceMetadataFields {
  mac: string;
  vlan: number;
  vf_trusted: boolean;
  bus: DeviceBus;
  tags: readonly string[];
}
export interface NetworkInterfaceMetadata extends NovaObject<NetworkInterfaceMetadataFields>, NetworkInterfaceMetadataFields {}
export const NetworkInterfaceMetadata = /* @__PURE__ */ objectClass<NetworkInterfaceMetadata, NetworkInterfaceMetadataFields>('NetworkInterfaceMetadata');

export interface NetworkMetadataFields {
  physnets: ReadonlySet<string>;
  tunneled: boolean;
}
export interface NetworkMetadata extends NovaObject<NetworkMetadataFields>, NetworkMetadataFields {}
export const NetworkMetadata = /* @__PURE__ */ objectClass<NetworkMetadata, NetworkMetadataFields>('NetworkMetadata');

export interface NetworkRequestFields {
  network_id: string | null;
  address: string | null;
  port_id: string | null;
  pci_request_id: string | null;
  tag: string | null;
  arq_uuid: string | null;
  device_profile: string | null;
}
export interface NetworkRequest extends NovaObject<NetworkRequestFields>, NetworkRequestFields {}
export const NetworkRequest = /* @__PURE__ */ objectClass<NetworkRequest, NetworkRequestFields>('NetworkRequest');

export interface NetworkRequestListFields {
  objects: readonly NetworkRequest[];
}
export interface NetworkRequestList extends NovaObject<NetworkRequestListFields>, NetworkRequestListFields {}
export const NetworkRequestList = /* @__PURE__ */ objectClass<NetworkRequestList, NetworkRequestListFields>('NetworkRequestList');

export interface NicDiagnosticsFields {
  mac_address: string | null;
  rx_octets: number | null;
  rx_errors: number | null;
  rx_drop: number | null;
  rx_packets: number | null;
  rx_rate: number | null;
  tx_octets: number | null;
  tx_errors: number | null;
  tx_drop: number | null;
  tx_packets: number | null;
  tx_rate: number | null;
}
export interface NicDiagnostics extends NovaObject<NicDiagnosticsFields>, NicDiagnosticsFields {}
export const NicDiagnostics = /* @__PURE__ */ objectClass<NicDiagnostics, NicDiagnosticsFields>('NicDiagnostics');

export interface PCIDeviceBusFields {
  address: string;
}
export interface PCIDeviceBus extends NovaObject<PCIDeviceBusFields>, PCIDeviceBusFields {}
export const PCIDeviceBus = /* @__PURE__ */ objectClass<PCIDeviceBus, PCIDeviceBusFields>('PCIDeviceBus');

export interface PciDeviceFields {
  id: number;
  uuid: string;
  compute_node_id: number | null;
  address: string;
  vendor_id: string;
  product_id: string;
  dev_type: PciDeviceType;
  status: PciDeviceStatus;
  dev_id: string | null;
  label: string | null;
  instance_uuid: string | null;
  request_id: string | null;
  extra_info: Readonly<Record<string, string>>;
  numa_node: number | null;
  parent_addr: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface PciDevice extends NovaObject<PciDeviceFields>, PciDeviceFields {}
export const PciDevice = /* @__PURE__ */ objectClass<PciDevice, PciDeviceFields>('PciDevice');

export interface PciDeviceListFields {
  objects: readonly PciDevice[];
}
export interface PciDeviceList extends NovaObject<PciDeviceListFields>, PciDeviceListFields {}
export const PciDeviceList = /* @__PURE__ */ objectClass<PciDeviceList, PciDeviceListFields>('PciDeviceList');

export interface PciDevicePoolFields {
  product_id: string;
  vendor_id: string;
  numa_node: number | null;
  tags: Readonly<Record<string, string | null>>;
  count: number;
}
export interface PciDevicePool extends NovaObject<PciDevicePoolFields>, PciDevicePoolFields {}
export const PciDevicePool = /* @__PURE__ */ objectClass<PciDevicePool, PciDevicePoolFields>('PciDevicePool');

export interface PciDevicePoolListFields {
  objects: readonly PciDevicePool[];
}
export interface PciDevicePoolList extends NovaObject<PciDevicePoolListFields>, PciDevicePoolListFields {}
export const PciDevicePoolList = /* @__PURE__ */ objectClass<PciDevicePoolList, PciDevicePoolListFields>('PciDevicePoolList');

export interface QuotasFields {
  reservations: readonly string[] | null;
  project_id: string | null;
  user_id: string | null;
}
export interface Quotas extends NovaObject<QuotasFields>, QuotasFields {}
export const Quotas = /* @__PURE__ */ objectClass<Quotas, QuotasFields>('Quotas');

export interface QuotasNoOpFields {
  reservations: readonly string[] | null;
  project_id: string | null;
  user_id: string | null;
}
export interface QuotasNoOp extends NovaObject<QuotasNoOpFields>, QuotasNoOpFields {}
export const QuotasNoOp = /* @__PURE__ */ objectClass<QuotasNoOp, QuotasNoOpFields>('QuotasNoOp');

export interface RequestGroupFields {
  use_same_provider: boolean;
  resources: Readonly<Record<string, number>>;
  required_traits: ReadonlySet<string>;
  forbidden_traits: ReadonlySet<string>;
  aggregates: readonly (readonly string[])[];
  forbidden_aggregates: ReadonlySet<string>;
  requester_id: string | null;
  provider_uuids: readonly string[];
  in_tree: string | null;
}
export interface RequestGroup extends NovaObject<RequestGroupFields>, RequestGroupFields {}
export const RequestGroup = /* @__PURE__ */ objectClass<RequestGroup, RequestGroupFields>('RequestGroup');

export interface RequestLevelParamsFields {
  root_required: ReadonlySet<string>;
  root_forbidden: ReadonlySet<string>;
  same_subtree: readonly (readonly string[])[];
}
export interface RequestLevelParams extends NovaObject<RequestLevelParamsFields>, RequestLevelParamsFields {}
export const RequestLevelParams = /* @__PURE__ */ objectClass<RequestLevelParams, RequestLevelParamsFields>('RequestLevelParams');

export interface RequestSpecFields {
  id: number;
  image: ImageMeta | null;
  numa_topology: InstanceNUMATopology | null;
  pci_requests: InstancePCIRequests | null;
  project_id: string | null;
  user_id: string | null;
  availability_zone: string | null;
  flavor: Flavor;
  num_instances: number;
  ignore_hosts: readonly string[] | null;
  force_hosts: readonly string[] | null;
  force_nodes: readonly string[] | null;
  requested_destination: Destination | null;
  retry: SchedulerRetries | null;
  limits: SchedulerLimits | null;
  instance_group: InstanceGroup | null;
  scheduler_hints: Readonly<Record<string, readonly string[]>> | null;
  instance_uuid: string;
  security_groups: SecurityGroupList;
  network_metadata: NetworkMetadata;
  is_bfv: boolean;
  requested_resources: readonly RequestGroup[] | null;
  request_level_params: RequestLevelParams;
  requested_networks: NetworkRequestList;
}
export interface RequestSpec extends NovaObject<RequestSpecFields>, RequestSpecFields {}
export const RequestSpec = /* @__PURE__ */ objectClass<RequestSpec, RequestSpecFields>('RequestSpec');

export interface ResourceFields {
  provider_uuid: string;
  resource_class: string;
  identifier: string;
  metadata: ResourceMetadata;
}
export interface Resource extends NovaObject<ResourceFields>, ResourceFields {}
export const Resource = /* @__PURE__ */ objectClass<Resource, ResourceFields>('Resource');

export interface ResourceListFields {
  objects: readonly Resource[];
}
export interface ResourceList extends NovaObject<ResourceListFields>, ResourceListFields {}
export const ResourceList = /* @__PURE__ */ objectClass<ResourceList, ResourceListFields>('ResourceList');

export interface ResourceMetadataFields {
}
export interface ResourceMetadata extends NovaObject<ResourceMetadataFields>, ResourceMetadataFields {}
export const ResourceMetadata = /* @__PURE__ */ objectClass<ResourceMetadata, ResourceMetadataFields>('ResourceMetadata');

export interface S3ImageMappingFields {
  id: number;
  uuid: string;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface S3ImageMapping extends NovaObject<S3ImageMappingFields>, S3ImageMappingFields {}
export const S3ImageMapping = /* @__PURE__ */ objectClass<S3ImageMapping, S3ImageMappingFields>('S3ImageMapping');

export interface SCSIDeviceBusFields {
  address: string;
}
export interface SCSIDeviceBus extends NovaObject<SCSIDeviceBusFields>, SCSIDeviceBusFields {}
export const SCSIDeviceBus = /* @__PURE__ */ objectClass<SCSIDeviceBus, SCSIDeviceBusFields>('SCSIDeviceBus');

export interface SchedulerLimitsFields {
  numa_topology: NUMATopologyLimits | null;
  vcpu: number | null;
  disk_gb: number | null;
  memory_mb: number | null;
}
export interface SchedulerLimits extends NovaObject<SchedulerLimitsFields>, SchedulerLimitsFields {}
export const SchedulerLimits = /* @__PURE__ */ objectClass<SchedulerLimits, SchedulerLimitsFields>('SchedulerLimits');

export interface SchedulerRetriesFields {
  num_attempts: number;
  hosts: ComputeNodeList;
}
export interface SchedulerRetries extends NovaObject<SchedulerRetriesFields>, SchedulerRetriesFields {}
export const SchedulerRetries = /* @__PURE__ */ objectClass<SchedulerRetries, SchedulerRetriesFields>('SchedulerRetries');

export interface SecurityGroupFields {
  id: number;
  name: string;
  description: string;
  user_id: string;
  project_id: string;
  uuid: string;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface SecurityGroup extends NovaObject<SecurityGroupFields>, SecurityGroupFields {}
export const SecurityGroup = /* @__PURE__ */ objectClass<SecurityGroup, SecurityGroupFields>('SecurityGroup');

export interface SecurityGroupListFields {
  objects: readonly SecurityGroup[];
}
export interface SecurityGroupList extends NovaObject<SecurityGroupListFields>, SecurityGroupListFields {}
export const SecurityGroupList = /* @__PURE__ */ objectClass<SecurityGroupList, SecurityGroupListFields>('SecurityGroupList');

export interface SelectionFields {
  compute_node_uuid: string;
  service_host: string;
  nodename: string;
  cell_uuid: string;
  limits: SchedulerLimits | null;
  allocation_request: string | null;
  allocation_request_version: string | null;
  availability_zone: string | null;
}
export interface Selection extends NovaObject<SelectionFields>, SelectionFields {}
export const Selection = /* @__PURE__ */ objectClass<Selection, SelectionFields>('Selection');

export interface ServiceFields {
  id: number;
  uuid: string;
  host: string | null;
  binary: string | null;
  topic: string | null;
  report_count: number;
  disabled: boolean;
  disabled_reason: string | null;
  availability_zone: string | null;
  compute_node: ComputeNode;
  last_seen_up: Date | null;
  forced_down: boolean;
  version: number;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface Service extends NovaObject<ServiceFields>, ServiceFields {}
export const Service = /* @__PURE__ */ objectClass<Service, ServiceFields>('Service');

export interface ServiceListFields {
  objects: readonly Service[];
}
export interface ServiceList extends NovaObject<ServiceListFields>, ServiceListFields {}
export const ServiceList = /* @__PURE__ */ objectClass<ServiceList, ServiceListFields>('ServiceList');

export interface TagFields {
  resource_id: string;
  tag: string;
}
export interface Tag extends NovaObject<TagFields>, TagFields {}
export const Tag = /* @__PURE__ */ objectClass<Tag, TagFields>('Tag');

export interface TagListFields {
  objects: readonly Tag[];
}
export interface TagList extends NovaObject<TagListFields>, TagListFields {}
export const TagList = /* @__PURE__ */ objectClass<TagList, TagListFields>('TagList');

export interface TaskLogFields {
  id: number;
  task_name: string;
  state: string;
  host: string;
  period_beginning: Date;
  period_ending: Date;
  message: string;
  task_items: number;
  errors: number;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface TaskLog extends NovaObject<TaskLogFields>, TaskLogFields {}
export const TaskLog = /* @__PURE__ */ objectClass<TaskLog, TaskLogFields>('TaskLog');

export interface TaskLogListFields {
  objects: readonly TaskLog[];
}
export interface TaskLogList extends NovaObject<TaskLogListFields>, TaskLogListFields {}
export const TaskLogList = /* @__PURE__ */ objectClass<TaskLogList, TaskLogListFields>('TaskLogList');

export interface TrustedCertsFields {
  ids: readonly string[];
}
export interface TrustedCerts extends NovaObject<TrustedCertsFields>, TrustedCertsFields {}
export const TrustedCerts = /* @__PURE__ */ objectClass<TrustedCerts, TrustedCertsFields>('TrustedCerts');

export interface USBDeviceBusFields {
  address: string;
}
export interface USBDeviceBus extends NovaObject<USBDeviceBusFields>, USBDeviceBusFields {}
export const USBDeviceBus = /* @__PURE__ */ objectClass<USBDeviceBus, USBDeviceBusFields>('USBDeviceBus');

export interface VIFMigrateDataFields {
  port_id: string;
  vnic_type: string;
  vif_type: string;
  vif_details_json: string;
  profile_json: string;
  host: string;
  source_vif: Vif;
}
export interface VIFMigrateData extends NovaObject<VIFMigrateDataFields>, VIFMigrateDataFields {}
export const VIFMigrateData = /* @__PURE__ */ objectClass<VIFMigrateData, VIFMigrateDataFields>('VIFMigrateData');

export interface VMwareLiveMigrateDataFields {
  cluster_name: string;
  datastore_regex: string;
  is_volume_backed: boolean;
  migration: Migration;
  old_vol_attachment_ids: Readonly<Record<string, string>>;
  wait_for_vif_plugged: boolean;
  vifs: readonly VIFMigrateData[];
}
export interface VMwareLiveMigrateData extends NovaObject<VMwareLiveMigrateDataFields>, VMwareLiveMigrateDataFields {}
export const VMwareLiveMigrateData = /* @__PURE__ */ objectClass<VMwareLiveMigrateData, VMwareLiveMigrateDataFields>('VMwareLiveMigrateData');

export interface VirtCPUFeatureFields {
  policy: CPUFeaturePolicy | null;
  name: string;
}
export interface VirtCPUFeature extends NovaObject<VirtCPUFeatureFields>, VirtCPUFeatureFields {}
export const VirtCPUFeature = /* @__PURE__ */ objectClass<VirtCPUFeature, VirtCPUFeatureFields>('VirtCPUFeature');

export interface VirtCPUModelFields {
  arch: Architecture | null;
  vendor: string | null;
  topology: VirtCPUTopology | null;
  features: readonly VirtCPUFeature[];
  mode: CPUMode | null;
  model: string | null;
  match: CPUMatch | null;
}
export interface VirtCPUModel extends NovaObject<VirtCPUModelFields>, VirtCPUModelFields {}
export const VirtCPUModel = /* @__PURE__ */ objectClass<VirtCPUModel, VirtCPUModelFields>('VirtCPUModel');

export interface VirtCPUTopologyFields {
  sockets: number | null;
  cores: number | null;
  threads: number | null;
}
export interface VirtCPUTopology extends NovaObject<VirtCPUTopologyFields>, VirtCPUTopologyFields {}
export const VirtCPUTopology = /* @__PURE__ */ objectClass<VirtCPUTopology, VirtCPUTopologyFields>('VirtCPUTopology');

export interface VirtualInterfaceFields {
  id: number;
  address: string | null;
  network_id: number;
  instance_uuid: string;
  uuid: string;
  tag: string | null;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface VirtualInterface extends NovaObject<VirtualInterfaceFields>, VirtualInterfaceFields {}
export const VirtualInterface = /* @__PURE__ */ objectClass<VirtualInterface, VirtualInterfaceFields>('VirtualInterface');

export interface VirtualInterfaceListFields {
  objects: readonly VirtualInterface[];
}
export interface VirtualInterfaceList extends NovaObject<VirtualInterfaceListFields>, VirtualInterfaceListFields {}
export const VirtualInterfaceList = /* @__PURE__ */ objectClass<VirtualInterfaceList, VirtualInterfaceListFields>('VirtualInterfaceList');

export interface VolumeUsageFields {
  id: number;
  volume_id: string;
  instance_uuid: string | null;
  project_id: string | null;
  user_id: string | null;
  availability_zone: string | null;
  tot_last_refreshed: Date | null;
  tot_reads: number;
  tot_read_bytes: number;
  tot_writes: number;
  tot_write_bytes: number;
  curr_last_refreshed: Date | null;
  curr_reads: number;
  curr_read_bytes: number;
  curr_writes: number;
  curr_write_bytes: number;
  created_at: Date | null;
  updated_at: Date | null;
  deleted_at: Date | null;
  deleted: boolean;
}
export interface VolumeUsage extends NovaObject<VolumeUsageFields>, VolumeUsageFields {}
export const VolumeUsage = /* @__PURE__ */ objectClass<VolumeUsage, VolumeUsageFields>('VolumeUsage');

export interface XenDeviceBusFields {
  address: string;
}
export interface XenDeviceBus extends NovaObject<XenDeviceBusFields>, XenDeviceBusFields {}
export const XenDeviceBus = /* @__PURE__ */ objectClass<XenDeviceBus, XenDeviceBusFields>('XenDeviceBus');
