import { MessagingTimeout, RemoteError } from '../../../messaging/index.js';
import {
  Invalid,
  MaxRetriesExceeded,
  MigrationPreCheckError,
  MigrationSchedulerRPCError,
} from '../../exception/index.js';
import {
  Destination as RequestedDestination,
  type RequestSpec,
  type Selection,
} from '../../objects/index.js';
import { cellOf, findMapping } from '../build/in-cell.js';
import { selectHosts } from '../build/select-hosts.js';
import { specOf } from '../spec-of.js';
import { textOf } from '../text-of.js';
import { checkAtDestination, checkHypervisors } from './checks.js';
import type { Destination, LiveMigration } from './task.js';

/**
 * The first host, of those that the scheduler chooses, which can take the instance. Rejects with NoValidHost,
 * MaxRetriesExceeded, MigrationSchedulerRPCError, and with what a check throws that another host would throw, too.
 */
export async function findDestination(live: LiveMigration): Promise<Destination> {
  const { tools, instance, source } = live;
  const spec = await specInCell(live);
  const tried = [source];
  for (;;) {
    await checkRetries(live, tried.length - 1);
    spec.ignore_hosts = [...tried];
    const selection = await select(live, spec);
    const host = selection.service_host;
    try {
      await checkHypervisors(live, host);
      const migrateData = await checkAtDestination(live, host, selection.limits);
      return { host, node: selection.nodename, migrateData };
    } catch (error) {
      if (!(error instanceof Invalid || error instanceof MigrationPreCheckError)) throw error;
      tools.log.debug(
        { instance: instance.uuid, host, err: error },
        `${host} cannot take the instance ${instance.uuid} (${textOf(error)}): the next host is tried.`,
      );
      tried.push(host);
      await tools.database.allocations.release(instance.uuid, selection.compute_node_uuid);
    }
  }
}

/** Its own, not to be written back: it must stay in its cell. */
async function specInCell({ tools, instance, args }: LiveMigration): Promise<RequestSpec> {
  const spec = (args.request_spec ?? (await specOf(tools.database, instance))).clone();
  // Where it was to be built is where it is: RequestSpec.reset_forced_destinations.
  spec.force_hosts = null;
  spec.force_nodes = null;
  const cell = cellOf(await findMapping(tools.database, instance.uuid));
  if (!cell) return spec;
  const asked = spec.isSet('requested_destination') ? spec.requested_destination : null;
  const destination = asked?.clone() ?? new RequestedDestination({});
  destination.cell = cell;
  spec.requested_destination = destination;
  return spec;
}

async function checkRetries({ tools, instance, migration }: LiveMigration, retries: number): Promise<void> {
  const { migrateMaxRetries: most } = tools.config;
  if (most < 0 || retries <= most) return;
  migration.status = 'failed';
  await tools.database.migrations.save(migration);
  const reason = `The live migration of the instance ${instance.uuid} was tried on ${retries} hosts; ${most} retries are allowed.`;
  throw new MaxRetriesExceeded({ reason });
}

async function select({ tools, context, instance }: LiveMigration, spec: RequestSpec): Promise<Selection> {
  try {
    const lists = await selectHosts(tools, context, spec, [instance.uuid], { alternates: false });
    return lists[0]![0]!;
  } catch (error) {
    // No scheduler there is no reason for an instance that runs to be in error, either.
    if (error instanceof RemoteError || error instanceof MessagingTimeout)
      throw new MigrationSchedulerRPCError({ reason: textOf(error) });
    throw error;
  }
}
