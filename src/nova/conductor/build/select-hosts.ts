import { MessagingTimeout, ServerLost } from '../../../messaging/index.js';
import type { RequestContext } from '../../context/index.js';
import { DatabaseUnavailable } from '../../database/index.js';
import { UnsupportedPolicyException } from '../../exception/index.js';
import type { RequestSpec, Selection } from '../../objects/index.js';
import { isDatabaseAway } from '../is-database-away.js';
import { textOf } from '../text-of.js';
import type { Tools } from '../tools.js';

/** How often a scheduler is asked before its silence is an answer. */
const ATTEMPTS = 3;

/**
 * The hosts that the scheduler chooses. It is asked again when a scheduler dies while it chooses, or does not answer: for
 * an instance that has its claim already it chooses the same host. Rejects with NoValidHost, UnsupportedPolicyException,
 * MessagingTimeout, RemoteError, and with DatabaseUnavailable where the scheduler could not use it.
 */
export async function selectHosts(
  tools: Tools,
  context: RequestContext,
  spec: RequestSpec,
  instanceUuids: readonly string[],
  options: { readonly alternates: boolean },
): Promise<Selection[][]> {
  refuseGroups(spec);
  for (let attempt = 1; ; attempt++) {
    try {
      return await tools.scheduler.selectDestinations(context, spec, instanceUuids, options);
    } catch (error) {
      if (!isWorthAnother(error)) throw error;
      if (attempt === ATTEMPTS) throw isDatabaseAway(error) ? new DatabaseUnavailable(textOf(error)) : error;
      tools.log.warn(
        { instances: instanceUuids, attempt, requestId: context.request_id },
        `No scheduler has answered (${textOf(error)}); ${error instanceof ServerLost ? 'another' : 'one'} is asked again.`,
      );
    }
  }
}

/** Its death or its database, and not what it found. */
const isWorthAnother = (error: unknown): boolean =>
  error instanceof MessagingTimeout || isDatabaseAway(error);

/** Server groups need filters that this scheduler does not have: nova.scheduler.utils.setup_instance_group. */
function refuseGroups(spec: RequestSpec): void {
  const hints = spec.isSet('scheduler_hints') ? spec.scheduler_hints : null;
  if (hints?.group?.length)
    throw new UnsupportedPolicyException({ reason: 'Server groups are not supported' });
}
