import { InstanceMappingNotFound, InstanceNotFound } from '../../exception/index.js';
import type { Tools } from '../tools.js';

/**
 * The user has deleted the instance while it was scheduled: its build request is gone. What has been made of it by now
 * goes too; nothing of it need be there.
 */
export async function forgetDeleted({ database, log }: Tools, instanceUuid: string): Promise<void> {
  log.info(
    { instance: instanceUuid },
    `The instance ${instanceUuid} was deleted while it was being scheduled: its build ends here.`,
  );
  await database.transaction(async (stores) => {
    const { instances, blockDevices, tags, instanceMappings, allocations } = stores;
    await allocations.release(instanceUuid);
    await blockDevices.destroyByInstance(instanceUuid);
    await tags.destroyByInstance(instanceUuid);
    await unless(InstanceNotFound, async () => instances.destroy(await instances.getByUuid(instanceUuid)));
    await unless(InstanceMappingNotFound, () => instanceMappings.destroy(instanceUuid));
  });
}

/** Does it, unless what it needs is not there. */
async function unless(Absent: new (...args: never[]) => Error, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Absent)) throw error;
  }
}
