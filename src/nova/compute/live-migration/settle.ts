import { NovaException } from '../../exception/index.js';
import type { Instance, Migration } from '../../objects/index.js';
import { contextOf } from '../context-of.js';
import { addFault } from '../faults.js';
import { setError } from '../operation.js';
import type { ComputeParts } from '../parts.js';
import { TASK_STATE } from '../states.js';
import { revertAllocation, rollback, setStatus } from './rollback.js';
import { leave, runsHere } from './source.js';

/** The migrations that a source has begun and not ended. */
export const UNDER_WAY: readonly string[] = ['queued', 'preparing', 'running'];

/**
 * Ends a migration from here that nobody goes on with, for who has the turn of its instance: that is there, or stays here
 * with a fault; where nobody can tell where it runs, it is in error.
 */
export async function settle(parts: ComputeParts, migration: Migration): Promise<void> {
  const { database, host } = parts;
  const uuid = migration.instance_uuid!;
  const [instance] = await database.instances.list({ uuid });
  if (!instance) {
    await revertAllocation(database, uuid, migration);
    return setStatus(parts, migration, 'error');
  }
  const moving = {
    context: contextOf(instance),
    instance,
    dest: migration.dest_compute ?? '',
    migration,
    data: null,
  };
  if (instance.host !== host) return leave(parts, moving);
  if (instance.task_state !== TASK_STATE.MIGRATING) return setStatus(parts, migration, 'error');
  await tellFault(parts, uuid, 'Who was moving it has ended.');
  if (await runsHere(parts, instance)) return rollback(parts, moving, 'error');
  await setStatus(parts, migration, 'error');
  await isLost(parts, instance);
}

/** An instance that is migrating, of which no migration is known: it stays, or is in error. For who has its turn. */
export async function settleWithout(parts: ComputeParts, uuid: string): Promise<void> {
  const { database, host, log } = parts;
  const instance = await database.instances.getByUuid(uuid);
  if (instance.host !== host || instance.task_state !== TASK_STATE.MIGRATING) return;
  await tellFault(parts, uuid, 'No conductor has moved it.');
  if (!(await runsHere(parts, instance))) return isLost(parts, instance);
  instance.task_state = null;
  await database.instances.save(instance, { expectedTaskState: TASK_STATE.MIGRATING });
  log.info({ instance: uuid }, `The instance ${uuid} stays here: nobody has moved it.`);
}

const tellFault = ({ database, host }: ComputeParts, uuid: string, reason: string) =>
  addFault(database, { uuid, host, error: new NovaException(reason) });

async function isLost(parts: ComputeParts, instance: Instance): Promise<void> {
  const { uuid } = instance;
  const sentence = `Nobody can tell where the instance ${uuid} is, which was moving: it is in error.`;
  parts.log.error({ instance: uuid }, sentence);
  await setError(parts, instance, { cleanTask: true });
}
