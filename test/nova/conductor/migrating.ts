import { flavorOf } from '../../../src/nova/api/index.js';
import { newInstance } from '../../../src/nova/conductor/build/new-instance.js';
import type { LiveMigrationArguments } from '../../../src/nova/conductor/index.js';
import type { Instance } from '../../../src/nova/objects/index.js';
import type { Chain } from './chain.js';

interface MigratingOptions {
  readonly power_state?: number;
  /** Whether its request has an action on it; true by default. */
  readonly action?: boolean;
}

/** An instance that runs on c1 and is to be migrated, and what nova-api asks a conductor for then. */
export async function migrating(
  chain: Chain,
  { power_state = 1, action = true }: MigratingOptions = {},
): Promise<{ instance: Instance; args: LiveMigrationArguments }> {
  const { database, context } = chain;
  const { uuids, args } = await chain.write({ flavor: flavorOf('m1.tiny') });
  const [uuid] = uuids as [string];
  const created = newInstance(args.build_requests[0]!);
  Object.assign(created, {
    host: 'c1',
    node: 'c1',
    vm_state: 'active',
    task_state: 'migrating',
    power_state,
  });
  const instance = await database.instances.create(created);
  const mapping = await database.instanceMappings.getByInstanceUuid(uuid);
  mapping.cell_mapping = await database.cellMappings.cell1();
  await database.instanceMappings.save(mapping);
  await database.buildRequests.destroy(uuid);
  const { node } = chain.computes.get('c1')!;
  const resources = { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 };
  await database.allocations.claim(uuid, node.uuid, resources, { project_id: 'p1', user_id: 'u1' });
  if (action) await database.actions.start(context, uuid, 'live-migration');
  return {
    instance,
    args: {
      instance,
      scheduler_hint: { host: null },
      block_migration: false,
      disk_over_commit: false,
      request_spec: args.request_specs[0]!,
    },
  };
}
