import type { RequestContext } from '../../context/index.js';
import {
  ComputeHostNotFound,
  ComputeServiceUnavailable,
  DestinationHypervisorTooOld,
  HypervisorUnavailable,
  InstanceInvalidState,
  InvalidCPUInfo,
  InvalidHypervisorType,
  InvalidLocalStorage,
  InvalidSharedStorage,
  MigrationError,
  MigrationPreCheckError,
  MigrationSchedulerRPCError,
  NoValidHost,
  UnableToMigrateToSelf,
} from '../../exception/index.js';
import { type Instance, Migration, type RequestSpec } from '../../objects/index.js';
import { setVmStateAndNotify } from '../set-vm-state-and-notify.js';
import { clauseOf, textOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import { LiveMigrationTask } from './task.js';

/** The arguments of live_migrate_instance 1.15, as they travel. */
export interface LiveMigrationArguments {
  readonly instance: Instance;
  /** A host here is where it must go, whatever the scheduler thinks. */
  readonly scheduler_hint: { readonly host?: string | null };
  /** Null: as the destination sees fit. */
  readonly block_migration: boolean | null;
  readonly disk_over_commit: boolean | null;
  readonly request_spec?: RequestSpec | null;
}

/** What a live migration may fail with, and the instance goes on as if nothing had been asked. */
export const KNOWN = [
  NoValidHost,
  ComputeHostNotFound,
  ComputeServiceUnavailable,
  InvalidHypervisorType,
  InvalidCPUInfo,
  UnableToMigrateToSelf,
  DestinationHypervisorTooOld,
  InvalidLocalStorage,
  InvalidSharedStorage,
  HypervisorUnavailable,
  InstanceInvalidState,
  MigrationPreCheckError,
  MigrationSchedulerRPCError,
];

/**
 * Finds a host for a running instance and has its compute move it there. Rejects with one of Nova's exceptions of a
 * migration that cannot be, and with MigrationError for all else, after which the instance is in error.
 * nova.conductor.manager.ComputeTaskManager._live_migrate.
 */
export async function migrateLive(
  tools: Tools,
  context: RequestContext,
  args: LiveMigrationArguments,
): Promise<void> {
  const { instance } = args;
  const migration = await tools.database.migrations.create(newMigration(context, args));
  try {
    await new LiveMigrationTask(tools, context, args, migration).execute();
  } catch (error) {
    const isKnown = KNOWN.some((Class) => error instanceof Class);
    if (!isKnown) {
      tools.log.error(
        { instance: instance.uuid, migration: migration.uuid, err: error, requestId: context.request_id },
        `The live migration of ${instance.uuid} has failed for a reason that nobody expected: ${clauseOf(error)}.`,
      );
    }
    await fail(tools, context, instance, error, isKnown ? instance.vm_state : 'error');
    migration.status = 'error';
    await tools.database.migrations.save(migration);
    throw isKnown ? error : new MigrationError({ reason: textOf(error) });
  }
}

function newMigration(
  context: RequestContext,
  { instance, scheduler_hint }: LiveMigrationArguments,
): Migration {
  const flavor = instance.isSet('flavor') ? instance.flavor.id : instance.instance_type_id;
  return new Migration({
    dest_compute: scheduler_hint.host ?? null,
    status: 'accepted',
    instance_uuid: instance.uuid,
    source_compute: instance.host,
    migration_type: 'live-migration',
    old_instance_type_id: flavor,
    new_instance_type_id: flavor,
    user_id: context.user_id,
    project_id: context.project_id,
  });
}

async function fail(
  tools: Tools,
  context: RequestContext,
  { uuid: instanceUuid }: Instance,
  error: unknown,
  vm_state: string | null,
): Promise<void> {
  const updates = { vm_state, task_state: null };
  const expectations = { expectedTaskState: 'migrating' };
  const failure = { instanceUuid, method: 'migrate_server', updates, error, expectations };
  await setVmStateAndNotify(tools, context, failure);
}
