import { TASK_STATE } from '../../compute/states.js';
import type { RequestContext } from '../../context/index.js';
import {
  ComputeHostNotFound,
  ComputeServiceUnavailable,
  DestinationHypervisorTooOld,
  HypervisorUnavailable,
  InstanceInvalidState,
  InstanceNotFound,
  InstanceUpdateConflict,
  InvalidCPUInfo,
  InvalidHypervisorType,
  InvalidLocalStorage,
  InvalidSharedStorage,
  MigrationError,
  MigrationPreCheckError,
  MigrationSchedulerRPCError,
  NoValidHost,
  UnableToMigrateToSelf,
  UnsupportedPolicyException,
} from '../../exception/index.js';
import { Instance, Migration, type RequestSpec } from '../../objects/index.js';
import { isDatabaseAway } from '../is-database-away.js';
import { setVmStateAndNotify } from '../set-vm-state-and-notify.js';
import { clauseOf, textOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import { showLife } from './show-life.js';
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
  UnsupportedPolicyException,
];

/**
 * Finds a host for a running instance and has its compute move it there. Rejects with one of Nova's exceptions of a
 * migration that cannot be, and with MigrationError for all else: the instance is in error then, unless only the database
 * was away.
 * nova.conductor.manager.ComputeTaskManager._live_migrate.
 */
export async function migrateLive(
  tools: Tools,
  context: RequestContext,
  args: LiveMigrationArguments,
): Promise<void> {
  const { instance } = args;
  await begin(tools, instance.uuid);
  const migration = await tools.database.migrations.create(newMigration(context, args));
  try {
    await showLife(tools, migration, () => new LiveMigrationTask(tools, context, args, migration).execute());
  } catch (error) {
    const isKnown = KNOWN.some((Class) => error instanceof Class);
    if (!isKnown) {
      tools.log.error(
        { instance: instance.uuid, migration: migration.uuid, err: error, requestId: context.request_id },
        `The live migration of ${instance.uuid} has failed for a reason that nobody expected: ${clauseOf(error)}.`,
      );
    }
    await fail(
      tools,
      context,
      instance,
      error,
      isKnown || isDatabaseAway(error) ? instance.vm_state : 'error',
    );
    migration.status = 'error';
    await tools.database.migrations.save(migration);
    throw isKnown ? error : new MigrationError({ reason: textOf(error) });
  }
}

/**
 * Only what its user waits for, and nobody moves: the order may come late, or twice. Written to, so that its compute knows
 * that somebody does. Throws InstanceInvalidState.
 */
async function begin({ database }: Tools, uuid: string): Promise<void> {
  await database.transaction(async (stores) => {
    await stores.allocations.lock(uuid);
    const sign = Instance.loaded({ uuid });
    sign.task_state = TASK_STATE.MIGRATING;
    try {
      await stores.instances.save(sign, { expectedTaskState: TASK_STATE.MIGRATING });
    } catch (error) {
      if (!(error instanceof InstanceUpdateConflict)) throw error;
      const { task_state: state } = await stores.instances.getByUuid(uuid);
      throw new InstanceInvalidState({
        instance_uuid: uuid,
        attr: 'task_state',
        state,
        method: 'live migrate',
      });
    }
    const open = await stores.migrations.list({ instance_uuid: uuid, status: OPEN });
    for (const { uuid: other } of open) {
      if ((await stores.allocations.get(other)).length === 0) continue;
      const state = `moved by the migration ${other}`;
      throw new InstanceInvalidState({
        instance_uuid: uuid,
        attr: 'task_state',
        state,
        method: 'live migrate',
      });
    }
  });
}

/** The states of migrations that somebody goes on with. */
const OPEN = ['accepted', 'queued', 'preparing', 'running'];

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
  try {
    await setVmStateAndNotify(tools, context, failure);
  } catch (unexpected) {
    // Its user deletes it, or its compute has taken it back.
    if (!(unexpected instanceof InstanceNotFound || unexpected instanceof InstanceUpdateConflict))
      throw unexpected;
  }
}
