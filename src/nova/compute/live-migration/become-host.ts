import type { Stores } from '../../database/index.js';
import { UnexpectedDeletingTaskStateError } from '../../exception/index.js';
import { Instance } from '../../objects/index.js';
import { TASK_STATE } from '../states.js';

/**
 * The instance has moved: it is that of another host, with what else was set of it. One that is being deleted goes on
 * being that, where it runs now. Throws UnexpectedTaskStateError for one that does not move.
 */
export async function becomeHost(
  { instances }: Pick<Stores, 'instances'>,
  instance: Instance,
  { host, node }: { readonly host: string; readonly node: string | null },
): Promise<void> {
  instance.host = host;
  instance.node = node;
  instance.task_state = null;
  instance.progress = 0;
  try {
    await instances.save(instance, { expectedTaskState: TASK_STATE.MIGRATING });
  } catch (error) {
    if (!(error instanceof UnexpectedDeletingTaskStateError)) throw error;
    const moved = Instance.loaded({ uuid: instance.uuid });
    moved.host = host;
    moved.node = node;
    await instances.save(moved, { expectedTaskState: TASK_STATE.DELETING });
  }
}
