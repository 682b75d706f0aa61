import type { RequestContext } from '../context/index.js';
import { InstanceNotFound, InstanceUpdateConflict } from '../exception/index.js';
import type { Instance, Migration } from '../objects/index.js';
import { NotServed } from './not-served.js';
import { setVmStateAndNotify } from './set-vm-state-and-notify.js';
import type { Tools } from './tools.js';

/**
 * Answers a method that is not served yet: the instance is left as it was before its user asked, and its history and the
 * log tell why. Most of those who ask wait for no answer. Always rejects with NotServed.
 */
export async function refuse(
  tools: Tools,
  context: RequestContext,
  method: string,
  instance?: Instance,
  migration?: Migration,
): Promise<never> {
  const error = new NotServed(method);
  tools.log.error(
    { method, instance: instance?.uuid, code: error.code, requestId: context.request_id },
    `${error.message} ${error.remedy}`,
  );
  if (migration) {
    // Neither confirmed nor reverted: its user may ask again.
    migration.status = 'finished';
    await tools.database.migrations.save(migration);
  }
  if (instance) await reset(tools, context, method, instance, error);
  throw error;
}

async function reset(
  tools: Tools,
  context: RequestContext,
  method: string,
  { uuid: instanceUuid, task_state }: Instance,
  error: NotServed,
): Promise<void> {
  const updates = { vm_state: null, task_state: null };
  const expectations = { expectedTaskState: [task_state, null] };
  const [name = method] = method.split(' ');
  try {
    await setVmStateAndNotify(tools, context, { instanceUuid, method: name, updates, error, expectations });
  } catch (gone) {
    if (!(gone instanceof InstanceNotFound || gone instanceof InstanceUpdateConflict)) throw gone;
  }
}
