import type { RequestContext } from '../../context/index.js';
import { CellMappingNotFound } from '../../exception/index.js';
import type { CellMapping } from '../../objects/index.js';
import type { Tools } from '../tools.js';
import type { Boot, BootExtras } from './boot.js';
import { endInError } from './end-in-error.js';

/**
 * The instances in error in cell0, where their users find them with the reason. Without a cell0 that cannot be: the log
 * tells, and it is tried again when the build requests are next looked at.
 * nova.conductor.manager.ComputeTaskManager._bury_in_cell0.
 */
export async function bury(
  tools: Tools,
  context: RequestContext,
  boots: readonly Boot[],
  error: unknown,
  extras: BootExtras,
): Promise<void> {
  const cell = await findCell0(tools, boots, error);
  for (const boot of boots)
    await endInError(tools, context, boot, extras, { error, cell, method: 'schedule_and_build_instances' });
}

async function findCell0(
  { database, log }: Tools,
  boots: readonly Boot[],
  cause: unknown,
): Promise<CellMapping> {
  try {
    return await database.cellMappings.cell0();
  } catch (error) {
    if (error instanceof CellMappingNotFound) {
      const instances = boots.map(({ instanceUuid }) => instanceUuid);
      const sentence = 'There is no cell0, so instances that found no host cannot be recorded; make its row.';
      log.error({ instances, err: cause }, sentence);
    }
    throw error;
  }
}
