import { RequestContext } from '../../context/index.js';
import type { Instance } from '../../objects/index.js';
import type { Tools } from '../tools.js';

/**
 * A context for the work on an instance whose request has been lost: in the name of its user, and with the request id by
 * which its creation is known, where that has been recorded, or else by that of its build request.
 */
export async function contextOf(
  { database }: Tools,
  instance: Instance,
  requestId: string | null = null,
): Promise<RequestContext> {
  const actions = await database.actions.list(instance.uuid);
  const create = actions.find(({ action }) => action === 'create');
  return RequestContext.admin({
    user_id: instance.user_id,
    project_id: instance.project_id,
    request_id: create?.request_id ?? requestId ?? undefined,
    roles: ['admin'],
  });
}
