import { TooManyInstances } from '../../exception/index.js';
import type { Tools } from '../tools.js';

/**
 * Whether the project still has no more instances than it may, now that they are counted with those of requests that came
 * at the same time. Throws TooManyInstances.
 */
export async function recheckQuota({ config, database }: Tools, projectId: string | null): Promise<void> {
  const { instances: allowed, recheck } = config.quota;
  if (!recheck || allowed < 0 || projectId === null) return;
  const used = await database.instances.countByProject(projectId);
  if (used > allowed) throw new TooManyInstances({ overs: 'instances', req: 0, used, allowed });
}
