import { MessageDeliveryFailure, MessageUndeliverable, MessagingTimeout } from '../../../messaging/index.js';
import {
  ComputeHostNotFound,
  ComputeServiceUnavailable,
  DestinationHypervisorTooOld,
  InvalidHypervisorType,
  MigrationPreCheckError,
} from '../../exception/index.js';
import type { ComputeNode, NovaObject, SchedulerLimits } from '../../objects/index.js';
import type { Tools } from '../tools.js';
import type { LiveMigration } from './task.js';

/** Throws ComputeServiceUnavailable. */
export async function checkIsUp({ database, init }: Tools, host: string): Promise<void> {
  const service = await database.services.getByHostAndBinary(host, 'nova-compute');
  if (!service || !init.servicegroup.isUp(service)) throw new ComputeServiceUnavailable({ host });
}

/** The node of a host. Throws ComputeHostNotFound. */
export async function nodeOf({ database }: Tools, host: string): Promise<ComputeNode> {
  const [node] = await database.computeNodes.listByHost(host);
  if (!node) throw new ComputeHostNotFound({ host });
  return node;
}

/**
 * The node of the destination, whose hypervisor must be of the source's type, and not older. Throws InvalidHypervisorType,
 * DestinationHypervisorTooOld, ComputeHostNotFound.
 */
export async function checkHypervisors({ tools, source }: LiveMigration, host: string): Promise<ComputeNode> {
  const from = await nodeOf(tools, source);
  const to = await nodeOf(tools, host);
  if (from.hypervisor_type !== to.hypervisor_type) throw new InvalidHypervisorType();
  if (from.hypervisor_version > to.hypervisor_version) throw new DestinationHypervisorTooOld();
  return to;
}

/** Nobody has answered. */
const SILENT = [MessagingTimeout, MessageDeliveryFailure, MessageUndeliverable];

/** Asks the destination. Rejects with MigrationPreCheckError, and what else it finds. */
export async function checkAtDestination(
  { tools, context, instance, migration, args }: LiveMigration,
  host: string,
  limits: SchedulerLimits | null,
): Promise<NovaObject> {
  const { block_migration, disk_over_commit } = args;
  try {
    return await tools.compute.checkCanLiveMigrateDestination(context, host, {
      instance,
      block_migration,
      disk_over_commit,
      migration,
      limits,
    });
  } catch (error) {
    if (!SILENT.some((Class) => error instanceof Class)) throw error;
    throw new MigrationPreCheckError({
      reason: `${host} did not say in time whether it can take the instance`,
    });
  }
}
