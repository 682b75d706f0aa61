import { expectedExceptions, Target } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';
import { NoValidHost } from '../exception/index.js';
import { Manager } from '../manager.js';
import type { RequestSpec, Selection } from '../objects/index.js';
import { chooseHosts } from './choose-hosts.js';
import { filtersNamed } from './filters/index.js';
import { loadHostStates } from './host-states.js';
import { notifySelect } from './notifications.js';
import { selectionDict } from './selection.js';
import { weighersOf } from './weighers/index.js';

interface SelectArguments {
  readonly instance_uuids: readonly string[];
  readonly spec_obj: RequestSpec;
  readonly return_objects?: boolean;
  readonly return_alternates?: boolean;
}

/** Chooses hosts for instances and claims their resources there. nova.scheduler.manager.SchedulerManager. */
export class SchedulerManager extends Manager {
  override readonly target = new Target({ version: '4.5' });

  /**
   * For each instance a list of Selections: the host on which it is claimed, and alternates where they are asked for; or
   * without return_objects a dictionary of its host. Throws NoValidHost.
   */
  readonly select_destinations = expectedExceptions(
    [NoValidHost],
    async (context: RequestContext, args: SelectArguments): Promise<Selection[][] | object[]> => {
      const { instance_uuids, spec_obj, return_objects = false, return_alternates = false } = args;
      await notifySelect(this.init.notifier, context, 'start', spec_obj);
      const selections = await this.#select(spec_obj, instance_uuids, return_objects && return_alternates);
      await notifySelect(this.init.notifier, context, 'end', spec_obj);
      return return_objects ? selections : selections.map(([chosen]) => selectionDict(chosen!));
    },
  );

  async #select(spec: RequestSpec, uuids: readonly string[], alternates: boolean): Promise<Selection[][]> {
    const { scheduler, defaultAvailabilityZone } = this.config;
    const { database, servicegroup } = this.init;
    const chooser = {
      database,
      filters: filtersNamed(scheduler.enabledFilters),
      weighers: weighersOf(scheduler),
      maxAttempts: scheduler.maxAttempts,
      hostSubsetSize: scheduler.hostSubsetSize,
      log: this.log,
      random: Math.random,
    };
    const hosts = await loadHostStates(database, servicegroup, defaultAvailabilityZone);
    return chooseHosts(chooser, hosts, spec, uuids, alternates);
  }

  update_aggregates(): void {
    this.#ignore('update_aggregates');
  }

  delete_aggregate(): void {
    this.#ignore('delete_aggregate');
  }

  update_instance_info(): void {
    this.#ignore('update_instance_info');
  }

  delete_instance_info(): void {
    this.#ignore('delete_instance_info');
  }

  sync_instance_info(): void {
    this.#ignore('sync_instance_info');
  }

  /** Nova's schedulers keep what these tell in memory; this one reads it from the database with each request. */
  #ignore(method: string): void {
    this.log.debug({ method }, `${method} changes nothing here: hosts are read from the database each time.`);
  }
}
