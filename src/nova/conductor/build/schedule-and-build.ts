import type { RequestContext } from '../../context/index.js';
import { DatabaseUnavailable } from '../../database/index.js';
import { TooManyInstances } from '../../exception/index.js';
import type { Selection } from '../../objects/index.js';
import { NOTHING_SENT, type Sent } from '../sent.js';
import type { Tools } from '../tools.js';
import type { Boot, BootExtras, Placed } from './boot.js';
import { bury } from './bury.js';
import { createInstances } from './create-instances.js';
import { endInError } from './end-in-error.js';
import { recheckQuota } from './recheck-quota.js';
import { selectHosts } from './select-hosts.js';
import { startBuild } from './start-build.js';

/**
 * From build requests that this worker has claimed to instances that their computes build. All may have been done in part
 * before. Rejects with TooManyInstances, when the instances are in error for it, and with DatabaseUnavailable.
 * nova.conductor.manager.ComputeTaskManager.schedule_and_build_instances.
 */
export async function scheduleAndBuild(
  tools: Tools,
  context: RequestContext,
  boots: readonly Boot[],
  extras: BootExtras,
): Promise<Sent> {
  const [first] = boots;
  if (!first) return NOTHING_SENT;
  const uuids = boots.map(({ instanceUuid }) => instanceUuid);
  let hostLists: Selection[][];
  try {
    hostLists = await selectHosts(tools, context, first.spec, uuids, { alternates: true });
  } catch (error) {
    // Whoever looks next goes on from here.
    if (error instanceof DatabaseUnavailable) throw error;
    await bury(tools, context, boots, error, extras);
    return NOTHING_SENT;
  }
  const placed = await createInstances(tools, context, boots, hostLists, extras);
  try {
    await recheckQuota(tools, first.spec.project_id);
  } catch (error) {
    if (error instanceof TooManyInstances) await endAll(tools, context, placed, extras, error);
    throw error;
  }
  const casts: Promise<void>[] = [];
  for (const one of placed) {
    const started = await startBuild(tools, context, one, extras);
    if (started) casts.push(started.cast);
  }
  return { sent: Promise.all(casts) };
}

/** nova.conductor.manager.ComputeTaskManager._cleanup_build_artifacts. */
async function endAll(
  tools: Tools,
  context: RequestContext,
  placed: readonly Placed[],
  extras: BootExtras,
  error: unknown,
): Promise<void> {
  for (const { boot, cell } of placed)
    await endInError(tools, context, boot, extras, {
      error,
      cell,
      method: 'build_instances',
      forgetSpec: true,
    });
}
