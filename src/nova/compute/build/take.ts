import { InstanceNotFound, InstanceUpdateConflict } from '../../exception/index.js';
import type { Instance } from '../../objects/index.js';
import type { ComputeParts } from '../parts.js';
import { TASK_STATE, VM_STATE } from '../states.js';

/**
 * Makes the instance that of this host, if it waits for one: undefined where it does not, as when the same request comes
 * twice or another host has it, and 'gone' where it is no more. One comparison and write, so that of all who try one
 * succeeds, and so that an instance that builds has the host on which to look for it.
 */
export async function take(
  { database, host, log }: ComputeParts,
  uuid: string,
  node: string,
): Promise<Instance | 'gone' | undefined> {
  try {
    const instance = await database.instances.getByUuid(uuid);
    instance.vm_state = VM_STATE.BUILDING;
    instance.task_state = null;
    instance.host = host;
    instance.launched_on = host;
    instance.node = node;
    await database.instances.save(instance, {
      expectedVmState: VM_STATE.BUILDING,
      expectedTaskState: [TASK_STATE.SCHEDULING, null],
      expectedHost: null,
    });
    return instance;
  } catch (error) {
    if (error instanceof InstanceNotFound) {
      log.info({ instance: uuid }, `The instance ${uuid} was gone before its build.`);
      return 'gone';
    }
    if (error instanceof InstanceUpdateConflict) {
      log.info({ instance: uuid }, `The instance ${uuid} waits for no build: ${error.message}`);
      return undefined;
    }
    throw error;
  }
}
