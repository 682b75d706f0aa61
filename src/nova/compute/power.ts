import { InstanceNotFound } from '../exception/index.js';
import type { Instance } from '../objects/index.js';
import { driven } from './driven.js';
import { addFault } from './faults.js';
import { ACTION } from './notify/instance-notifier.js';
import { operation, setError } from './operation.js';
import type { ComputeParts, Subject } from './parts.js';
import { POWER_STATE, type PowerState, TASK_STATE, VM_STATE } from './states.js';

/** Nova: stop_instance. Nothing, when nobody wants it stopped any more. */
export function stopInstance(
  parts: ComputeParts,
  subject: Subject & { readonly clean: boolean },
): Promise<void> {
  const about = { method: 'stop_instance', expected: STOP };
  return doing(parts, subject, about, (instance) => stop(parts, { ...subject, instance }));
}

/** An instance that is off already is being stopped, whatever its row says of that. */
const STOP = [TASK_STATE.POWERING_OFF];
const OFF: readonly PowerState[] = [POWER_STATE.NOSTATE, POWER_STATE.SHUTDOWN, POWER_STATE.CRASHED];

/** For who has the turn of the instance. */
export async function stop(
  parts: ComputeParts,
  { context, instance, clean }: Subject & { readonly clean: boolean },
): Promise<void> {
  const { notify, database, driver } = parts;
  const isOff = OFF.includes(await powerState(parts, instance));
  const expectedTaskState = isOff ? [...STOP, null] : STOP;
  await notify.tell(context, instance, ACTION.POWER_OFF, 'start');
  const call = (signal: AbortSignal) => driver.powerOff(instance, clean, signal);
  await driven(parts, `Stopping ${instance.uuid}`, call);
  instance.power_state = await powerState(parts, instance);
  instance.vm_state = VM_STATE.STOPPED;
  instance.task_state = null;
  await database.instances.save(instance, { expectedTaskState });
  await notify.tell(context, instance, ACTION.POWER_OFF, 'end');
  tell(parts, instance, 'is stopped');
}

/** Nova: start_instance. Nothing, when nobody wants it started any more. */
export function startInstance(parts: ComputeParts, subject: Subject): Promise<void> {
  const about = { method: 'start_instance', expected: [TASK_STATE.POWERING_ON] };
  return doing(parts, subject, about, (instance) => start(parts, { ...subject, instance }));
}

/** For who has the turn of the instance. */
export async function start(parts: ComputeParts, { context, instance }: Subject): Promise<void> {
  const { notify, database, driver } = parts;
  await notify.tell(context, instance, ACTION.POWER_ON, 'start');
  await driven(parts, `Starting ${instance.uuid}`, (signal) => driver.powerOn(instance, signal));
  instance.power_state = await powerState(parts, instance);
  instance.vm_state = VM_STATE.ACTIVE;
  instance.task_state = null;
  await database.instances.save(instance, { expectedTaskState: TASK_STATE.POWERING_ON });
  await notify.tell(context, instance, ACTION.POWER_ON, 'end');
  tell(parts, instance, 'is started');
}

/** The task states of a reboot: as asked for, and its steps. */
const REBOOT = {
  SOFT: [TASK_STATE.REBOOTING, TASK_STATE.REBOOT_PENDING, TASK_STATE.REBOOT_STARTED],
  HARD: [TASK_STATE.REBOOTING_HARD, TASK_STATE.REBOOT_PENDING_HARD, TASK_STATE.REBOOT_STARTED_HARD],
} as const;

/**
 * Nova: reboot_instance. A reboot that fails leaves an instance that runs active, with a fault, and one that does not run
 * in error; then it rejects.
 */
export function rebootInstance(
  parts: ComputeParts,
  subject: Subject & { readonly type: 'SOFT' | 'HARD' },
): Promise<void> {
  const about = { method: 'reboot_instance', expected: REBOOT[subject.type] };
  return doing(parts, subject, about, (instance) => reboot(parts, { ...subject, instance }));
}

async function reboot(
  parts: ComputeParts,
  { context, instance, type }: Subject & { readonly type: 'SOFT' | 'HARD' },
): Promise<void> {
  const { notify, database, driver, host } = parts;
  const [, pending, started] = REBOOT[type];
  await notify.tell(context, instance, ACTION.REBOOT, 'start');
  instance.power_state = await powerState(parts, instance);
  instance.task_state = pending;
  await database.instances.save(instance, { expectedTaskState: REBOOT[type] });
  try {
    instance.task_state = started;
    await database.instances.save(instance, { expectedTaskState: pending });
    const call = (signal: AbortSignal) => driver.reboot(instance, type, signal);
    await driven(parts, `Rebooting ${instance.uuid}`, call);
  } catch (error) {
    if ((await powerState(parts, instance)) !== POWER_STATE.RUNNING) {
      await setError(parts, instance);
      throw error;
    }
    parts.log.warn(
      { err: error, instance: instance.uuid },
      `The reboot of ${instance.uuid} failed; the instance runs.`,
    );
    await addFault(database, { uuid: instance.uuid, host, error });
    await notify.tell(context, instance, ACTION.REBOOT, 'error', { error });
  }
  instance.power_state = await powerState(parts, instance);
  instance.vm_state = instance.vm_state === VM_STATE.RESCUED ? VM_STATE.RESCUED : VM_STATE.ACTIVE;
  instance.task_state = null;
  // Its user may have it deleted meanwhile.
  await database.instances.save(instance, { expectedTaskState: [pending, started] });
  await notify.tell(context, instance, ACTION.REBOOT, 'end');
  tell(parts, instance, 'is rebooted');
}

/**
 * With the turn of the instance, and as it is now; not at all where its task is another, as when the request comes twice,
 * or too late: it must not undo what came after it.
 */
function doing(
  parts: ComputeParts,
  { context, instance: { uuid } }: Subject,
  { method, expected }: { readonly method: string; readonly expected: readonly string[] },
  act: (instance: Instance) => Promise<void>,
): Promise<void> {
  return parts.turns.run(uuid, async () => {
    const instance = await parts.database.instances.getByUuid(uuid);
    const { task_state: task } = instance;
    if (task === null || !expected.includes(task)) {
      const now = task === null ? 'nothing is being done to it' : `it is ${task}`;
      parts.log.info({ instance: uuid, task }, `${method} of ${uuid} is not done: ${now}.`);
      return;
    }
    const about = { method, reverts: expected };
    await operation(parts, { context, uuid }, about, () => act(instance));
  });
}

/** What the hypervisor says; NOSTATE for an instance that it has not. nova: _get_power_state. */
export async function powerState(parts: ComputeParts, instance: Instance): Promise<PowerState> {
  try {
    const call = (signal: AbortSignal) => parts.driver.info(instance, signal);
    return (await driven(parts, `Looking at ${instance.uuid}`, call)).state;
  } catch (error) {
    if (error instanceof InstanceNotFound) return POWER_STATE.NOSTATE;
    throw error;
  }
}

function tell({ log }: ComputeParts, { uuid }: Instance, what: string): void {
  log.info({ instance: uuid }, `The instance ${uuid} ${what}.`);
}
