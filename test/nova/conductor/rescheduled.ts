import { newInstance } from '../../../src/nova/conductor/build/new-instance.js';
import type { BuildInstancesArguments } from '../../../src/nova/conductor/index.js';
import type { Instance } from '../../../src/nova/objects/index.js';
import type { Chain } from './chain.js';

/** Instances that a compute has given back, and what it casts then; c2 is the host that is left for them. */
export async function rescheduled(
  chain: Chain,
  count = 1,
): Promise<{ uuids: readonly string[]; args: BuildInstancesArguments }> {
  const { database, context } = chain;
  const { uuids, args } = await chain.write({ count });
  const cell = await database.cellMappings.cell1();
  const instances: Instance[] = [];
  const left = chain.computes.get('c2')!;
  for (const [index, uuid] of uuids.entries()) {
    instances.push(await database.instances.create(newInstance(args.build_requests[index]!)));
    const mapping = await database.instanceMappings.getByInstanceUuid(uuid);
    mapping.cell_mapping = cell;
    await database.instanceMappings.save(mapping);
    await database.buildRequests.destroy(uuid);
    await database.actions.start(context, uuid, 'create');
  }
  const selection = left.selection(cell.uuid);
  const retry = { num_attempts: 1, hosts: [['c1', 'c1'] as const], exc_reason: 'It has no room.' };
  return {
    uuids,
    args: {
      instances,
      image: {},
      filter_properties: { limits: {}, retry },
      admin_password: null,
      injected_files: [],
      requested_networks: null,
      security_groups: [],
      request_spec: args.request_specs[0]!,
      host_lists: uuids.map(() => [selection]),
    },
  };
}
