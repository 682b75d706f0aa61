import type { ImageMeta, Instance, NovaObject } from '../objects/index.js';
import type { PowerState } from './states.js';

/** What a hypervisor has, in Nova's own names: the columns of compute_nodes. Memory in MB, disks in GB. */
export interface AvailableResource {
  readonly vcpus: number;
  readonly memory_mb: number;
  readonly local_gb: number;
  readonly hypervisor_type: string;
  readonly hypervisor_version: number;
  readonly hypervisor_hostname: string;
  /** JSON text. */
  readonly cpu_info: string;
  /** [architecture, hypervisor type, mode], like ['x86_64', 'kvm', 'hvm']. */
  readonly supported_instances: readonly (readonly [string, string, string])[];
  /** Null where it is not known. */
  readonly disk_available_least: number | null;
}

export interface DriverInit {
  readonly host: string;
  /** `compute` in the config of the service. */
  readonly config: unknown;
  /** Where it may keep something, when its config names no place. */
  readonly directory: string;
  readonly log: DriverLog;
}

export interface DriverLog {
  info(data: object, sentence: string): void;
  warn(data: object, sentence: string): void;
}

/** What to build an instance with. */
export interface SpawnRequest {
  readonly image_meta: ImageMeta | null;
  readonly injected_files: readonly unknown[];
  readonly admin_password: string | null;
}

/** Figures of a transfer, as they stand in a Migration; in bytes. */
export interface MigrationProgress {
  readonly memory_total?: number;
  readonly memory_processed?: number;
  readonly memory_remaining?: number;
}

/** What a transfer came to: it runs there, or it still runs here. */
export type MigrationOutcome = { readonly moved: true } | { readonly moved: false; readonly reason: string };

export interface MigrationRequest {
  readonly dest: string;
  readonly block_migration: boolean;
  readonly migrate_data: NovaObject;
  /** May be told now and then how far it is. */
  readonly progress: (figures: MigrationProgress) => void;
}

/**
 * What nova-compute needs of a hypervisor: nova.virt.driver.ComputeDriver. Each call has an AbortSignal, which fires
 * when its deadline has passed or this process must end; it rejects then with the reason of the signal. Every call may
 * come twice, as what asks for it may be delivered twice: the second finds its work done.
 */
export interface ComputeDriver {
  /** Once, before anything else; rejects when the hypervisor cannot be used. */
  init(init: DriverInit, signal: AbortSignal): Promise<void>;
  /** The end of it; after all other calls. */
  close?(): Promise<void>;

  getAvailableResource(signal: AbortSignal): Promise<AvailableResource>;
  /** The uuids of the instances that it has, running or not. */
  listInstanceUuids(signal: AbortSignal): Promise<readonly string[]>;
  /** Rejects with InstanceNotFound for one that it has not. */
  info(instance: Instance, signal: AbortSignal): Promise<{ readonly state: PowerState }>;

  /**
   * Makes and starts it. Rejects with BuildAbortException where no other host would do better; with any other error,
   * as with ComputeResourcesUnavailable, it is tried elsewhere. destroy() is called after each failure.
   */
  spawn(instance: Instance, request: SpawnRequest, signal: AbortSignal): Promise<void>;
  /** Ends it and removes what it had; nothing for one that it has not. */
  destroy(instance: Instance, signal: AbortSignal): Promise<void>;
  powerOn(instance: Instance, signal: AbortSignal): Promise<void>;
  /** With `clean`, it may shut down by itself first. */
  powerOff(instance: Instance, clean: boolean, signal: AbortSignal): Promise<void>;
  reboot(instance: Instance, type: 'SOFT' | 'HARD', signal: AbortSignal): Promise<void>;

  /** At the destination: the check data for the source, a LiveMigrateData. MigrationPreCheckError where it cannot be. */
  checkCanLiveMigrateDestination(
    instance: Instance,
    request: { readonly block_migration: boolean | null; readonly disk_over_commit: boolean | null },
    signal: AbortSignal,
  ): Promise<NovaObject>;
  /** At the destination, after the check at the source, however that ended. */
  cleanupLiveMigrationDestinationCheck(data: NovaObject, signal: AbortSignal): Promise<void>;
  /** At the source: completes the check data. Rejects with MigrationPreCheckError where it cannot be. */
  checkCanLiveMigrateSource(instance: Instance, data: NovaObject, signal: AbortSignal): Promise<NovaObject>;
  /** At the destination: makes it ready to receive. */
  preLiveMigration(instance: Instance, data: NovaObject, signal: AbortSignal): Promise<NovaObject>;
  /** At the source: moves it. Rejects only when it is unknown where it runs. */
  liveMigration(
    instance: Instance,
    request: MigrationRequest,
    signal: AbortSignal,
  ): Promise<MigrationOutcome>;
  /** At the destination: it runs here now. */
  postLiveMigrationAtDestination(instance: Instance, signal: AbortSignal): Promise<void>;
  /** At the source: removes what is left of it. */
  cleanup(instance: Instance, data: NovaObject | null, signal: AbortSignal): Promise<void>;
  /** At the destination: removes what preLiveMigration() had made. */
  rollbackLiveMigrationAtDestination(
    instance: Instance,
    data: NovaObject | null,
    signal: AbortSignal,
  ): Promise<void>;
}
