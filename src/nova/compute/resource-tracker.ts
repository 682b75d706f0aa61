import type { Logger } from '../../service/index.js';
import type { Database } from '../database/index.js';
import { ComputeHostNotFound } from '../exception/index.js';
import { ComputeNode, HVSpec, type Instance } from '../objects/index.js';
import type { AvailableResource } from './driver.js';
import { fieldOf } from './notify/legacy.js';
import type { ComputeConfig } from './settings.js';
import { BUILD_TASKS, VM_STATE } from './states.js';

export interface ResourceTrackerInit {
  readonly host: string;
  readonly database: Database;
  readonly log: Logger;
  readonly settings: () => ComputeConfig;
  readonly available: () => Promise<AvailableResource>;
}

/**
 * The row of this host in compute_nodes: what its hypervisor has, and what its instances use of it.
 * nova.compute.resource_tracker.ResourceTracker.
 */
export class ResourceTracker {
  #failedBuilds = 0;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #node: string | undefined;
  /** What the host keeps for itself, as it was written last. */
  #reserved: string | undefined;

  constructor(private readonly init: ResourceTrackerInit) {}

  /** What the hypervisor calls itself; known from the first update() on. */
  get node(): string {
    if (this.#node === undefined) throw new Error('The hypervisor was not asked for its name yet.');
    return this.#node;
  }

  buildFailed(): void {
    this.#failedBuilds++;
  }

  /** What scheduling weighs is how many failed one after the other. */
  buildSucceeded(): void {
    this.#failedBuilds = 0;
  }

  /**
   * Writes what the hypervisor has and what is used of it. Who asks while that is being done gets the next one, which they
   * all share.
   */
  update(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#update().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = undefined;
        return this.update();
      });
    return this.#next;
  }

  async #update(): Promise<void> {
    const { host, database } = this.init;
    const available = await this.init.available();
    this.#node = available.hypervisor_hostname;
    const instances = await database.instances.listByHost(host, this.#node);
    const values = this.#values(available, instances);
    const node = (await this.#find()) ?? (await this.#create(values));
    for (const [field, value] of Object.entries(values))
      if (!isSame(fieldOf(node, field), value)) node.set(field, value);
    if (node.whatChanged().size > 0) await database.computeNodes.save(node);
    await this.#reserve(node);
  }

  async #find(): Promise<ComputeNode | undefined> {
    const { host, database } = this.init;
    try {
      return await database.computeNodes.getByHostAndNode(host, this.#node!);
    } catch (error) {
      if (error instanceof ComputeHostNotFound) return undefined;
      throw error;
    }
  }

  async #create(values: object): Promise<ComputeNode> {
    const { host, database, log } = this.init;
    try {
      const node = await database.computeNodes.create(new ComputeNode({ host, ...values }));
      log.info({ node: this.#node, uuid: node.uuid }, `The schedulers know the node ${this.#node} now.`);
      return node;
    } catch (error) {
      // Another process of this host was first, as in a reload.
      const node = await this.#find();
      if (node) return node;
      throw error;
    }
  }

  async #reserve(node: ComputeNode): Promise<void> {
    const { reservedHostCpus, reservedHostMemoryMb, reservedHostDiskGb } = this.init.settings();
    const reserved = [node.uuid, reservedHostCpus, reservedHostMemoryMb, reservedHostDiskGb].join(' ');
    if (this.#reserved === reserved) return;
    await this.init.database.allocations.reserve(node.uuid, {
      VCPU: reservedHostCpus,
      MEMORY_MB: reservedHostMemoryMb,
      DISK_GB: reservedHostDiskGb,
    });
    this.#reserved = reserved;
  }

  #values(available: AvailableResource, instances: readonly Instance[]) {
    const { cpuAllocationRatio, ramAllocationRatio, diskAllocationRatio, ...settings } = this.init.settings();
    const sum = (amount: (instance: Instance) => number) =>
      instances.reduce((total, instance) => total + amount(instance), 0);
    const vcpus_used = sum(({ flavor }) => flavor?.vcpus ?? 0) + settings.reservedHostCpus;
    const memory_mb_used = sum(({ flavor }) => flavor?.memory_mb ?? 0) + settings.reservedHostMemoryMb;
    const local_gb_used =
      sum(({ flavor }) => (flavor?.root_gb ?? 0) + (flavor?.ephemeral_gb ?? 0)) + settings.reservedHostDiskGb;
    const { vcpus, memory_mb, local_gb } = available;
    return {
      vcpus,
      memory_mb,
      local_gb,
      vcpus_used,
      memory_mb_used,
      local_gb_used,
      free_ram_mb: memory_mb - memory_mb_used,
      free_disk_gb: local_gb - local_gb_used,
      running_vms: instances.length,
      current_workload: instances.filter(isBusy).length,
      disk_available_least: available.disk_available_least,
      hypervisor_type: available.hypervisor_type,
      hypervisor_version: available.hypervisor_version,
      hypervisor_hostname: available.hypervisor_hostname,
      cpu_info: available.cpu_info,
      supported_hv_specs: available.supported_instances.map(
        ([arch, hv_type, vm_mode]) => new HVSpec({ arch, hv_type, vm_mode } as HVSpec),
      ),
      cpu_allocation_ratio: cpuAllocationRatio,
      ram_allocation_ratio: ramAllocationRatio,
      disk_allocation_ratio: diskAllocationRatio,
      stats: statsOf(instances, this.#failedBuilds),
    };
  }
}

const isBusy = (instance: Instance) =>
  instance.task_state !== null && ![VM_STATE.DELETED].includes(instance.vm_state as never);

/** nova.compute.stats.Stats: all as text. */
function statsOf(instances: readonly Instance[], failedBuilds: number): Record<string, string> {
  const stats: Record<string, number> = { failed_builds: failedBuilds };
  const count = (name: string) => {
    stats[name] = (stats[name] ?? 0) + 1;
  };
  for (const instance of instances) {
    count('num_instances');
    count(`num_vm_${instance.vm_state}`);
    count(`num_task_${instance.task_state ?? 'None'}`);
    count(`num_proj_${instance.project_id}`);
    if (BUILD_TASKS.includes(instance.task_state)) count('io_workload');
  }
  return Object.fromEntries(Object.entries(stats).map(([name, value]) => [name, String(value)]));
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
