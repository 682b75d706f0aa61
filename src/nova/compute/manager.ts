import { setMaxListeners } from 'node:events';
import { Target } from '../../messaging/index.js';
import { ComputeTaskApi } from '../conductor/rpc-api.js';
import type { RequestContext } from '../context/index.js';
import { DatabaseUnavailable } from '../database/index.js';
import { Manager, type ManagerInit } from '../manager.js';
import { HostMapping, type Instance, type Migration, type NovaObject } from '../objects/index.js';
import { buildAndRunInstance } from './build/build.js';
import { driven } from './driven.js';
import type { ComputeDriver } from './driver.js';
import { instancesDirectory } from './instances-directory.js';
import { checkDestination, checkSource } from './live-migration/checks.js';
import {
  postLiveMigrationAtDestination,
  preLiveMigration,
  rollbackAtDestination,
} from './live-migration/destination.js';
import { liveMigration } from './live-migration/source.js';
import { loadDriver } from './load-driver.js';
import { checkMigrationTimes } from './migration-times.js';
import { InstanceNotifier } from './notify/instance-notifier.js';
import type { ComputeParts } from './parts.js';
import { checkBuildTimes, removeDeleted, syncPowerStates } from './periodic.js';
import { rebootInstance, startInstance, stopInstance } from './power.js';
import { hasSibling, recover, resumeLost } from './recovery.js';
import { ResourceTracker } from './resource-tracker.js';
import { type BuildArguments, COMPUTE_VERSION, ComputeRpcApi } from './rpc-api.js';
import { terminateInstance } from './terminate.js';
import { Gate, Turns } from './turns.js';

/** Seconds between two looks whether what a dead process of this host left can be ended. */
const RECOVERY = 5;

/** Runs the instances of a host, on the hypervisor of `compute.driver`. nova.compute.manager.ComputeManager. */
export class ComputeManager extends Manager {
  override readonly target = new Target({ version: COMPUTE_VERSION });
  readonly #cut = new AbortController();
  #driver: ComputeDriver | undefined;
  #parts!: ComputeParts;
  #recovered = false;

