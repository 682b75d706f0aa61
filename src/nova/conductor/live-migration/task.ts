import { MessagingException } from '../../../messaging/index.js';
import type { RequestContext } from '../../context/index.js';
import { ComputeServiceUnavailable, InstanceInvalidState } from '../../exception/index.js';
import type { Instance, Migration, NovaObject } from '../../objects/index.js';
import { clauseOf, textOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import { type HeldAllocation, holdForMigration } from './allocations.js';
import { checkIsUp } from './checks.js';
import { findDestination } from './find-destination.js';
import { forceDestination } from './force-destination.js';
import type { LiveMigrationArguments } from './migrate-live.js';

/** Where an instance goes. */
export interface Destination {
  readonly host: string;
  readonly node: string;
  /** What the two computes have agreed on. */
  readonly migrateData: NovaObject;
}

/** What the steps of a live migration have in common. */
export interface LiveMigration {
  readonly tools: Tools;
  readonly context: RequestContext;
  readonly instance: Instance;
  readonly source: string;
  readonly migration: Migration;
  readonly args: LiveMigrationArguments;
}

const RUNNING = 1;
const PAUSED = 3;
const NAMES: Readonly<Record<number, string>> = {
  0: 'pending',
  1: 'running',
  3: 'paused',
  4: 'shutdown',
  6: 'crashed',
  7: 'suspended',
};

/** nova.conductor.tasks.live_migrate.LiveMigrationTask. */
export class LiveMigrationTask {
  readonly #live: LiveMigration;

  constructor(tools: Tools, context: RequestContext, args: LiveMigrationArguments, migration: Migration) {
    const { instance } = args;
    this.#live = { tools, context, instance, source: instance.host ?? '', migration, args };
  }

  /** Until the compute of the instance has the order. When it rejects, the instance holds what it held before. */
  async execute(): Promise<void> {
    const { tools, instance, source } = this.#live;
    checkIsRunning(instance);
    await checkIsUp(tools, source);
    const held = await holdForMigration(this.#live);
    try {
      await this.#migrate();
    } catch (error) {
      await this.#giveBack(held, error);
      throw error;
    }
  }

  async #migrate(): Promise<void> {
    const { tools, context, instance, source, migration, args } = this.#live;
    const forced = args.scheduler_hint.host;
    const { host, node, migrateData } = forced
      ? await forceDestination(this.#live, forced)
      : await findDestination(this.#live);
    instance.availability_zone = await tools.database.aggregates.availabilityZone(
      host,
      tools.config.defaultAvailabilityZone,
    );
    migration.source_node = instance.node;
    migration.dest_node = node;
    migration.dest_compute = host;
    await tools.database.migrations.save(migration);
    tools.log.info(
      { instance: instance.uuid, source, host, migration: migration.uuid, requestId: context.request_id },
      `The instance ${instance.uuid} moves from ${source} to ${host}.`,
    );
    const order = {
      instance,
      dest: host,
      block_migration: args.block_migration,
      migrate_data: migrateData,
      migration,
    };
    await tools.compute.liveMigration(context, source, order).catch((error: unknown) => {
      // Whoever runs there goes on running.
      throw error instanceof MessagingException ? new ComputeServiceUnavailable({ host: source }) : error;
    });
  }

  /** nova.conductor.tasks.live_migrate.LiveMigrationTask.rollback. */
  async #giveBack(held: HeldAllocation, cause: unknown): Promise<void> {
    const { tools, instance } = this.#live;
    try {
      await held.giveBack();
    } catch (error) {
      tools.log.error(
        { instance: instance.uuid, err: error, cause: textOf(cause) },
        `What the instance ${instance.uuid} holds could not be given back to it after its migration had failed: ${clauseOf(error)}.`,
      );
    }
  }
}

function checkIsRunning({ uuid, power_state }: Instance): void {
  if (power_state === RUNNING || power_state === PAUSED) return;
  throw new InstanceInvalidState({
    instance_uuid: uuid,
    attr: 'power_state',
    state: NAMES[power_state ?? 0] ?? 'pending',
    method: 'live migrate',
  });
}
