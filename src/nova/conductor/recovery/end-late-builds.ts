import { DatabaseUnavailable } from '../../database/index.js';
import { BuildAbortException, InstanceNotFound, InstanceUpdateConflict } from '../../exception/index.js';
import type { Instance } from '../../objects/index.js';
import { setVmStateAndNotify } from '../set-vm-state-and-notify.js';
import { clauseOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import { contextOf } from './context-of.js';

/**
 * Ends builds whose compute is down and has not come back in all the time that a build may take: in error, with a fault,
 * and still on that host, which may have something of them. A compute that is up sees to its own.
 */
export async function endLateBuilds(tools: Tools, isOver: () => boolean): Promise<void> {
  const { database, config, now } = tools;
  const { instanceBuildTimeout: timeout } = config.compute;
  if (timeout === 0) return;
  const updatedBefore = new Date(now().getTime() - timeout * 1000);
  for (const instance of await database.instances.list({ vm_state: 'building', updatedBefore })) {
    if (isOver()) return;
    if (instance.host !== null && (await isDown(tools, instance.host))) await end(tools, instance, timeout);
  }
}

async function isDown({ database, init }: Tools, host: string): Promise<boolean> {
  const service = await database.services.getByHostAndBinary(host, 'nova-compute');
  return !service || !init.servicegroup.isUp(service);
}

async function end(tools: Tools, instance: Instance, timeout: number): Promise<void> {
  const { uuid, host } = instance;
  const reason = `${host}, which was building it for more than ${timeout} s, is down`;
  try {
    await setVmStateAndNotify(tools, await contextOf(tools, instance), {
      instanceUuid: uuid,
      method: 'build_instances',
      updates: { vm_state: 'error', task_state: null },
      error: new BuildAbortException({ instance_uuid: uuid, reason }),
      expectations: {
        expectedVmState: 'building',
        expectedTaskState: instance.task_state,
        expectedHost: host,
      },
    });
  } catch (error) {
    // It goes on after all.
    if (error instanceof InstanceUpdateConflict || error instanceof InstanceNotFound) return;
    if (error instanceof DatabaseUnavailable) throw error;
    const sentence = `The build of ${uuid}, whose compute is down, is looked at again later: ${clauseOf(error)}.`;
    tools.log.warn({ instance: uuid, err: error }, sentence);
  }
}
