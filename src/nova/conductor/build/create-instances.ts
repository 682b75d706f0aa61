import type { RequestContext } from '../../context/index.js';
import { HostMappingNotFound } from '../../exception/index.js';
import type { CellMapping, Selection } from '../../objects/index.js';
import type { Tools } from '../tools.js';
import type { Boot, BootExtras, Placed } from './boot.js';
import { bury } from './bury.js';
import { hasBuildRequest } from './in-cell.js';
import { ensureInstance } from './new-instance.js';
import { leaveOrForget } from './not-ours.js';

/**
 * The instances in the cells of their hosts. One whose host is in no cell is buried by itself, and one that its user has
 * deleted is forgotten: they are missing in what is returned.
 */
export async function createInstances(
  tools: Tools,
  context: RequestContext,
  boots: readonly Boot[],
  hostLists: readonly (readonly Selection[])[],
  extras: BootExtras,
): Promise<Placed[]> {
  const { database } = tools;
  const cells = new Map<string, CellMapping | HostMappingNotFound>();
  const placed: Placed[] = [];
  for (const [index, boot] of boots.entries()) {
    const { instanceUuid } = boot;
    const selections = hostLists[index]!;
    const cell = await cellOfHost(selections[0]!.service_host);
    if (cell instanceof HostMappingNotFound) {
      tools.log.error(
        { instance: instanceUuid, host: selections[0]!.service_host },
        `The host ${selections[0]!.service_host} is in no cell: the instance ${instanceUuid} cannot be built there.`,
      );
      await bury(tools, context, [boot], cell, extras);
    } else if (!(await hasBuildRequest(database, instanceUuid))) await leaveOrForget(tools, instanceUuid);
    else {
      const zone = selections[0]!.availability_zone;
      const instance = await ensureInstance(database, boot.buildRequest, zone);
      placed.push({ boot, instance, cell, selections });
    }
  }
  return placed;

  async function cellOfHost(host: string): Promise<CellMapping | HostMappingNotFound> {
    const cell = cells.get(host) ?? (await lookUp(host));
    cells.set(host, cell);
    return cell;
  }

  async function lookUp(host: string): Promise<CellMapping | HostMappingNotFound> {
    try {
      return (await database.hostMappings.getByHost(host)).cell_mapping;
    } catch (error) {
      if (error instanceof HostMappingNotFound) return error;
      throw error;
    }
  }
}
