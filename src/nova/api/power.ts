import { TASK_STATE, VM_STATE } from '../compute/states.js';
import type { RequestContext } from '../context/index.js';
import type { Instance } from '../objects/index.js';
import { type ApiTools, assertState, begin, hostOf } from './tools.js';

/**
 * Has an instance stopped. Resolves when its compute, or the broker, has it. Rejects with InstanceInvalidState and
 * ComputeServiceUnavailable. nova.compute.api.API.stop.
 */
export async function stop(tools: ApiTools, context: RequestContext, instance: Instance): Promise<void> {
  assertState(instance, [VM_STATE.ACTIVE, VM_STATE.RESCUED, VM_STATE.ERROR], 'stop');
  const host = await hostOf(tools, instance, 'stop');
  await begin(tools, context, instance, { action: 'stop', task: TASK_STATE.POWERING_OFF }, () =>
    tools.computes.stopInstance(context, host, instance),
  );
}

/** As stop(). nova.compute.api.API.start. */
export async function start(tools: ApiTools, context: RequestContext, instance: Instance): Promise<void> {
  assertState(instance, [VM_STATE.STOPPED], 'start');
  const host = await hostOf(tools, instance, 'start');
  await begin(tools, context, instance, { action: 'start', task: TASK_STATE.POWERING_ON }, () =>
    tools.computes.startInstance(context, host, instance),
  );
}

const SOFT = [VM_STATE.ACTIVE];
const HARD = [...SOFT, VM_STATE.STOPPED, VM_STATE.PAUSED, VM_STATE.SUSPENDED, VM_STATE.ERROR];

/** As stop(). nova.compute.api.API.reboot. */
export async function reboot(
  tools: ApiTools,
  context: RequestContext,
  instance: Instance,
  type: 'SOFT' | 'HARD',
): Promise<void> {
  assertState(instance, type === 'SOFT' ? SOFT : HARD, 'reboot');
  const host = await hostOf(tools, instance, 'reboot');
  const task = type === 'SOFT' ? TASK_STATE.REBOOTING : TASK_STATE.REBOOTING_HARD;
  await begin(tools, context, instance, { action: 'reboot', task }, () =>
    tools.computes.rebootInstance(context, host, instance, type),
  );
}
