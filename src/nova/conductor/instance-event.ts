import type { RequestContext } from '../context/index.js';
import type { Tools } from './tools.js';

/**
 * Does the work as an event of the action that its request has on the instance. Rejects with InstanceActionNotFound where
 * it has none, before anything is done, and with what the work rejects with. nova.compute.utils.EventReporter.
 */
export async function asInstanceEvent<Result>(
  { database, host }: Tools,
  context: RequestContext,
  instanceUuid: string,
  event: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await database.actions.eventStart(context, instanceUuid, event, host);
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await database.actions.eventFinish(context, instanceUuid, event, host, error);
    throw error;
  }
  await database.actions.eventFinish(context, instanceUuid, event, host);
  return result;
}
