import { TASK_STATE } from '../compute/states.js';
import type { RequestContext } from '../context/index.js';
import {
  BuildRequestNotFound,
  InstanceMappingNotFound,
  InstanceNotFound,
  RequestSpecNotFound,
} from '../exception/index.js';
import { BlockDeviceMappingList, type Instance } from '../objects/index.js';
import { type ApiTools, isUp } from './tools.js';

/**
 * Deletes an instance, wherever it is: one that is still to be scheduled is not built any more; one without a host, or
 * whose host is down, is gone when this resolves; of any other, its compute has been told then. Rejects with
 * InstanceNotFound for one that is gone. nova.compute.api.API.delete.
 */
export async function deleteServer(tools: ApiTools, context: RequestContext, uuid: string): Promise<void> {
  const { database } = tools;
  const withdrawn = await unless(BuildRequestNotFound, () => database.buildRequests.destroy(uuid));
  await unless(InstanceMappingNotFound, async () => {
    const mapping = await database.instanceMappings.getByInstanceUuid(uuid);
    mapping.queued_for_delete = true;
    await database.instanceMappings.save(mapping);
  });
  const instance = await find(tools, uuid);
  if (!instance) {
    if (withdrawn) return;
    throw new InstanceNotFound({ instance_id: uuid });
  }
  await database.actions.start(context, uuid, 'delete');
  instance.task_state = TASK_STATE.DELETING;
  instance.progress = 0;
  await database.instances.save(instance);
  const { host } = instance;
  if (host === null || !(await isUp(tools, host))) return deleteHere(tools, instance);
  await tools.computes.terminateInstance(
    context,
    host,
    instance,
    new BlockDeviceMappingList({ objects: [] }),
  );
}

/** Nobody has it: then it is only rows. What a host that is down still has of it, that host removes. */
async function deleteHere({ database }: ApiTools, instance: Instance): Promise<void> {
  const { uuid } = instance;
  await database.transaction(async ({ allocations, requestSpecs, instances }) => {
    await allocations.release(uuid);
    await unless(RequestSpecNotFound, () => requestSpecs.destroy(uuid));
    instance.vm_state = 'deleted';
    instance.task_state = null;
    await instances.save(instance);
    await instances.destroy(instance);
  });
}

async function find({ database }: ApiTools, uuid: string): Promise<Instance | undefined> {
  let found: Instance | undefined;
  await unless(InstanceNotFound, async () => {
    found = await database.instances.getByUuid(uuid);
  });
  return found;
}

/** Whether it was done: false for an error of that class. */
async function unless(
  Class: abstract new (...args: never[]) => Error,
  act: () => Promise<void>,
): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof Class) return false;
    throw error;
  }
}
