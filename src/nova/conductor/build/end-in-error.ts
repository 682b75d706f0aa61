import type { RequestContext } from '../../context/index.js';
import type { Stores } from '../../database/index.js';
import { RequestSpecNotFound } from '../../exception/index.js';
import type { CellMapping } from '../../objects/index.js';
import { ensureAction, ensureBlockDevices, ensureTags } from '../ensure-records.js';
import { type Failure, tellFailure, writeFailure } from '../set-vm-state-and-notify.js';
import type { Tools } from '../tools.js';
import type { Boot, BootExtras } from './boot.js';
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
 * The instance of a boot in error, with its fault, its failed action and nothing claimed, and without its build request:
 * all at once, so that whoever finds a build request knows that nothing of this has happened. Nothing happens where the
 * request is not this worker's any more.
 */
export async function endInError(
  tools: Tools,
  context: RequestContext,
  boot: Boot,
  extras: BootExtras,
  { error, cell, method, forgetSpec = false }: Ending,
): Promise<void> {
  const { instanceUuid, spec } = boot;
  const updates = { vm_state: 'error', task_state: null };
  const failure: Failure = { instanceUuid, method, updates, error, spec, releases: true };
  const outcome = await tools.database.transaction(async (stores) => {
    if (!(await stores.buildRequests.claim(instanceUuid, tools.init.worker.uuid))) return 'not ours';
    await destroyBuildRequest(stores, instanceUuid);
    if (cellOf(await findMapping(stores, instanceUuid))) return 'elsewhere';
    await ensureInstance(stores, boot.buildRequest);
    await mapToCell(stores, instanceUuid, cell);
    await ensureBlockDevices(stores, instanceUuid, extras.blockDevices);
    await ensureTags(stores, instanceUuid, extras.tags);
    await failAction(stores, context, tools.host, instanceUuid, error);
    await writeFailure(stores, tools.host, failure);
    if (forgetSpec) await destroySpec(stores, instanceUuid);
    return 'done';
  });
  if (outcome === 'done') await tellFailure(tools, context, failure);
  else if (outcome === 'not ours') await leaveOrForget(tools, instanceUuid);
  else {
    tools.log.error(
      { instance: instanceUuid, err: error },
      `The instance ${instanceUuid} is not put in error: it is in a cell already, so somebody else has built it.`,
    );
  }
}

async function failAction(
  { actions }: Stores,
  context: RequestContext,
  host: string,
  instanceUuid: string,
  error: unknown,
): Promise<void> {
  await ensureAction({ actions }, context, instanceUuid, 'create');
  await actions.eventStart(context, instanceUuid, EVENT, host);
  await actions.eventFinish(context, instanceUuid, EVENT, host, error);
}

async function destroySpec({ requestSpecs }: Stores, instanceUuid: string): Promise<void> {
  try {
    await requestSpecs.destroy(instanceUuid);
  } catch (error) {
    if (!(error instanceof RequestSpecNotFound)) throw error;
  }
}
