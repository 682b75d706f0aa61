import { describe, expect, it } from 'vitest';
import { newInstance } from '../../../../src/nova/conductor/build/new-instance.js';
import type { Migration } from '../../../../src/nova/objects/index.js';
import { Chain } from '../chain.js';
import { migrating } from '../migrating.js';
import { recovering } from './recovering.js';

const NEEDS = { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 };

async function claim(chain: Chain, consumer: string): Promise<void> {
  const { node } = chain.computes.get('c1')!;
  await chain.database.allocations.claim(consumer, node.uuid, NEEDS, { project_id: null, user_id: null });
}

/** Two looks, with time between them. */
async function look(chain: Chain): Promise<void> {
  const { pass } = recovering(chain);
  await pass();
  chain.pass(61);
  await pass();
}

describe('what is held', () => {
  it('for nobody is free again, when it was so for long enough', async () => {
    const chain = await Chain.of('c1');
    await claim(chain, crypto.randomUUID());
    const { pass } = recovering(chain);
    await pass();
    chain.pass(30);
    await pass();
    expect(await chain.held()).toEqual({ c1: 1 });
    chain.pass(31);
    await pass();
    expect(await chain.held()).toEqual({ c1: 0 });
    expect(chain.log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('by an instance in error that is on no host is free again', async () => {
    const chain = await Chain.of('c1');
    const { uuids, args } = await chain.write();
    const instance = newInstance(args.build_requests[0]!);
    instance.vm_state = 'error';
    await chain.database.instances.create(instance);
    await chain.database.buildRequests.destroy(uuids[0]!);
    await claim(chain, uuids[0]!);
    await look(chain);
    expect(await chain.held()).toEqual({ c1: 0 });
  });

  it('by an instance that was deleted is free again', async () => {
    const chain = await Chain.of('c1');
    const { instance } = await migrating(chain);
    await chain.database.instances.destroy(instance);
    await look(chain);
    expect(await chain.held()).toEqual({ c1: 0 });
  });

  it('by an instance on a host, and by a migration, stays', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    await computeTasks.live_migrate_instance(chain.context, args);
    await look(chain);
    expect(await chain.held()).toEqual({ c1: 1, c2: 1 });
  });

  it.each([
    [
      'that is complete',
      async (_: Chain, migration: Migration) => {
        migration.status = 'completed';
      },
    ],
    [
      'of an instance that is gone',
      async ({ database }: Chain, { instance_uuid }: Migration) => {
        const instance = await database.instances.getByUuid(instance_uuid!);
        await database.allocations.release(instance.uuid);
        await database.instances.destroy(instance);
      },
    ],
  ] as const)('by a migration %s is free again', async (_, end) => {
    const chain = await Chain.of('c1', 'c2');
    const { args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    await computeTasks.live_migrate_instance(chain.context, args);
    const [migration] = await chain.database.migrations.list();
    await end(chain, migration!);
    await chain.database.migrations.save(migration!);
    await look(chain);
    expect(await chain.database.allocations.get(migration!.uuid)).toEqual([]);
  });

  it('by a migration that failed is that of its instance again, where that has stayed and is well', async () => {
    const chain = await Chain.of('c1', 'c2');
    const { instance, args } = await migrating(chain);
    const { computeTasks } = await chain.conductor();
    await computeTasks.live_migrate_instance(chain.context, args);
    const { database } = chain;
    const [migration] = await database.migrations.list();
    migration!.status = 'error';
    await database.migrations.save(migration!);
    const now = await database.instances.getByUuid(instance.uuid);
    now.task_state = null;
    now.vm_state = 'error';
    await database.instances.save(now);
    await look(chain);
    expect(await chain.held()).toEqual({ c1: 1, c2: 1 });
    now.vm_state = 'active';
    await database.instances.save(now);
    chain.pass(61);
    await look(chain);
    expect(await chain.held()).toEqual({ c1: 1, c2: 0 });
    const [held] = await database.allocations.get(instance.uuid);
    expect(held!.compute_node_uuid).toBe(chain.computes.get('c1')!.node.uuid);
  });
});
