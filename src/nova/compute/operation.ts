import type { RequestContext } from '../context/index.js';
import { InstanceActionNotFound, InstanceNotFound, InstanceUpdateConflict } from '../exception/index.js';
import { Instance } from '../objects/index.js';
import { addFault } from './faults.js';
import type { ComputeParts } from './parts.js';
import { VM_STATE } from './states.js';

export interface Operation<Result> {
  /** The method of RPC, or what stands for it in the name of the event. */
  readonly method: string;
  /** The task states of which its failure leaves nothing: of those only, which are its own. nova: reverts_task_state. */
  readonly reverts?: readonly string[];
  /** Default: true. nova: wrap_instance_fault. */
  readonly recordsFault?: boolean;
  /** Whether it is done only if the request has an action. Default: true, as in Nova. */
  readonly needsAction?: boolean;
  /** What the event says has failed where `act` resolves, having dealt with it. */
  readonly failureOf?: (result: Result) => unknown;
}

/**
 * What Nova's decorators do around a method about an instance: an event of the action of this request, a fault and a
 * notification when it fails, and no task left behind. Rejects with what `act` throws.
 */
export async function operation<Result>(
  parts: ComputeParts,
  { context, uuid }: { readonly context: RequestContext; readonly uuid: string },
  { method, reverts = [], recordsFault = true, needsAction = true, failureOf }: Operation<Result>,
  act: () => Promise<Result>,
): Promise<Result> {
  const { database, host, log, notify } = parts;
  const event = `compute_${method}`;
  try {
    await database.actions.eventStart(context, uuid, event, host).catch((error: unknown) => {
      if (needsAction || !(error instanceof InstanceActionNotFound)) throw error;
    });
    const result = await act().catch(async (error: unknown) => {
      if (recordsFault && !(error instanceof InstanceNotFound))
        await leniently(parts, uuid, () => addFault(database, { uuid, host, error }));
      await leniently(parts, uuid, () => database.actions.eventFinish(context, uuid, event, host, error));
      throw error;
    });
    const failure = failureOf?.(result);
    await leniently(parts, uuid, () => database.actions.eventFinish(context, uuid, event, host, failure));
    return result;
  } catch (error) {
    if (reverts.length > 0) await leniently(parts, uuid, () => revertTaskState(parts, uuid, reverts));
    await notify.failed(context, method, error, { instance_uuid: uuid });
    log.debug({ instance: uuid, method, requestId: context.request_id, err: error }, `${method} failed.`);
    throw error;
  }
}

async function revertTaskState(
  { database, log }: ComputeParts,
  uuid: string,
  tasks: readonly string[],
): Promise<void> {
  const instance = Instance.loaded({ uuid });
  instance.task_state = null;
  try {
    await database.instances.save(instance, { expectedTaskState: tasks });
    log.info({ instance: uuid }, `Nothing is being done to ${uuid} any more.`);
  } catch (error) {
    // Then somebody else does something to it, or nobody does.
    if (!(error instanceof InstanceUpdateConflict)) throw error;
  }
}

/** The instance is in error. An instance that is gone is none to be put into error. */
export async function setError(
  { database }: Pick<ComputeParts, 'database'>,
  instance: Instance,
  { cleanTask = false }: { readonly cleanTask?: boolean } = {},
): Promise<void> {
  instance.vm_state = VM_STATE.ERROR;
  if (cleanTask) instance.task_state = null;
  try {
    await database.instances.save(instance);
  } catch (error) {
    if (!(error instanceof InstanceNotFound)) throw error;
  }
}

/** What is done about a failure must not hide it. */
export async function leniently(
  { log }: Pick<ComputeParts, 'log'>,
  uuid: string,
  act: () => Promise<unknown>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (error instanceof InstanceNotFound || error instanceof InstanceActionNotFound) return;
    log.warn({ err: error, instance: uuid }, `What happened to the instance ${uuid} could not be recorded.`);
  }
}
