import { RequestContext } from '../context/index.js';
import type { Instance } from '../objects/index.js';
import { driven } from './driven.js';
import { leniently } from './operation.js';
import type { ComputeParts } from './parts.js';
import { powerState, stop } from './power.js';
import { interrupted } from './recovery.js';
import { POWER_STATE, type PowerState, TASK_STATE, VM_STATE } from './states.js';

/** Ends builds that take too long, and that this process does not do. nova: _check_instance_build_time. */
export async function checkBuildTimes(parts: ComputeParts): Promise<void> {
  const { instanceBuildTimeout: timeout } = parts.settings();
  if (timeout === 0) return;
  const { database, host, turns, now } = parts;
  const updatedBefore = new Date(now().getTime() - timeout * 1000);
  const late = await database.instances.list({ host, vm_state: VM_STATE.BUILDING, updatedBefore });
  for (const { uuid } of late) {
    if (turns.isTaken(uuid)) continue;
    await leniently(parts, uuid, () =>
      turns.run(uuid, async () => {
        const instance = await database.instances.getByUuid(uuid);
        if (instance.vm_state !== VM_STATE.BUILDING) return;
        await interrupted(parts, instance, `It was building for more than ${timeout} s.`);
      }),
    );
  }
}

/**
 * Removes from the hypervisor what has been deleted while nobody here could: of an instance that it does not know it
 * leaves all as it is. nova: _cleanup_running_deleted_instances.
 */
export async function removeDeleted(parts: ComputeParts): Promise<void> {
  const { database, driver, turns, log } = parts;
  const there = await driven(parts, 'Listing the instances', (signal) => driver.listInstanceUuids(signal));
  for (const uuid of there) {
    if (turns.isTaken(uuid)) continue;
    await leniently(parts, uuid, () =>
      turns.run(uuid, async () => {
        const instance = await database.instances.getByUuid(uuid, { readDeleted: true });
        if (!instance.deleted) return;
        log.warn(
          { instance: uuid },
          `The instance ${uuid} was deleted while nova-compute was away: it is removed.`,
        );
        await driven(parts, `Removing ${uuid}`, (signal) => driver.destroy(instance, signal));
      }),
    );
  }
}

const OFF: readonly PowerState[] = [POWER_STATE.SHUTDOWN, POWER_STATE.CRASHED];

/**
 * Compares what the hypervisor says with what the database does, for instances to which nothing is being done: an active
 * one that is off is stopped, a stopped one that runs is switched off. nova: _sync_power_states.
 */
export async function syncPowerStates(parts: ComputeParts): Promise<void> {
  const { database, host, turns } = parts;
  for (const { uuid } of await database.instances.list({ host, task_state: null })) {
    if (turns.isTaken(uuid)) continue;
    await leniently(parts, uuid, () =>
      turns.run(uuid, async () => sync(parts, await database.instances.getByUuid(uuid))),
    );
  }
}

async function sync(parts: ComputeParts, instance: Instance): Promise<void> {
  const { database, log, host } = parts;
  const { uuid, vm_state, task_state } = instance;
  if (task_state !== null || instance.host !== host || vm_state === VM_STATE.BUILDING) return;
  const state = await powerState(parts, instance);
  if (state !== instance.power_state) {
    log.info(
      { instance: uuid, was: instance.power_state, is: state },
      `The power state of ${uuid} has changed.`,
    );
    instance.power_state = state;
    await database.instances.save(instance, { expectedTaskState: null });
  }
  const isWrong =
    (vm_state === VM_STATE.ACTIVE && OFF.includes(state)) ||
    (vm_state === VM_STATE.STOPPED && state === POWER_STATE.RUNNING);
  if (state === POWER_STATE.NOSTATE && vm_state === VM_STATE.ACTIVE)
    log.warn({ instance: uuid }, `The hypervisor does not have the instance ${uuid}, which is active.`);
  if (!isWrong) return;
  log.warn({ instance: uuid }, `The instance ${uuid} is ${vm_state}, and the hypervisor has it otherwise.`);
  instance.task_state = TASK_STATE.POWERING_OFF;
  await database.instances.save(instance, { expectedTaskState: null });
  const context = RequestContext.admin({ user_id: instance.user_id, project_id: instance.project_id });
  try {
    await stop(parts, { context, instance, clean: false });
  } catch (error) {
    await leniently(parts, uuid, () => {
      instance.task_state = null;
      return database.instances.save(instance, { expectedTaskState: TASK_STATE.POWERING_OFF });
    });
    throw error;
  }
}
