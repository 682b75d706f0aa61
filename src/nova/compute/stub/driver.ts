import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BuildAbortException,
  ComputeResourcesUnavailable,
  InstanceNotFound,
  MigrationPreCheckError,
  NovaException,
} from '../../exception/index.js';
import { type Instance, LibvirtLiveMigrateData, type NovaObject } from '../../objects/index.js';
import type { ValuesOf } from '../../part.js';
import type {
  AvailableResource,
  ComputeDriver,
  DriverInit,
  MigrationOutcome,
  MigrationRequest,
} from '../driver.js';
import { POWER_STATE, type PowerState } from '../states.js';
import { failureOf, type Step } from './failures.js';
import type { STUB } from './settings.js';
import { StubStore } from './store.js';

type Settings = ValuesOf<typeof STUB>;

/**
 * A hypervisor that only remembers: nothing runs, but all states, delays and failures are there. What it remembers
 * outlives the process. nova.virt.fake.FakeDriver.
 */
export class StubDriver implements ComputeDriver {
  #settings!: Settings;
  #store!: StubStore;
  #host = '';

  constructor(private readonly random: () => number = Math.random) {}

  async init({ host, config, directory }: DriverInit): Promise<void> {
    this.#host = host;
    this.#settings = (config as { readonly stub: Settings }).stub;
    this.#store = new StubStore(join(this.#settings.directory ?? directory, encodeURIComponent(host)));
    await this.#store.open();
  }

  async getAvailableResource(): Promise<AvailableResource> {
    const { vcpus, memoryMb, localGb } = this.#settings;
    return {
      vcpus,
      memory_mb: memoryMb,
      local_gb: localGb,
      hypervisor_type: 'fake',
      hypervisor_version: 1000,
      hypervisor_hostname: this.#host,
      cpu_info: JSON.stringify({ arch: 'x86_64', model: 'stub', vendor: 'nova-launch', features: [] }),
      supported_instances: [['x86_64', 'fake', 'hvm']],
      disk_available_least: null,
    };
  }

  async listInstanceUuids(): Promise<readonly string[]> {
    return this.#store.list();
  }

  async info(instance: Instance): Promise<{ readonly state: PowerState }> {
    const { state } = await this.#get(instance);
    return { state };
  }

  async spawn(instance: Instance, _request: unknown, signal: AbortSignal): Promise<void> {
    await sleep(this.#settings.spawnDelay * 1000, undefined, { signal });
    this.#fail('spawn', instance);
    await this.#put(instance, POWER_STATE.RUNNING);
  }

  async destroy(instance: Instance, signal: AbortSignal): Promise<void> {
    await sleep(this.#settings.destroyDelay * 1000, undefined, { signal });
    this.#fail('destroy', instance);
    await this.#store.remove(instance.uuid);
  }

  async powerOn(instance: Instance, signal: AbortSignal): Promise<void> {
    await this.#power('powerOn', instance, signal);
    await this.#put(instance, POWER_STATE.RUNNING);
  }

  async powerOff(instance: Instance, _clean: boolean, signal: AbortSignal): Promise<void> {
    await this.#power('powerOff', instance, signal);
    await this.#put(instance, POWER_STATE.SHUTDOWN);
  }

  async reboot(instance: Instance, _type: string, signal: AbortSignal): Promise<void> {
    await this.#power('reboot', instance, signal);
    await this.#put(instance, POWER_STATE.RUNNING);
  }

  async checkCanLiveMigrateDestination(
    instance: Instance,
    {
      block_migration,
      disk_over_commit,
    }: { block_migration: boolean | null; disk_over_commit: boolean | null },
  ): Promise<NovaObject> {
    this.#fail('checkDestination', instance);
    return new LibvirtLiveMigrateData({
      filename: 'stub',
      image_type: 'default',
      block_migration: block_migration ?? false,
      disk_over_commit: disk_over_commit ?? false,
      disk_available_mb: this.#settings.localGb * 1024,
      is_shared_instance_path: true,
      is_shared_block_storage: true,
    });
  }

  async cleanupLiveMigrationDestinationCheck(): Promise<void> {}

  async checkCanLiveMigrateSource(instance: Instance, data: NovaObject): Promise<NovaObject> {
    this.#fail('checkSource', instance);
    await this.#get(instance);
    return data;
  }

  async preLiveMigration(instance: Instance, data: NovaObject): Promise<NovaObject> {
    this.#fail('preLiveMigration', instance);
    const { uuid, display_name } = instance;
    await this.#store.put({ uuid, name: display_name ?? '', state: POWER_STATE.NOSTATE, incoming: true });
    return data;
  }

  async liveMigration(
    instance: Instance,
    { progress }: MigrationRequest,
    signal: AbortSignal,
  ): Promise<MigrationOutcome> {
    const megabytes = instance.memory_mb ?? 0;
    const total = megabytes * 1024 * 1024;
    progress({ memory_total: total, memory_processed: 0, memory_remaining: total });
    await sleep(this.#settings.migrationDelay * 1000, undefined, { signal });
    const failure = this.#failureOf('liveMigration', instance);
    if (failure?.kind === 'lost') throw new NovaException(this.#text('liveMigration', instance));
    if (failure) return { moved: false, reason: this.#text('liveMigration', instance) };
    progress({ memory_total: total, memory_processed: total, memory_remaining: 0 });
    return { moved: true };
  }

  async postLiveMigrationAtDestination(instance: Instance): Promise<void> {
    this.#fail('postLiveMigration', instance);
    const state = (instance.power_state ?? POWER_STATE.RUNNING) as PowerState;
    await this.#put(instance, state);
  }

  async cleanup(instance: Instance): Promise<void> {
    await this.#store.remove(instance.uuid);
  }

  async rollbackLiveMigrationAtDestination(instance: Instance): Promise<void> {
    const known = await this.#store.get(instance.uuid);
    // Not one that came earlier, and runs.
    if (known?.incoming) await this.#store.remove(instance.uuid);
  }

  async #power(step: Step, instance: Instance, signal: AbortSignal): Promise<void> {
    await this.#get(instance);
    await sleep(this.#settings.powerDelay * 1000, undefined, { signal });
    this.#fail(step, instance);
  }

  async #get(instance: Instance) {
    const known = await this.#store.get(instance.uuid);
    if (!known || known.incoming) throw new InstanceNotFound({ instance_id: instance.uuid });
    return known;
  }

  #put({ uuid, display_name }: Instance, state: PowerState): Promise<void> {
    return this.#store.put({ uuid, name: display_name ?? '', state });
  }

  #failureOf(step: Step, instance: Instance) {
    const { failures } = this.#settings;
    return failureOf(failures, { step, name: instance.display_name ?? '', random: this.random });
  }

  #text(step: Step, instance: Instance): string {
    return `The stub was told to fail at ${step} of ${instance.display_name ?? instance.uuid}.`;
  }

  #fail(step: Step, instance: Instance): void {
    const failure = this.#failureOf(step, instance);
    if (!failure) return;
    const reason = this.#text(step, instance);
    if (failure.kind === 'abort') throw new BuildAbortException({ instance_uuid: instance.uuid, reason });
    if (failure.kind === 'reschedule') throw new ComputeResourcesUnavailable({ reason });
    if (step === 'checkDestination' || step === 'checkSource') throw new MigrationPreCheckError({ reason });
    throw new NovaException(reason);
  }
}
