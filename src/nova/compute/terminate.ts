import type { RequestContext } from '../context/index.js';
import { InstanceNotFound } from '../exception/index.js';
import { BlockDeviceMappingList, type Instance } from '../objects/index.js';
import { driven } from './driven.js';
import { ACTION } from './notify/instance-notifier.js';
import { leniently, operation, setError } from './operation.js';
import type { ComputeParts, Subject } from './parts.js';
import { POWER_STATE, TASK_STATE, VM_STATE } from './states.js';

/** Ends an instance, and all that it had. Resolves for one that is gone already. nova: terminate_instance. */
export function terminateInstance(parts: ComputeParts, { context, instance }: Subject): Promise<void> {
  const { uuid } = instance;
  return parts.turns.run(uuid, async () => {
    const found = await findInstance(parts, uuid);
    // The request came twice, or the instance was never built.
    if (!found) return;
    // It has moved while the request waited for its turn.
    if (found.host !== null && found.host !== parts.host) {
      const bdms = new BlockDeviceMappingList({ objects: [] });
      await parts.computes.terminateInstance(context, found.host, found, bdms);
      return;
    }
    const about = { method: 'terminate_instance', reverts: [TASK_STATE.DELETING] };
    await operation(parts, { context, uuid }, about, () => deleteInstance(parts, context, found));
  });
}

async function findInstance({ database, log }: ComputeParts, uuid: string): Promise<Instance | undefined> {
  try {
    return await database.instances.getByUuid(uuid);
  } catch (error) {
    if (!(error instanceof InstanceNotFound)) throw error;
    log.info({ instance: uuid }, `The instance ${uuid} was gone already.`);
    return undefined;
  }
}

/** For who has the turn of the instance. Where it fails, the instance is in error. nova: _delete_instance. */
export async function deleteInstance(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
): Promise<void> {
  const { database, notify, log, tracker, now } = parts;
  const { uuid } = instance;
  try {
    await notify.tell(context, instance, ACTION.DELETE, 'start');
    await driven(parts, `Removing ${uuid}`, (signal) => parts.driver.destroy(instance, signal));
    // At once: a row that is deleted in part is nobody's any more.
    await database.transaction(async ({ instances, allocations }) => {
      instance.vm_state = VM_STATE.DELETED;
      instance.task_state = null;
      instance.power_state = POWER_STATE.NOSTATE;
      instance.terminated_at = now();
      await instances.save(instance);
      await allocations.release(uuid);
      await instances.destroy(instance);
    });
    await leniently(parts, uuid, () => tracker.update());
    await notify.tell(context, instance, ACTION.DELETE, 'end');
    log.info({ instance: uuid, requestId: context.request_id }, `The instance ${uuid} is deleted.`);
  } catch (error) {
    if (error instanceof InstanceNotFound) return;
    log.error(
      { err: error, instance: uuid },
      `The instance ${uuid} could not be deleted, and is in error now.`,
    );
    await leniently(parts, uuid, () => setError(parts, instance, { cleanTask: true }));
    throw error;
  }
}

/** Leaves nothing of an instance that was not built on the hypervisor. nova: _shutdown_instance. */
export async function shutdown(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
): Promise<void> {
  await parts.notify.tell(context, instance, ACTION.SHUTDOWN, 'start');
  const { uuid } = instance;
  await driven(parts, `Removing ${uuid}`, (signal) => parts.driver.destroy(instance, signal));
  await parts.notify.tell(context, instance, ACTION.SHUTDOWN, 'end');
}
