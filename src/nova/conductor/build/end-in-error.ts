import type { RequestContext } from '../../context/index.js';
import { RequestSpecNotFound } from '../../exception/index.js';
import type { CellMapping } from '../../objects/index.js';
import { ensureAction, ensureBlockDevices, ensureTags } from '../ensure-records.js';
import { setVmStateAndNotify } from '../set-vm-state-and-notify.js';
import type { Tools } from '../tools.js';
import type { Boot, BootExtras } from './boot.js';
import { forgetDeleted } from './deleted-meanwhile.js';
import { cellOf, destroyBuildRequest, findMapping, mapToCell } from './in-cell.js';
import { ensureInstance } from './new-instance.js';
import { leaveOrForget } from './not-ours.js';

const EVENT = 'conductor_schedule_and_build_instances';

export interface Ending {
  readonly error: unknown;
  /** Where the instance is to be found. */
  readonly cell: CellMapping;
  /** What has failed, for the notification. */
  readonly method: string;
  /** Whether the request spec goes, too. */
  readonly forgetSpec?: boolean;
}

/**
 * The instance of a boot in error, with its fault, its failed action and nothing claimed; last, its build request goes.
 * Each step may have been done before. Nothing happens where the request is not this worker's any more.
 */
export async function endInError(
  tools: Tools,
  context: RequestContext,
  boot: Boot,
  extras: BootExtras,
  { error, cell, method, forgetSpec = false }: Ending,
): Promise<void> {
  const { database } = tools;
  const { instanceUuid, spec } = boot;
  const outcome = await keep(tools, context, boot, extras, cell);
  if (outcome === 'not ours') return leaveOrForget(tools, instanceUuid);
  if (outcome === 'elsewhere') {
    tools.log.error(
      { instance: instanceUuid, err: error },
      `The instance ${instanceUuid} cannot be put in error: it is mapped to another cell already.`,
    );
    return;
  }
  if (outcome === 'to do') {
    await failEvent(tools, context, instanceUuid, error);
    const updates = { vm_state: 'error', task_state: null };
    await setVmStateAndNotify(tools, context, { instanceUuid, method, updates, error, spec });
  }
  if (forgetSpec) await database.requestSpecs.destroy(instanceUuid).catch(ignore(RequestSpecNotFound));
  if (!(await destroyBuildRequest(database, instanceUuid))) await forgetDeleted(tools, instanceUuid);
}

/** Its rows, all or none, and where it holds resources none any more. */
function keep(
  { database, init }: Tools,
  context: RequestContext,
  { instanceUuid, buildRequest }: Boot,
  extras: BootExtras,
  cell: CellMapping,
): Promise<'to do' | 'done' | 'not ours' | 'elsewhere'> {
  return database.transaction(async (stores) => {
    if (!(await stores.buildRequests.claim(instanceUuid, init.worker.uuid))) return 'not ours';
    const before = cellOf(await findMapping(stores, instanceUuid));
    if (before && before.uuid !== cell.uuid) return 'elsewhere';
    const instance = await ensureInstance(stores, buildRequest);
    await stores.allocations.release(instanceUuid);
    await mapToCell(stores, instanceUuid, cell);
    await ensureAction(stores, context, instanceUuid, 'create');
    await ensureBlockDevices(stores, instanceUuid, extras.blockDevices);
    await ensureTags(stores, instanceUuid, extras.tags);
    const isDone = instance.vm_state === 'error' && (await stores.faults.latest(instanceUuid)) !== undefined;
    return isDone ? 'done' : 'to do';
  });
}

async function failEvent({ database, host }: Tools, context: RequestContext, uuid: string, error: unknown) {
  await database.actions.eventStart(context, uuid, EVENT, host);
  await database.actions.eventFinish(context, uuid, EVENT, host, error);
}

const ignore =
  (Absent: new (...args: never[]) => Error) =>
  (error: unknown): void => {
    if (!(error instanceof Absent)) throw error;
  };
