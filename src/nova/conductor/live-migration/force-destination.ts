import { MigrationPreCheckError, NoValidHost, UnableToMigrateToSelf } from '../../exception/index.js';
import type { CellMapping, ComputeNode } from '../../objects/index.js';
import { claimAlone } from '../../scheduler/claim.js';
import { resourcesOf } from '../../scheduler/resources.js';
import { cellOf, findMapping } from '../build/in-cell.js';
import { checkAtDestination, checkHypervisors, checkIsUp, nodeOf } from './checks.js';
import type { Destination, LiveMigration } from './task.js';

/**
 * The host that was asked for, without the scheduler; what the instance needs is claimed there. Rejects with what makes it
 * impossible.
 */
export async function forceDestination(live: LiveMigration, host: string): Promise<Destination> {
  const { tools, instance, source } = live;
  if (host === source) throw new UnableToMigrateToSelf({ instance_id: instance.uuid, host });
  await checkIsUp(tools, host);
  await checkMemory(live, host);
  const node = await checkHypervisors(live, host);
  await claim(live, node);
  const migrateData = await checkAtDestination(live, host, null);
  await checkCell(live, host);
  return { host, node: node.hypervisor_hostname ?? host, migrateData };
}

async function checkMemory({ tools, instance }: LiveMigration, host: string): Promise<void> {
  const node = await nodeOf(tools, host);
  const { capacity, used } = await tools.database.allocations.usage(node.uuid);
  const free = capacity.MEMORY_MB - used.MEMORY_MB;
  const needed = instance.memory_mb ?? 0;
  if (free >= needed) return;
  const reason = `Unable to migrate ${instance.uuid} to ${host}: it has ${free} MiB of memory left, the instance needs ${needed}`;
  throw new MigrationPreCheckError({ reason });
}

/** As much as it has at its source, which its migration holds by now. */
async function claim({ tools, instance, migration }: LiveMigration, node: ComputeNode): Promise<void> {
  const { uuid, flavor, project_id, user_id } = instance;
  const [held] = await tools.database.allocations.get(migration.uuid);
  const resources = held?.resources ?? resourcesOf(flavor);
  const owner = { project_id, user_id };
  const asked = { instanceUuid: uuid, nodeUuid: node.uuid, resources, owner, heldBefore: [] };
  const outcome = await claimAlone(tools.database, asked);
  if (outcome === 'claimed') return;
  if (outcome === 'held')
    throw new MigrationPreCheckError({ reason: `The instance ${uuid} is moved already` });
  throw new NoValidHost({ reason: `${node.host} has no room for the instance ${uuid}.` });
}

/** An instance stays in its cell, whoever asks. */
async function checkCell({ tools, instance }: LiveMigration, host: string): Promise<void> {
  const from: CellMapping | undefined = cellOf(await findMapping(tools.database, instance.uuid));
  const { cell_mapping: to } = await tools.database.hostMappings.getByHost(host);
  if (!from || from.uuid === to.uuid) return;
  throw new MigrationPreCheckError({
    reason: `Unable to force live migrate instance ${instance.uuid} across cells`,
  });
}
