import { randomUUID } from 'node:crypto';
import { ComputeNode, Flavor, Instance, Service } from '../../../src/nova/objects/index.js';

/** Objects as the services make them, not kept yet. */

export const newService = (values: object = {}) =>
  new Service({ host: 'c1', binary: 'nova-compute', topic: 'compute', version: 64, ...values });

export const newNode = (values: object = {}) =>
  new ComputeNode({
    host: 'c1',
    hypervisor_hostname: 'c1',
    vcpus: 8,
    memory_mb: 16384,
    local_gb: 100,
    vcpus_used: 0,
    memory_mb_used: 0,
    local_gb_used: 0,
    hypervisor_type: 'stub',
    hypervisor_version: 1,
    cpu_allocation_ratio: 2,
    ram_allocation_ratio: 1,
    disk_allocation_ratio: 1,
    ...values,
  });

export const newFlavor = (values: object = {}) =>
  new Flavor({
    id: 1,
    name: 'm1.tiny',
    flavorid: '1',
    vcpus: 1,
    memory_mb: 512,
    root_gb: 1,
    ephemeral_gb: 0,
    swap: 0,
    is_public: true,
    disabled: false,
    extra_specs: { 'hw:cpu_policy': 'shared' },
    ...values,
  });

export const newInstance = (values: object = {}) =>
  new Instance({
    uuid: randomUUID(),
    project_id: 'p1',
    user_id: 'u1',
    display_name: 'web',
    vm_state: 'building',
    task_state: 'scheduling',
    flavor: newFlavor(),
    system_metadata: { image_min_ram: '0' },
    metadata: { role: 'web' },
    ...values,
  });

export const OWNER = { project_id: 'p1', user_id: 'u1' };
