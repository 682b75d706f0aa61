import { describe, expect, it } from 'vitest';
import { TooManyInstances } from '../../../src/nova/exception/index.js';
import { Migration } from '../../../src/nova/objects/index.js';
import { Chain } from './chain.js';
import { migrating } from './migrating.js';

/** A client that sends what nova's own would. */
const clientOf = (chain: Chain, version = '1.24') =>
  chain.rpc.client({ topic: 'conductor', namespace: 'compute_task', version });

/** What a Python caller gets for what is not served. */
const NOT_SERVED = { excType: 'NotImplementedError', module: 'builtins' };

describe('a method that is not served yet', () => {
  it('rejects migrate_server without live, and the instance is as before', async () => {
    const chain = await Chain.of('c1');
    await chain.conductor();
    const { instance, args } = await migrating(chain);
    const asked = { ...args, live: false, rebuild: false, flavor: instance.flavor };
    await expect(chain.task.migrateServer(chain.context, asked)).rejects.toMatchObject(NOT_SERVED);
    const after = await chain.database.instances.getByUuid(instance.uuid);
    expect(after).toMatchObject({ vm_state: 'active', task_state: null, host: 'c1' });
    const [action] = await chain.database.actions.list(instance.uuid);
    const [event] = await chain.database.actions.events(action!.id);
    expect(event).toMatchObject({ event: 'conductor_migrate_server', result: 'Error' });
  });

  it.for(['rebuild_instance', 'unshelve_instance'])('resets the instance for the cast %s', async (method) => {
    const chain = await Chain.of('c1');
    await chain.conductor();
    const { instance } = await migrating(chain);
    // As a call, to see what becomes of it.
    const call = clientOf(chain).call(chain.context, method, { instance });
    await expect(call).rejects.toMatchObject(NOT_SERVED);
    const after = await chain.database.instances.getByUuid(instance.uuid);
    expect(after).toMatchObject({ vm_state: 'active', task_state: null });
    const [line] = chain.log.lines.filter(({ level }) => level === 'error');
    expect(line!.sentence).toContain(`does not serve ${method} yet`);
    expect(line!.fields).toMatchObject({ instance: instance.uuid, code: 'NL_NOVA_NOT_SERVED' });
  });

  it.for(['confirm_snapshot_based_resize', 'revert_snapshot_based_resize'])(
    'leaves the migration finished for %s',
    async (method) => {
      const chain = await Chain.of('c1');
      await chain.conductor();
      const { instance } = await migrating(chain);
      const migration = await chain.database.migrations.create(
        new Migration({
          instance_uuid: instance.uuid,
          source_compute: 'c1',
          status: 'confirming',
          migration_type: 'resize',
        }),
      );
      const call = clientOf(chain).call(chain.context, method, { instance, migration });
      await expect(call).rejects.toMatchObject(NOT_SERVED);
      expect((await chain.database.migrations.getByUuid(migration.uuid)).status).toBe('finished');
    },
  );

  it('rejects cache_images, which is about no instance', async () => {
    const chain = await Chain.of();
    await chain.conductor();
    const call = clientOf(chain).call(chain.context, 'cache_images', { aggregate: null, image_ids: [] });
    await expect(call).rejects.toMatchObject(NOT_SERVED);
  });

  it('leaves an instance alone that somebody else has to do with meanwhile', async () => {
    const chain = await Chain.of('c1');
    await chain.conductor();
    const { instance } = await migrating(chain);
    const other = await chain.database.instances.getByUuid(instance.uuid);
    other.task_state = 'deleting';
    await chain.database.instances.save(other);
    const call = clientOf(chain).call(chain.context, 'rebuild_instance', { instance });
    await expect(call).rejects.toMatchObject(NOT_SERVED);
    expect((await chain.database.instances.getByUuid(instance.uuid)).task_state).toBe('deleting');
  });
});

it('tells the quota to whoever calls, as the class of Nova', async () => {
  const chain = await Chain.open({ config: { quota: { instances: 0 } } });
  await chain.compute('c1');
  await chain.conductor();
  const { args } = await chain.write();
  const call = clientOf(chain).call(chain.context, 'schedule_and_build_instances', args);
  await expect(call).rejects.toThrow(TooManyInstances);
});
