import type { RequestContext } from '../context/index.js';
import type { SaveExpectations, Stores } from '../database/index.js';
import { Instance, type RequestSpec } from '../objects/index.js';
import { legacyRequestSpec, payload, requestSpecPayload } from '../scheduler/notifications.js';
import { recordFault } from './record-fault.js';
import { textOf } from './text-of.js';
import type { Tools } from './tools.js';

export interface Failure {
  readonly instanceUuid: string;
  /** The method that failed, for the notification. */
  readonly method: string;
  readonly updates: { readonly vm_state: string | null; readonly task_state: string | null };
  readonly error: unknown;
  readonly spec?: RequestSpec | undefined;
  readonly expectations?: SaveExpectations | undefined;
  /** Whether what it holds on a host is given back with it. */
  readonly releases?: boolean;
}

/**
 * Writes the states and the fault, both or none, and tells those who listen. Throws what instances.save() does.
 * nova.scheduler.utils.set_vm_state_and_notify.
 */
export async function setVmStateAndNotify(
  tools: Tools,
  context: RequestContext,
  failure: Failure,
): Promise<void> {
  await tools.database.transaction((stores) => writeFailure(stores, tools.host, failure));
  await tellFailure(tools, context, failure);
}

/** The first half of it, within a transaction. */
export async function writeFailure(stores: Stores, host: string, failure: Failure): Promise<void> {
  const { instanceUuid, updates, error, expectations, releases = false } = failure;
  const instance = Instance.loaded({ uuid: instanceUuid });
  if (updates.vm_state !== null) instance.vm_state = updates.vm_state;
  instance.task_state = updates.task_state;
  await stores.instances.save(instance, expectations);
  await recordFault(stores, host, instanceUuid, error);
  if (releases) await stores.allocations.release(instanceUuid);
}

/** The second half of it. */
export async function tellFailure(tools: Tools, context: RequestContext, failure: Failure): Promise<void> {
  const { instanceUuid, method, updates, error } = failure;
  tools.log.warn(
    { instance: instanceUuid, method, err: error, requestId: context.request_id },
    `The instance ${instanceUuid} is set to ${updates.vm_state ?? 'its state before'}: ${method} has failed (${textOf(error)}).`,
  );
  await notify(tools, context, failure);
}

async function notify(
  { notifier }: Tools,
  context: RequestContext,
  { instanceUuid, method, updates, error, spec }: Failure,
): Promise<void> {
  const request = spec ? legacyRequestSpec(spec) : { instance_properties: { uuid: instanceUuid } };
  const event = `compute_task.${method}`;
  const legacy = {
    request_spec: request,
    instance_properties: request.instance_properties,
    instance_id: instanceUuid,
    state: updates.vm_state,
    method,
    reason: textOf(error),
  };
  await notifier.legacy(context, event, legacy, 'ERROR');
  const task = payload('ComputeTaskPayload', '1.0', {
    instance_uuid: instanceUuid,
    request_spec: spec ? requestSpecPayload(spec) : null,
    state: updates.vm_state,
    reason: exceptionPayload(error, method),
  });
  await notifier.versioned(context, `${event}.error`, task, 'ERROR');
}

const exceptionPayload = (error: unknown, method: string) =>
  payload('ExceptionPayload', '1.1', {
    module_name: 'nova.conductor.manager',
    function_name: method,
    exception: error instanceof Error ? error.name : 'Exception',
    exception_message: textOf(error),
    traceback: error instanceof Error ? (error.stack ?? '') : '',
  });
