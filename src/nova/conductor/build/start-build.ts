import type { RequestContext } from '../../context/index.js';
import { type RequestSpec, TagList } from '../../objects/index.js';
import { ensureAction, ensureBlockDevices, ensureTags } from '../ensure-records.js';
import { countAttempt, filterPropertiesOf, withHost } from '../filter-properties.js';
import { notifyCreated } from '../notify-created.js';
import type { Tools } from '../tools.js';
import type { BootExtras, Placed } from './boot.js';
import { castBuild } from './cast-build.js';
import { mapToCell } from './in-cell.js';
import { leaveOrForget } from './not-ours.js';

/**
 * Hands an instance to its compute: from here on it is found in its cell, and its build request is gone. What is returned
 * resolves when the compute has the message. Undefined where its user has deleted it meanwhile.
 */
export async function startBuild(
  tools: Tools,
  context: RequestContext,
  { boot, instance, cell, selections }: Placed,
  extras: BootExtras,
): Promise<{ readonly cast: Promise<void> } | undefined> {
  const { database, config } = tools;
  const { instanceUuid, spec } = boot;
  const [chosen, ...alternates] = selections;
  const counted = countAttempt(filterPropertiesOf(spec), instanceUuid, config.scheduler.maxAttempts);
  await notifyCreated(tools, context, instance);
  await ensureAction(database, context, instanceUuid, 'create');
  const blockDevices = await ensureBlockDevices(database, instanceUuid, extras.blockDevices);
  await ensureTags(database, instanceUuid, extras.tags);
  instance.tags = new TagList({ objects: await database.tags.listByInstance(instanceUuid) });
  const ours = await database.transaction(async (stores) => {
    if (!(await stores.buildRequests.claim(instanceUuid, tools.init.worker.uuid))) return false;
    await mapToCell(stores, instanceUuid, cell);
    await stores.buildRequests.destroy(instanceUuid);
    // From now on conductor.handOverTimeout counts, however old the row is.
    instance.task_state = 'scheduling';
    await stores.instances.save(instance);
    return true;
  });
  if (!ours) {
    await leaveOrForget(tools, instanceUuid);
    return undefined;
  }
  const cast = castBuild(tools, context, {
    instance,
    selection: chosen!,
    alternates,
    spec,
    filterProperties: withHost(counted, chosen!),
    blockDevices,
    image: extras.image,
    adminPassword: extras.adminPassword,
    injectedFiles: extras.injectedFiles,
    requestedNetworks: extras.requestedNetworks,
    securityGroups: securityGroupsOf(spec),
  });
  return { cast };
}

/** Computes take them by name, or by UUID. */
export function securityGroupsOf(spec: RequestSpec): string[] {
  const groups = spec.isSet('security_groups') ? spec.security_groups.objects : [];
  return groups.map((group) => (group.isSet('uuid') && group.uuid ? group.uuid : group.name));
}
