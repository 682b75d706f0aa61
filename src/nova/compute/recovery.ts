import { statOf } from '../../system/proc.js';
import { NovaException } from '../exception/index.js';
import type { Instance } from '../objects/index.js';
import { contextOf } from './context-of.js';
import { driven } from './driven.js';
import { addFault } from './faults.js';
import { settle, UNDER_WAY } from './live-migration/settle.js';
import { leniently, setError } from './operation.js';
import type { ComputeParts } from './parts.js';
import { powerState, start, stop } from './power.js';
import { BUILD_TASKS, POWER_STATE, TASK_STATE, VM_STATE } from './states.js';
import { deleteInstance } from './terminate.js';

/** Whether another process of this host serves as this one does, or has not stopped doing so, as in a reload. */
export async function hasSibling(
  { database, host }: ComputeParts,
  {
    binary,
    worker,
    downTime,
  }: { readonly binary: string; readonly worker: string; readonly downTime: number },
): Promise<boolean> {
  const workers = await database.workers.list();
  for (const other of workers) {
    if (other.host !== host || other.binary !== binary || other.uuid === worker) continue;
    const [state] = statOf(other.pid);
    const ended = other.pid === process.pid || state === undefined || state === 'Z' || state === 'X';
    if (!ended && (await database.workers.alive(other.uuid, downTime))) return true;
  }
  return false;
}

/**
 * Ends what a process of this host that has died left in between: builds end in error with a fault, what was being
 * deleted is deleted, what was on its way stays here or is there, and what was being started, stopped or rebooted is that
 * again. Only while no other process of this host may be doing it. nova: _init_instance.
 */
export async function recover(parts: ComputeParts): Promise<void> {
  const { database, host, turns } = parts;
  for (const migration of await database.migrations.list({ source_compute: host, status: UNDER_WAY })) {
    const { instance_uuid: uuid } = migration;
    if (uuid !== null && !turns.isTaken(uuid)) await inTurn(parts, uuid, () => settle(parts, migration));
  }
  for (const { uuid } of await database.instances.listByHost(host)) {
    if (turns.isTaken(uuid)) continue;
    await inTurn(parts, uuid, async () => resume(parts, await database.instances.getByUuid(uuid)));
  }
}

/** Tasks that a request tells a compute to do, and that are over in driverTimeout. */
const SHORT = [
  TASK_STATE.DELETING,
  TASK_STATE.POWERING_OFF,
  TASK_STATE.POWERING_ON,
  TASK_STATE.REBOOTING,
  TASK_STATE.REBOOT_PENDING,
  TASK_STATE.REBOOT_STARTED,
  TASK_STATE.REBOOTING_HARD,
  TASK_STATE.REBOOT_PENDING_HARD,
  TASK_STATE.REBOOT_STARTED_HARD,
];

/** Seconds that a request may be on its way. */
const ON_ITS_WAY = 60;

/** Does what was asked for and nobody does, in all the time that it may take: the request was lost. */
export async function resumeLost(parts: ComputeParts): Promise<void> {
  const { database, host, turns, now, settings } = parts;
  const updatedBefore = new Date(now().getTime() - (settings().driverTimeout + ON_ITS_WAY) * 1000);
  for (const { uuid } of await database.instances.list({ host, task_state: SHORT, updatedBefore })) {
    if (turns.isTaken(uuid)) continue;
    await inTurn(parts, uuid, async () => resume(parts, await database.instances.getByUuid(uuid)));
  }
}

const inTurn = (parts: ComputeParts, uuid: string, act: () => Promise<void>) =>
  leniently(parts, uuid, () => parts.turns.run(uuid, act));

/** One that nobody but this process may be doing something to. */
async function resume(parts: ComputeParts, instance: Instance): Promise<void> {
  const { database, log } = parts;
  const { uuid, task_state: task } = instance;
  const context = contextOf(instance);
  const isBuilding = instance.vm_state === VM_STATE.BUILDING && task !== TASK_STATE.DELETING;
  if (isBuilding || (task !== null && BUILD_TASKS.includes(task)))
    return interrupted(parts, instance, 'The compute that was building it has ended.');
  // Whoever deleted it has not come to the end of that. nova: _complete_partial_deletion.
  if (instance.vm_state === VM_STATE.DELETED) return deleteInstance(parts, context, instance);
  // Of a migration that is accepted and not begun, a conductor has still the say.
  if (task === null || task === TASK_STATE.MIGRATING) return;
  log.info(
    { instance: uuid, task },
    `The instance ${uuid} is ${task}, and nobody was doing it any more: it goes on.`,
  );
  if (task === TASK_STATE.DELETING) return deleteInstance(parts, context, instance);
  if (task === TASK_STATE.POWERING_OFF) return stop(parts, { context, instance, clean: true });
  if (task === TASK_STATE.POWERING_ON) return start(parts, { context, instance });
  instance.power_state = await powerState(parts, instance);
  if (instance.power_state === POWER_STATE.RUNNING) instance.vm_state = VM_STATE.ACTIVE;
  instance.task_state = null;
  await database.instances.save(instance, { expectedTaskState: task });
}

/** A build that nobody goes on with: in error with a fault, and nothing of it is left, if that can be had. */
export async function interrupted(parts: ComputeParts, instance: Instance, reason: string): Promise<void> {
  const { database, host, log, driver, tracker } = parts;
  const { uuid } = instance;
  const error = new NovaException(`Build of instance ${uuid} aborted: ${reason}`);
  log.error({ instance: uuid }, `The instance ${uuid} is in error: ${reason}`);
  await addFault(database, { uuid, host, error });
  await leniently(parts, uuid, async () => {
    await driven(parts, `Removing ${uuid}`, (signal) => driver.destroy(instance, signal));
    // Else it stays here, where its deletion will find what is left.
    instance.host = null;
    instance.node = null;
  });
  await setError(parts, instance, { cleanTask: true });
  await database.allocations.release(uuid);
  await leniently(parts, uuid, () => tracker.update());
}
