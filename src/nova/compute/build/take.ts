import type { Stores } from '../../database/index.js';
import { InstanceNotFound, InstanceUpdateConflict } from '../../exception/index.js';
import type { Instance } from '../../objects/index.js';
import { resourcesOf } from '../../scheduler/resources.js';
import type { ComputeParts } from '../parts.js';
import { TASK_STATE, VM_STATE } from '../states.js';

/**
 * Makes the instance that of this host, if it waits for one and what it needs is claimed here: undefined where not, as
 * when the same request comes twice, or another host has it or is to have it, and 'gone' where it is no more. One
 * comparison and write, so that of all who try one succeeds, and so that an instance that builds has the host on which to
 * look for it.
 */
export async function take(
  { database, host, log }: ComputeParts,
  uuid: string,
  node: string,
): Promise<Instance | 'gone' | undefined> {
  try {
    return await database.transaction(async (stores) => {
      await stores.allocations.lock(uuid);
      const instance = await stores.instances.getByUuid(uuid);
      const { uuid: nodeUuid } = await stores.computeNodes.getByHostAndNode(host, node);
      if (!(await isClaimed(stores, instance, nodeUuid))) {
        log.info(
          { instance: uuid },
          `The instance ${uuid} is not built here: nothing is claimed for it here.`,
        );
        return undefined;
      }
      instance.vm_state = VM_STATE.BUILDING;
      instance.task_state = null;
      instance.host = host;
      instance.launched_on = host;
      instance.node = node;
      await stores.instances.save(instance, {
        expectedVmState: VM_STATE.BUILDING,
        expectedTaskState: [TASK_STATE.SCHEDULING, null],
        expectedHost: null,
      });
      return instance;
    });
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

/** Whether the instance holds what it needs on this node: what nobody has claimed anywhere is claimed now. */
async function isClaimed({ allocations }: Stores, instance: Instance, node: string): Promise<boolean> {
  const held = await allocations.get(instance.uuid);
  if (held.length > 0) return held.some(({ compute_node_uuid }) => compute_node_uuid === node);
  const { uuid, flavor, project_id, user_id } = instance;
  return allocations.claim(uuid, node, resourcesOf(flavor), { project_id, user_id });
}
