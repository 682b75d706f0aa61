import type { ComputeRpcApi } from '../compute/rpc-api.js';
import type { ComputeTaskApi } from '../conductor/rpc-api.js';
import type { RequestContext } from '../context/index.js';
import type { Database } from '../database/index.js';
import { ComputeServiceUnavailable, InstanceInvalidState } from '../exception/index.js';
import type { Instance } from '../objects/index.js';
import type { ServiceGroupApi } from '../servicegroup/index.js';

/** What nova-api works with. */
export interface ApiTools {
  readonly database: Database;
  readonly computes: ComputeRpcApi;
  readonly task: ComputeTaskApi;
  readonly servicegroup: Pick<ServiceGroupApi, 'isUp'>;
}

/** Whether nova-compute of a host is there to do something. */
export async function isUp({ database, servicegroup }: ApiTools, host: string): Promise<boolean> {
  const service = await database.services.getByHostAndBinary(host, 'nova-compute');
  return service !== undefined && servicegroup.isUp(service);
}

/** The host that an instance runs on. Throws ComputeServiceUnavailable where it is down, and InstanceInvalidState. */
export async function hostOf(tools: ApiTools, instance: Instance, method: string): Promise<string> {
  const { host, uuid } = instance;
  if (host === null)
    throw new InstanceInvalidState({ instance_uuid: uuid, attr: 'host', state: 'None', method });
  if (!(await isUp(tools, host))) throw new ComputeServiceUnavailable({ host });
  return host;
}

/** Throws InstanceInvalidState for an instance that is not in one of the states, or to which something is being done. */
export function assertState(instance: Instance, states: readonly string[], method: string): void {
  const { uuid: instance_uuid, vm_state, task_state } = instance;
  if (!states.includes(vm_state ?? ''))
    throw new InstanceInvalidState({ instance_uuid, attr: 'vm_state', state: vm_state, method });
  if (task_state !== null)
    throw new InstanceInvalidState({ instance_uuid, attr: 'task_state', state: task_state, method });
}

/**
 * Says that something is being done to an instance, under the request of the context, and has somebody do it; where
 * nobody can be told, nothing is being done to it. Rejects as `send` does, and with UnexpectedTaskStateError.
 */
export async function begin(
  { database }: ApiTools,
  context: RequestContext,
  instance: Instance,
  { action, task }: { readonly action: string; readonly task: string },
  send: () => Promise<void>,
): Promise<void> {
  instance.task_state = task;
  instance.progress = 0;
  await database.instances.save(instance, { expectedTaskState: null });
  try {
    await database.actions.start(context, instance.uuid, action);
    await send();
  } catch (error) {
    instance.task_state = null;
    await database.instances.save(instance, { expectedTaskState: task });
    throw error;
  }
}
