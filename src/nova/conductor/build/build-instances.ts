import type { RequestContext } from '../../context/index.js';
import { DatabaseUnavailable } from '../../database/index.js';
import {
  InstanceInfoCacheNotFound,
  InstanceNotFound,
  InstanceUpdateConflict,
  MaxRetriesExceeded,
} from '../../exception/index.js';
import type { Instance, NovaObject, RequestSpec, Selection } from '../../objects/index.js';
import { isTakenOn } from '../../scheduler/claim.js';
import { countAttempt, type FilterProperties, withHost } from '../filter-properties.js';
import { setVmStateAndNotify } from '../set-vm-state-and-notify.js';
import { specOf } from '../spec-of.js';
import type { Tools } from '../tools.js';
import { castBuild } from './cast-build.js';
import { claimNext } from './claim-next.js';
import { forgetDeleted } from './deleted-meanwhile.js';
import { destroyBuildRequest, mapToCell } from './in-cell.js';
import { selectHosts } from './select-hosts.js';

/** The arguments of build_instances 1.19, as they travel. */
export interface BuildInstancesArguments {
  readonly instances: readonly Instance[];
  readonly image: Readonly<Record<string, unknown>>;
  readonly filter_properties: FilterProperties | null;
  readonly admin_password: string | null;
  readonly injected_files: readonly unknown[];
  readonly requested_networks: NovaObject | null;
  readonly security_groups: readonly string[];
  readonly request_spec?: RequestSpec | null;
  /** What is left of the hosts that were chosen; null from whoever has not chosen any. */
  readonly host_lists?: readonly (readonly Selection[])[] | null;
}

/**
 * Builds instances that a compute could not, on the next of their hosts; or instances for which none was chosen. What
 * finds none is in error. nova.conductor.manager.ComputeTaskManager.build_instances.
 */
export async function buildInstances(
  tools: Tools,
  context: RequestContext,
  args: BuildInstancesArguments,
): Promise<void> {
  const instances = await untaken(tools, args.instances);
  const [first] = instances;
  if (!first) return;
  const before = args.filter_properties ?? {};
  const spec = args.request_spec ?? (await specOf(tools.database, first));
  let properties: FilterProperties;
  let hostLists: readonly (readonly Selection[])[];
  try {
    properties = countAttempt(before, first.uuid, tools.config.scheduler.maxAttempts);
    hostLists = await hostListsOf(tools, context, spec, instances, args);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    for (const instance of instances) {
      // Else it has gone long since.
      if (!before.retry?.num_attempts) await destroyBuildRequest(tools.database, instance.uuid);
      await endInError(tools, context, instance, spec, error);
    }
    return;
  }
  for (const [index, instance] of instances.entries()) {
    const alternates = [...hostLists[index]!];
    const selection = args.host_lists
      ? await claimNext(tools, spec, instance.uuid, alternates)
      : alternates.shift();
    if (selection === null) {
      const sentence = `Somebody else has found a host for the instance ${instance.uuid}.`;
      tools.log.debug({ instance: instance.uuid }, sentence);
      continue;
    }
    if (!selection) return endInError(tools, context, instance, spec, exhausted(instance));
    await build(tools, context, instance, selection, alternates, spec, withHost(properties, selection), args);
  }
}

/** Those that wait for a host: a message that came late must not disturb the compute that has the instance meanwhile. */
async function untaken({ database, log }: Tools, instances: readonly Instance[]): Promise<Instance[]> {
  const found: Instance[] = [];
  for (const instance of instances) {
    // Written to: whoever looks for instances that no compute takes lets it alone now.
    instance.task_state = 'scheduling';
    const expectations = {
      expectedVmState: 'building',
      expectedTaskState: ['scheduling', null],
      expectedHost: null,
    };
    if (await saved(() => database.instances.save(instance, expectations))) found.push(instance);
    else {
      const sentence = `The instance ${instance.uuid} is not built again: it is deleted or in error, or another compute has it.`;
      log.debug({ instance: instance.uuid }, sentence);
    }
  }
  return found;
}

async function saved(save: () => Promise<void>): Promise<boolean> {
  try {
    await save();
    return true;
  } catch (error) {
    const gone = [InstanceNotFound, InstanceInfoCacheNotFound, InstanceUpdateConflict];
    if (gone.some((Class) => error instanceof Class)) return false;
    throw error;
  }
}

async function hostListsOf(
  tools: Tools,
  context: RequestContext,
  spec: RequestSpec,
  instances: readonly Instance[],
  { host_lists, instances: asked }: BuildInstancesArguments,
): Promise<readonly (readonly Selection[])[]> {
  if (!host_lists) {
    const uuids = instances.map(({ uuid }) => uuid);
    return selectHosts(tools, context, spec, uuids, { alternates: true });
  }
  if (!host_lists[0]?.length) throw exhausted(instances[0]!);
  return instances.map((instance) => host_lists[asked.indexOf(instance)] ?? []);
}

const exhausted = ({ uuid }: Instance) =>
  new MaxRetriesExceeded({ reason: `All hosts that were chosen for the instance ${uuid} have been tried.` });

async function build(
  tools: Tools,
  context: RequestContext,
  instance: Instance,
  selection: Selection,
  alternates: readonly Selection[],
  spec: RequestSpec,
  filterProperties: FilterProperties,
  args: BuildInstancesArguments,
): Promise<void> {
  const { database } = tools;
  const { uuid } = instance;
  const zone = selection.isSet('availability_zone') ? selection.availability_zone : null;
  instance.availability_zone = zone ?? (await database.aggregates.availabilityZone(selection.service_host));
  if (!(await saved(() => database.instances.save(instance, { expectedHost: null })))) {
    tools.log.debug(
      { instance: uuid },
      `The instance ${uuid} has been deleted while it was to be built again.`,
    );
    await giveUpClaim(tools, instance, selection);
    return;
  }
  if (!args.host_lists && (filterProperties.retry?.num_attempts ?? 1) <= 1) {
    const { cell_mapping } = await database.hostMappings.getByHost(selection.service_host);
    await mapToCell(database, uuid, cell_mapping);
    if (!(await destroyBuildRequest(database, uuid))) return forgetDeleted(tools, uuid);
  }
  await castBuild(tools, context, {
    ...{ instance, selection, alternates, spec, filterProperties },
    blockDevices: await database.blockDevices.listByInstance(uuid),
    image: args.image,
    adminPassword: args.admin_password,
    injectedFiles: args.injected_files,
    requestedNetworks: args.requested_networks,
    securityGroups: args.security_groups,
  });
}

/** What was claimed for an instance that is not built there; not where its compute has it all the same. */
async function giveUpClaim({ database }: Tools, { uuid }: Instance, selection: Selection): Promise<void> {
  await database.transaction(async (stores) => {
    await stores.allocations.lock(uuid);
    if (await isTakenOn(stores, uuid, selection.compute_node_uuid)) return;
    await stores.allocations.release(uuid, selection.compute_node_uuid);
  });
}

/** nova.conductor.manager.ComputeTaskManager._cleanup_when_reschedule_fails. */
async function endInError(
  tools: Tools,
  context: RequestContext,
  { uuid: instanceUuid }: Instance,
  spec: RequestSpec,
  error: unknown,
): Promise<void> {
  const updates = { vm_state: 'error', task_state: null };
  const expectations = { expectedTaskState: 'scheduling', expectedHost: null };
  const failure = {
    instanceUuid,
    method: 'build_instances',
    updates,
    error,
    spec,
    expectations,
    releases: true,
  };
  await saved(() => setVmStateAndNotify(tools, context, failure));
}
