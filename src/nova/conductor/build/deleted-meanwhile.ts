import { InstanceMappingNotFound } from '../../exception/index.js';
import type { Tools } from '../tools.js';
import { findInstance } from './new-instance.js';

/**
 * The user has deleted the instance while it was scheduled: its build request is gone. What has been made of it by now
 * goes too; nothing of it need be there.
 */
export async function forgetDeleted({ database, log }: Tools, instanceUuid: string): Promise<void> {
  const isForgotten = await database.transaction(async (stores) => {
    const { instances, blockDevices, tags, instanceMappings, allocations } = stores;
    await allocations.lock(instanceUuid);
    const instance = await findInstance(stores, instanceUuid);
    // Its compute has it: it is for that one to delete it.
    if (instance && instance.host !== null) return false;
    await allocations.release(instanceUuid);
    await blockDevices.destroyByInstance(instanceUuid);
    await tags.destroyByInstance(instanceUuid);
    if (instance) await instances.destroy(instance);
    await unless(InstanceMappingNotFound, () => instanceMappings.destroy(instanceUuid));
    return true;
  });
  log.info(
    { instance: instanceUuid },
    isForgotten
      ? `The instance ${instanceUuid} was deleted while it was being scheduled: its build ends here.`
      : `The instance ${instanceUuid} is not forgotten: its compute has it.`,
  );
}

/** Does it, unless what it needs is not there. */
async function unless(Absent: new (...args: never[]) => Error, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
  }
}
