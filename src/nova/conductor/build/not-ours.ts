import type { Tools } from '../tools.js';
import { forgetDeleted } from './deleted-meanwhile.js';
import { cellOf, findMapping, hasBuildRequest } from './in-cell.js';

/**
 * What is done with a build request that could not be claimed: nothing where another conductor has it, or has finished
 * it; else its user has deleted the instance.
 */
export async function leaveOrForget(tools: Tools, instanceUuid: string): Promise<void> {
  const { database, log } = tools;
  if (await hasBuildRequest(database, instanceUuid)) {
    const sentence = `The instance ${instanceUuid} is built by another conductor, or by another request of this one.`;
    log.debug({ instance: instanceUuid }, sentence);
    return;
  }
  const mapping = await findMapping(database, instanceUuid);
  if (cellOf(mapping)) {
    log.debug(
      { instance: instanceUuid },
      `The build request of ${instanceUuid} has been dealt with already.`,
    );
  } else await forgetDeleted(tools, instanceUuid);
}