  constructor(init: ManagerInit) {
    super(init);
    const { updateResourcesInterval, syncPowerStateInterval, runningDeletedInstancePollInterval } =
      init.config.compute;
    const add = (name: string, spacing: number, act: () => Promise<void>) =>
      this.periodicTasks.addPeriodicTask(act, { name, spacing });
    add('update_available_resource', updateResourcesInterval, () => this.#parts.tracker.update());
    add('sync_power_states', syncPowerStateInterval || -1, () => syncPowerStates(this.#parts));
    add('cleanup_running_deleted_instances', runningDeletedInstancePollInterval || -1, () =>
      removeDeleted(this.#parts),
    );
    add('check_instance_build_time', 0, () => checkBuildTimes(this.#parts));
    add('check_live_migration_time', 0, () => checkMigrationTimes(this.#parts));
    add('resume_lost_tasks', 0, () => resumeLost(this.#parts));
  }

  /** What its work is made of; there from initHost() on. */
  get parts(): ComputeParts {
    return this.#parts;
  }

  override async initHost(): Promise<void> {
    const { host, config, log } = this;
    const { database } = this.init;
    const driver = await loadDriver(config.compute.driver);
    this.#parts = this.#assemble(driver);
    const directory = instancesDirectory(config.database);
    const init = { host, config: config.compute, directory, log };
    await driven(this.#parts, 'Starting the hypervisor', (signal) => driver.init(init, signal));
    this.#driver = driver;
    await this.#parts.tracker.update();
    const cell_mapping = await database.cellMappings.cell1();
    await database.hostMappings.create(new HostMapping({ host, cell_mapping }));
    await removeDeleted(this.#parts);
    await this.#recover();
  }

  override postStartHook(): void {
    if (this.#recovered) return;
    const timer = this.init.tg.addTimer(
      RECOVERY,
      async () => {
        await this.#recover().catch((error: unknown) => {
          // Of which the database itself tells; it is tried again.
          if (!(error instanceof DatabaseUnavailable)) throw error;
        });
        if (this.#recovered) timer.stop();
      },
      { name: 'recovery', initialDelay: RECOVERY, stopOnException: false },
    );
  }

  /** Only when no other process of this host may still be doing what looks abandoned: as in a reload, until it ends. */
  async #recover(): Promise<void> {
    if (this.#recovered) return;
    const { binary, worker, servicegroup } = this.init;
    const { serviceDownTime: downTime } = servicegroup;
    if (await hasSibling(this.#parts, { binary, worker: worker.uuid, downTime })) return;
    await recover(this.#parts);
    this.#recovered = true;
  }

  override gracefulShutdown(signal: AbortSignal): void {
    signal.addEventListener('abort', () => this.#cut.abort(signal.reason), { once: true });
  }

  override async cleanupHost(): Promise<void> {
    this.#cut.abort(new Error('nova-compute ends.'));
    await this.#driver?.close?.();
  }

  build_and_run_instance(context: RequestContext, args: BuildArguments): Promise<void> {
    return buildAndRunInstance(this.#parts, context, args);
  }

  terminate_instance(context: RequestContext, { instance }: About): Promise<void> {
    return terminateInstance(this.#parts, { context, instance });
  }

  stop_instance(context: RequestContext, { instance, clean_shutdown = true }: Stop): Promise<void> {
    return stopInstance(this.#parts, { context, instance, clean: clean_shutdown });
  }

  start_instance(context: RequestContext, { instance }: About): Promise<void> {
    return startInstance(this.#parts, { context, instance });
  }

  reboot_instance(context: RequestContext, { instance, reboot_type }: Reboot): Promise<void> {
    const type = reboot_type === 'HARD' ? 'HARD' : 'SOFT';
    return rebootInstance(this.#parts, { context, instance, type });
  }

  check_can_live_migrate_destination(context: RequestContext, args: Check): Promise<NovaObject> {
    const { instance, block_migration = null, disk_over_commit = null } = args;
    return checkDestination(this.#parts, { context, instance, block_migration, disk_over_commit });
  }

  check_can_live_migrate_source(
    context: RequestContext,
    { instance, dest_check_data: data }: About & { readonly dest_check_data: NovaObject },
  ): Promise<NovaObject> {
    return checkSource(this.#parts, { context, instance, data });
  }

  pre_live_migration(
    context: RequestContext,
    { instance, migrate_data: data }: About & { readonly migrate_data: NovaObject },
  ): Promise<NovaObject> {
    return preLiveMigration(this.#parts, { context, instance, data });
  }

  live_migration(context: RequestContext, args: Migrate): Promise<void> {
    const { instance, dest, migration, migrate_data: data, block_migration = null } = args;
    return liveMigration(this.#parts, { context, instance, dest, migration, data, block_migration });
  }

  post_live_migration_at_destination(context: RequestContext, { instance }: About): Promise<void> {
    return postLiveMigrationAtDestination(this.#parts, { context, instance });
  }

  rollback_live_migration_at_destination(
    context: RequestContext,
    { instance, migrate_data = null }: About & { readonly migrate_data?: NovaObject | null },
  ): Promise<void> {
    return rollbackAtDestination(this.#parts, { context, instance, data: migrate_data });
  }

  #assemble(driver: ComputeDriver): ComputeParts {
    const { init, host, log } = this;
    const { database, rpc, notifier, tg, signal: draining } = init;
    const settings = () => init.config.compute;
    const cut = this.#cut.signal;
    // Each call of the driver listens to it.
    setMaxListeners(0, cut);
    const available = () =>
      driven({ cut, settings }, 'Asking the hypervisor what it has', (signal) =>
        driver.getAvailableResource(signal),
      );
    return {
      host,
      log,
      database,
      driver,
      settings,
      cut,
      tracker: new ResourceTracker({ host, database, log, settings, available }),
      notify: new InstanceNotifier(notifier),
      computes: new ComputeRpcApi(rpc),
      conductor: new ComputeTaskApi(rpc),
      turns: new Turns(),
      builds: new Gate(settings().maxConcurrentBuilds, draining),
      migrations: new Gate(settings().maxConcurrentLiveMigrations, draining),
      beside: (what, act) => {
        tg.addThread(act).name = what;
      },
      now: () => new Date(),
    };
  }
}

interface About {
  readonly instance: Instance;
}

interface Stop extends About {
  readonly clean_shutdown?: boolean;
}

interface Reboot extends About {
  readonly reboot_type: string;
}

interface Check extends About {
  readonly block_migration?: boolean | null;
  readonly disk_over_commit?: boolean | null;
}

interface Migrate extends About {
  readonly dest: string;
  readonly migration: Migration;
  readonly migrate_data: NovaObject;
  readonly block_migration?: boolean | null;
}
