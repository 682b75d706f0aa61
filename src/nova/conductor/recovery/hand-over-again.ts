import type { RequestContext } from '../../context/index.js';
import { DatabaseUnavailable } from '../../database/index.js';
import { BuildAbortException, InstanceNotFound, UnexpectedTaskStateError } from '../../exception/index.js';
import type { Instance } from '../../objects/index.js';
import { imageOf } from '../build/boots-of.js';
import { castBuild } from '../build/cast-build.js';
import { forgetDeleted } from '../build/deleted-meanwhile.js';
import { cellOf, findMapping, hasBuildRequest } from '../build/in-cell.js';
import { selectHosts } from '../build/select-hosts.js';
import { securityGroupsOf } from '../build/start-build.js';
import { ensureAction } from '../ensure-records.js';
import { countAttempt, filterPropertiesOf, withHost } from '../filter-properties.js';
import { NOTHING_SENT, type Sent } from '../sent.js';
import { setVmStateAndNotify } from '../set-vm-state-and-notify.js';
import { specOf } from '../spec-of.js';
import { clauseOf } from '../text-of.js';
import type { Tools } from '../tools.js';
import { contextOf } from './context-of.js';
import type { Hands } from './hands.js';

const EVENT = 'conductor_hand_over_again';
/** How often an instance that no compute takes is given to one again, before it ends in error. */
const ATTEMPTS = 3;

/**
 * Looks for instances that are building while no compute has them: who was to hand them over has died, or the compute has
 * before it took them. Resolves when they are in good hands: each goes to a compute that is up, or ends in error. Several
 * conductors may do it at once: a compute takes an instance once.
 */
export async function handOverAgain(tools: Tools, hands: Hands, isOver: () => boolean): Promise<void> {
  const { database, config } = tools;
  const before = new Date(tools.now().getTime() - config.conductor.handOverTimeout * 1000);
  const waiting = await database.instances.list({ ...UNTAKEN, updatedBefore: before });
  const errands = waiting.map(({ uuid }) => ({ key: uuid, run: () => handOne(tools, uuid, before) }));
  hands.take(errands, isOver);
}

async function handOne(tools: Tools, uuid: string, before: Date): Promise<Sent> {
  try {
    const instance = await touch(tools, uuid, before);
    return instance ? await handOver(tools, instance) : NOTHING_SENT;
  } catch (error) {
    const sentence = `The instance ${uuid}, which no compute has taken, is looked at again later: ${clauseOf(error)}.`;
    tools.log.warn({ instance: uuid, err: error }, sentence);
    return NOTHING_SENT;
  }
}

const UNTAKEN = { vm_state: 'building', task_state: 'scheduling', host: null } as const;

/** Writes to it, so that no other conductor takes it at the same time; undefined where one has, or it moves again. */
function touch({ database }: Tools, uuid: string, updatedBefore: Date): Promise<Instance | undefined> {
  return database.transaction(async (stores) => {
    await stores.allocations.lock(uuid);
    // Whoever has the build request sees to it.
    if (await hasBuildRequest(stores, uuid)) return undefined;
    const [instance] = await stores.instances.list({ ...UNTAKEN, uuid, updatedBefore });
    if (!instance) return undefined;
    instance.task_state = 'scheduling';
    await stores.instances.save(instance, { expectedTaskState: 'scheduling', expectedHost: null });
    return instance;
  });
}

async function handOver(tools: Tools, instance: Instance): Promise<Sent> {
  const { database, host } = tools;
  const { uuid } = instance;
  const mapping = await findMapping(database, uuid);
  // Its build request went before it had a cell: it was its user who destroyed it.
  if (!cellOf(mapping) || mapping?.queued_for_delete) {
    await forgetDeleted(tools, uuid);
    return NOTHING_SENT;
  }
  const context = await contextOf(tools, instance);
  await ensureAction(database, context, uuid, 'create');
  const attempts = await countAttempts(tools, context, uuid);
  await database.actions.eventStart(context, uuid, EVENT, host);
  try {
    if (attempts >= ATTEMPTS)
      throw new BuildAbortException({ instance_uuid: uuid, reason: 'No compute has taken it.' });
    const sent = await buildAgain(tools, context, instance, attempts + 1);
    await database.actions.eventFinish(context, uuid, EVENT, host);
    return sent;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    await database.actions.eventFinish(context, uuid, EVENT, host, error);
    await giveUp(tools, context, instance, error);
    return NOTHING_SENT;
  }
}

async function countAttempts({ database }: Tools, context: RequestContext, uuid: string): Promise<number> {
  const action = await database.actions.getByRequestId(uuid, context.request_id);
  const events = action ? await database.actions.events(action.id) : [];
  return events.filter(({ event }) => event === EVENT).length;
}

async function buildAgain(
  tools: Tools,
  context: RequestContext,
  instance: Instance,
  attempt: number,
): Promise<Sent> {
  const { database, config, log } = tools;
  const { uuid } = instance;
  const spec = await specOf(database, instance);
  const [selections] = await selectHosts(tools, context, spec, [uuid], { alternates: true });
  const [selection, ...alternates] = selections!;
  log.info(
    { instance: uuid, host: selection!.service_host, attempt, requestId: context.request_id },
    `No compute has taken the instance ${uuid} in time: ${selection!.service_host} is told to build it.`,
  );
  const counted = countAttempt(filterPropertiesOf(spec), uuid, config.scheduler.maxAttempts);
  const blockDevices = await database.blockDevices.listByInstance(uuid);
  const sent = castBuild(tools, context, {
    instance,
    selection: selection!,
    alternates,
    spec,
    filterProperties: withHost(counted, selection!),
    blockDevices,
    image: imageOf(spec),
    adminPassword: null,
    injectedFiles: [],
    requestedNetworks: spec.isSet('requested_networks') ? spec.requested_networks : null,
    securityGroups: securityGroupsOf(spec),
  });
  return { sent };
}

/** In error, unless a compute has taken it just now. */
async function giveUp(
  tools: Tools,
  context: RequestContext,
  instance: Instance,
  error: unknown,
): Promise<void> {
  const { uuid: instanceUuid } = instance;
  try {
    await setVmStateAndNotify(tools, context, {
      instanceUuid,
      method: 'build_instances',
      updates: { vm_state: 'error', task_state: null },
      error,
      releases: true,
      expectations: { expectedVmState: 'building', expectedTaskState: 'scheduling', expectedHost: null },
    });
  } catch (unexpected) {
    if (unexpected instanceof UnexpectedTaskStateError || unexpected instanceof InstanceNotFound) return;
    throw unexpected;
  }
}
