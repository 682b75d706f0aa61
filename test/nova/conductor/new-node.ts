import { ComputeNode } from '../../../src/nova/objects/index.js';

/** A node of a hypervisor that only pretends. */
export const newNode = (host: string, vcpus: number, memory_mb: number): ComputeNode =>
  new ComputeNode({
    host,
    hypervisor_hostname: host,
    hypervisor_type: 'stub',
    hypervisor_version: 1,
    vcpus,
    vcpus_used: 0,
    memory_mb,
    memory_mb_used: 0,
    local_gb: 1000,
    local_gb_used: 0,
    cpu_allocation_ratio: 1,
    ram_allocation_ratio: 1,
    disk_allocation_ratio: 1,
    cpu_info: '',
    supported_hv_specs: [],
    mapped: 1,
  });
