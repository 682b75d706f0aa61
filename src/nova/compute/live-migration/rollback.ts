import type { RequestContext } from '../../context/index.js';
import type { Database } from '../../database/index.js';
import { InstanceNotFound, UnexpectedDeletingTaskStateError } from '../../exception/index.js';
import type { Instance, Migration, NovaObject } from '../../objects/index.js';
import { ACTION } from '../notify/instance-notifier.js';
import { leniently } from '../operation.js';
import type { ComputeParts } from '../parts.js';
import { patiently } from '../patiently.js';
import { TASK_STATE } from '../states.js';

export interface Moving {
  readonly context: RequestContext;
  readonly instance: Instance;
  readonly dest: string;
  readonly migration: Migration;
  readonly data: NovaObject | null;
}

/** In the order of Nova's flow, each on its way to the next. */
export type MigrationStatus =
  | 'accepted'
  | 'queued'
  | 'preparing'
  | 'running'
  | 'completed'
  | 'failed'
  | 'error';

export async function setStatus(
  { database }: { readonly database: Pick<Database, 'migrations'> },
  migration: Migration,
  status: MigrationStatus,
): Promise<void> {
  migration.status = status;
  await database.migrations.save(migration);
}

/**
 * The instance runs here, and stays: it gives back what it had claimed there, gets back what it had here, and the
 * destination forgets it, also when the instance is being deleted or gone. nova: _rollback_live_migration.
 */
export async function rollback(
  parts: ComputeParts,
  { context, instance, dest, migration, data }: Moving,
  status: MigrationStatus = 'failed',
): Promise<void> {
  const { database, notify, computes, log } = parts;
  const { uuid } = instance;
  await patiently(parts, () => revertAllocation(database, uuid, migration));
  instance.task_state = null;
  instance.progress = 0;
  const expectedTaskState = TASK_STATE.MIGRATING;
  await patiently(parts, () => unlessDeleted(() => database.instances.save(instance, { expectedTaskState })));
  await notify.tell(context, instance, ACTION.MIGRATION_ROLLBACK, 'start', { extra: { fixed_ips: [] } });
  // Without one, no destination was asked yet.
  if (dest !== '')
    await leniently(parts, uuid, () =>
      computes.rollbackLiveMigrationAtDestination(context, dest, {
        instance,
        destroy_disks: true,
        migrate_data: data,
      }),
    );
  await notify.tell(context, instance, ACTION.MIGRATION_ROLLBACK, 'end', { extra: { fixed_ips: [] } });
  await patiently(parts, () => setStatus(parts, migration, status));
  log.info({ instance: uuid, migration: migration.uuid }, `The instance ${uuid} stays here, and runs on.`);
}

/** Does it to an instance that nobody deletes; whoever deletes it has the say of what is left. */
async function unlessDeleted(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const isDeleted = error instanceof UnexpectedDeletingTaskStateError || error instanceof InstanceNotFound;
    if (!isDeleted) throw error;
  }
}

/**
 * While it moves, the migration holds what the instance has here, and the instance what it will have there. Nothing is
 * changed where the migration holds nothing: it was done before. For an instance that is gone, neither holds anything any
 * more. nova: _revert_allocation.
 */
export function revertAllocation(
  database: Database,
  instanceUuid: string,
  migration: Migration,
): Promise<void> {
  return database.transaction(async ({ allocations, instances }) => {
    if ((await allocations.get(migration.uuid)).length === 0) return;
    await allocations.release(instanceUuid);
    const [instance] = await instances.list({ uuid: instanceUuid });
    if (instance) await allocations.move(migration.uuid, instanceUuid);
    else await allocations.release(migration.uuid);
  });
}
