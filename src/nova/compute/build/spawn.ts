import type { RequestContext } from '../../context/index.js';
import {
  BuildAbortException,
  InstanceNotFound,
  RescheduledException,
  UnexpectedDeletingTaskStateError,
} from '../../exception/index.js';
import { ImageMeta, type Instance } from '../../objects/index.js';
import { DriverTimeout, driven } from '../driven.js';
import { ACTION } from '../notify/instance-notifier.js';
import { fieldOf } from '../notify/legacy.js';
import type { ComputeParts } from '../parts.js';
import { patiently } from '../patiently.js';
import type { BuildArguments } from '../rpc-api.js';
import { TASK_STATE, VM_STATE } from '../states.js';
import { shutdown } from '../terminate.js';

/**
 * Builds an instance that take() has given to this host. Rejects with RescheduledException when another host may do
 * better, BuildAbortException when none would, InstanceNotFound and UnexpectedDeletingTaskStateError when nobody wants it
 * any more; nothing is left on the hypervisor then. nova: _build_and_run_instance.
 */
export async function spawn(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
  args: BuildArguments,
): Promise<void> {
  const { notify, log, now } = parts;
  const image_name = args.image.name ?? null;
  await notify.tell(context, withoutHost(instance), ACTION.CREATE, 'start', { extra: { image_name } });
  const began = now().getTime();
  try {
    await advance(parts, instance, TASK_STATE.NETWORKING, null);
    await advance(parts, instance, TASK_STATE.BLOCK_DEVICE_MAPPING, TASK_STATE.NETWORKING);
    await advance(parts, instance, TASK_STATE.SPAWNING, TASK_STATE.BLOCK_DEVICE_MAPPING);
    const request = {
      image_meta: imageOf(args),
      injected_files: args.injected_files,
      admin_password: args.admin_password,
    };
    const seconds = parts.settings().instanceBuildTimeout;
    const call = (signal: AbortSignal) => parts.driver.spawn(instance, request, signal);
    await driven(parts, `The build of ${instance.uuid}`, call, seconds);
    await finish(parts, instance);
  } catch (error) {
    const reason = await undo(parts, context, instance, error);
    await notify.tell(context, instance, ACTION.CREATE, 'error', { error });
    throw reason;
  }
  const seconds = ((now().getTime() - began) / 1000).toFixed(2);
  log.info(
    { instance: instance.uuid, seconds: Number(seconds), requestId: context.request_id },
    `The instance ${instance.uuid} was built in ${seconds} s.`,
  );
  const extra = { fixed_ips: [], message: 'Success' };
  await notify.tell(context, instance, ACTION.CREATE, 'end', { extra });
}

/** A build that starts has no host yet, to those who listen to Nova's notifications. */
function withoutHost(instance: Instance): Instance {
  const before = instance.clone();
  before.host = null;
  before.node = null;
  return before;
}

async function advance(
  { database }: ComputeParts,
  instance: Instance,
  task: string,
  expectedTaskState: string | null,
): Promise<void> {
  instance.vm_state = VM_STATE.BUILDING;
  instance.task_state = task;
  await database.instances.save(instance, { expectedTaskState });
}

async function finish(parts: ComputeParts, instance: Instance): Promise<void> {
  const call = (signal: AbortSignal) => parts.driver.info(instance, signal);
  const { state } = await driven(parts, `Looking at ${instance.uuid}`, call);
  instance.power_state = state;
  instance.vm_state = VM_STATE.ACTIVE;
  instance.task_state = null;
  instance.launched_at = parts.now();
  const expectedTaskState = TASK_STATE.SPAWNING;
  await patiently(parts, () => parts.database.instances.save(instance, { expectedTaskState }));
}

/** Leaves nothing on the hypervisor; gives what the failure means to the build. */
async function undo(
  parts: ComputeParts,
  context: RequestContext,
  instance: Instance,
  error: unknown,
): Promise<Error> {
  const { uuid } = instance;
  const unwanted = error instanceof InstanceNotFound || error instanceof UnexpectedDeletingTaskStateError;
  const reason = error instanceof Error ? error.message : String(error);
  if (!unwanted)
    parts.log.error(
      { err: error, instance: uuid, requestId: context.request_id },
      `The instance ${uuid} was not built: ${reason}`,
    );
  // The object is ahead of its row where the last write failed.
  if (instance.task_state === null) instance.task_state = TASK_STATE.SPAWNING;
  instance.vm_state = VM_STATE.BUILDING;
  try {
    await shutdown(parts, context, instance);
  } catch (failure) {
    parts.log.warn(
      { err: failure, instance: uuid },
      `What is left of the instance ${uuid} could not be removed.`,
    );
    return new BuildAbortException({ instance_uuid: uuid, reason });
  }
  if (unwanted || error instanceof BuildAbortException) return error;
  if (error instanceof DriverTimeout) return new BuildAbortException({ instance_uuid: uuid, reason });
  return new RescheduledException({ instance_uuid: uuid, reason });
}

function imageOf({ request_spec }: BuildArguments): ImageMeta | null {
  const image = request_spec ? fieldOf(request_spec, 'image') : null;
  return image instanceof ImageMeta ? image : null;
}
