import { TASK_STATE, VM_STATE } from '../compute/states.js';
import type { RequestContext } from '../context/index.js';
import { ComputeHostNotFound, RequestSpecNotFound, UnableToMigrateToSelf } from '../exception/index.js';
import { Destination, type Instance, type RequestSpec } from '../objects/index.js';
import { type ApiTools, assertState, begin, hostOf } from './tools.js';

/**
 * Has a running instance moved to another host: the named one, if the scheduler finds that it can be, or the best.
 * Resolves when a conductor, or the broker, has it. Rejects with InstanceInvalidState, ComputeServiceUnavailable,
 * ComputeHostNotFound and UnableToMigrateToSelf. nova.compute.api.API.live_migrate, without force.
 */
export async function liveMigrate(
  tools: ApiTools,
  context: RequestContext,
  instance: Instance,
  destination?: string,
): Promise<void> {
  assertState(instance, [VM_STATE.ACTIVE, VM_STATE.PAUSED], 'live_migrate');
  const source = await hostOf(tools, instance, 'live_migrate');
  if (destination === source) throw new UnableToMigrateToSelf({ instance_id: instance.uuid, host: source });
  const request_spec = await specFor(tools, instance.uuid, destination);
  await begin(tools, context, instance, { action: 'live-migration', task: TASK_STATE.MIGRATING }, () =>
    tools.task.liveMigrateInstance(context, {
      instance,
      // Without a specification there is nothing to tell the scheduler.
      scheduler_hint: { host: request_spec ? null : (destination ?? null) },
      block_migration: null,
      disk_over_commit: null,
      request_spec,
    }),
  );
}

async function specFor(
  { database }: ApiTools,
  uuid: string,
  destination: string | undefined,
): Promise<RequestSpec | null> {
  const spec = await database.requestSpecs.getByInstanceUuid(uuid).catch((error: unknown) => {
    if (error instanceof RequestSpecNotFound) return null;
    throw error;
  });
  if (destination === undefined) return spec;
  const [node] = await database.computeNodes.listByHost(destination);
  if (!node) throw new ComputeHostNotFound({ host: destination });
  if (spec)
    spec.requested_destination = new Destination({ host: destination, node: node.hypervisor_hostname });
  return spec;
}
