import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  InstanceExists,
  InstanceNotFound,
  InstanceUpdateConflict,
  UnexpectedDeletingTaskStateError,
  UnexpectedTaskStateError,
} from '../../../../src/nova/exception/index.js';
import { InstancePCIRequests, KeyPair, KeyPairList } from '../../../../src/nova/objects/index.js';
import { eachDatabase } from '../databases.js';
import { newFlavor, newInstance } from '../samples.js';

eachDatabase('instances', ({ open }) => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));

  it('come back with all that they consist of, unchanged', async () => {
    const database = await open({ now: () => at(1) });
    const { uuid } = await database.instances.create(
      newInstance({
        old_flavor: newFlavor({ name: 'm1.old' }),
        keypairs: new KeyPairList({ objects: [new KeyPair({ name: 'k', type: 'ssh' })] }),
        pci_requests: new InstancePCIRequests({ requests: [] }),
        launched_at: '2026-01-01T00:00:00Z',
        access_ip_v4: '10.0.0.7',
        cleaned: true,
      }),
    );
    const instance = await database.instances.getByUuid(uuid);
    expect(instance.whatChanged().size).toBe(0);
    expect(instance).toMatchObject({
      uuid,
      display_name: 'web',
      vm_state: 'building',
      host: null,
      metadata: { role: 'web' },
      system_metadata: { image_min_ram: '0' },
      launched_at: at(0),
      created_at: at(1),
      updated_at: null,
      cleaned: true,
      hidden: false,
      deleted: false,
      new_flavor: null,
      migration_context: null,
    });
    expect(instance.flavor).toMatchObject({ name: 'm1.tiny', extra_specs: { 'hw:cpu_policy': 'shared' } });
    expect(instance.old_flavor).toMatchObject({ name: 'm1.old' });
    expect(instance.keypairs.objects[0]).toMatchObject({ name: 'k' });
    expect(instance.info_cache).toMatchObject({ instance_uuid: uuid, network_info: [] });
    expect(instance.isSet('tags')).toBe(false);
  });

  it('are made once', async () => {
    const { instances } = await open();
    const { uuid } = await instances.create(newInstance());
    await expect(instances.create(newInstance({ uuid }))).rejects.toThrow(InstanceExists);
    expect(await instances.list()).toHaveLength(1);
    await expect(instances.getByUuid(randomUUID())).rejects.toThrow(InstanceNotFound);
  });

  it('are saved, with all parts that have changed', async () => {
    let now = at(0);
    const { instances } = await open({ now: () => now });
    const { uuid } = await instances.create(newInstance());
    const instance = await instances.getByUuid(uuid);
    now = at(9);
    instance.vm_state = 'active';
    instance.task_state = null;
    instance.metadata = { role: 'db', size: 'big' };
    instance.system_metadata = {};
    instance.info_cache!.network_info = [{ id: 'port' }];
    instance.new_flavor = newFlavor({ name: 'm1.new' });
    await instances.save(instance);
    expect(instance.whatChanged().size).toBe(0);
    const kept = await instances.getByUuid(uuid);
    expect(kept.toPrimitive()).toEqual(instance.toPrimitive());
    expect(kept).toMatchObject({
      vm_state: 'active',
      task_state: null,
      updated_at: at(9),
      metadata: { size: 'big' },
    });
    expect(kept.info_cache!.network_info).toEqual([{ id: 'port' }]);
    expect([kept.flavor.name, kept.new_flavor!.name]).toEqual(['m1.tiny', 'm1.new']);
  });

  it('write what has changed and nothing else', async () => {
    const { instances } = await open();
    const { uuid } = await instances.create(newInstance());
    const [one, other] = [await instances.getByUuid(uuid), await instances.getByUuid(uuid)];
    one.host = 'c1';
    await instances.save(one);
    other.progress = 50;
    await instances.save(other);
    expect(await instances.getByUuid(uuid)).toMatchObject({ host: 'c1', progress: 50 });
    await instances.refresh(one);
    expect(one).toMatchObject({ host: 'c1', progress: 50 });
  });

  it('are saved only in the state in which they are expected', async () => {
    const { instances } = await open();
    const { uuid } = await instances.create(newInstance());
    const instance = await instances.getByUuid(uuid);
    const take = (host: string, task_state: string, expectations: Parameters<typeof instances.save>[1]) => {
      instance.host = host;
      instance.task_state = task_state;
      return instances.save(instance, expectations);
    };
    await take('c1', 'spawning', { expectedTaskState: ['scheduling', null], expectedHost: null });
    await expect(take('c2', 'spawning', { expectedTaskState: ['scheduling', null] })).rejects.toThrow(
      `Conflict updating instance ${uuid}. Expected: {'task_state':['scheduling',None]}. Actual: {'task_state':'spawning'}`,
    );
    await expect(take('c2', 'spawning', { expectedTaskState: null })).rejects.toThrow(
      UnexpectedTaskStateError,
    );
    await expect(take('c2', 'spawning', { expectedHost: null })).rejects.toThrow(InstanceUpdateConflict);
    await expect(take('c2', 'spawning', { expectedVmState: 'active' })).rejects.toThrow(
      InstanceUpdateConflict,
    );
    await take('c1', 'deleting', { expectedVmState: ['building', 'error'], expectedTaskState: 'spawning' });
    await expect(take('c2', 'spawning', { expectedTaskState: 'spawning' })).rejects.toThrow(
      UnexpectedDeletingTaskStateError,
    );
    expect(await instances.getByUuid(uuid)).toMatchObject({ host: 'c1', task_state: 'deleting' });
  });

  it('are taken by one of many that want them', async () => {
    const { instances } = await open();
    const { uuid } = await instances.create(newInstance());
    const takers = await Promise.all(Array.from({ length: 8 }, () => instances.getByUuid(uuid)));
    const outcomes = await Promise.allSettled(
      takers.map((instance, index) => {
        instance.host = `c${index}`;
        instance.task_state = 'spawning';
        return instances.save(instance, { expectedTaskState: ['scheduling'] });
      }),
    );
    const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [`c${index}`] : []));
    expect(winners).toHaveLength(1);
    expect((await instances.getByUuid(uuid)).host).toBe(winners[0]);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(UnexpectedTaskStateError);
  });

  it('are kept when they are destroyed, and not found', async () => {
    const { instances } = await open({ now: () => at(3) });
    const { uuid } = await instances.create(newInstance());
    const instance = await instances.getByUuid(uuid);
    await instances.destroy(instance);
    expect(instance).toMatchObject({ deleted: true, deleted_at: at(3) });
    await expect(instances.getByUuid(uuid)).rejects.toThrow(InstanceNotFound);
    await expect(instances.destroy(instance)).rejects.toThrow(InstanceNotFound);
    instance.vm_state = 'deleted';
    await expect(instances.save(instance)).rejects.toThrow(InstanceNotFound);
    const kept = await instances.getByUuid(uuid, { readDeleted: true });
    expect(kept).toMatchObject({ deleted: true, deleted_at: at(3), metadata: { role: 'web' } });
    expect(kept.flavor.name).toBe('m1.tiny');
    expect(await instances.list({ deleted: 'only' })).toHaveLength(1);
  });

  it('are listed by what they are, the oldest first', async () => {
    let seconds = 0;
    const { instances } = await open({ now: () => at(seconds) });
    const make = async (values: object) => {
      seconds += 1;
      return (await instances.create(newInstance(values))).uuid;
    };
    const a = await make({ display_name: 'a', host: 'c1', node: 'n1', vm_state: 'active', task_state: null });
    const b = await make({ display_name: 'b', host: 'c1', node: 'n2', project_id: 'p2', vm_state: 'error' });
    const c = await make({ display_name: 'c', reservation_id: 'r-1' });
    const uuids = async (filters?: Parameters<typeof instances.list>[0]) =>
      (await instances.list(filters)).map(({ uuid }) => uuid);
    expect(await uuids()).toEqual([a, b, c]);
    expect(await uuids({ limit: 2 })).toEqual([a, b]);
    expect(await uuids({ project_id: 'p1' })).toEqual([a, c]);
    expect(await uuids({ vm_state: ['active', 'error'] })).toEqual([a, b]);
    expect(await uuids({ task_state: null })).toEqual([a]);
    expect(await uuids({ task_state: ['scheduling', null] })).toEqual([a, b, c]);
    expect(await uuids({ host: null })).toEqual([c]);
    expect(await uuids({ uuid: [b, c] })).toEqual([b, c]);
    expect(await uuids({ uuid: [] })).toEqual([]);
    expect(await uuids({ name: 'c', reservation_id: 'r-1' })).toEqual([c]);
    expect(await uuids({ updatedBefore: at(3) })).toEqual([a, b]);
    expect((await instances.listByHost('c1')).map(({ uuid }) => uuid)).toEqual([a, b]);
    expect((await instances.listByHost('c1', 'n2')).map(({ uuid }) => uuid)).toEqual([b]);
    expect(await instances.countByProject('p1')).toBe(2);
    expect(await instances.countByProject('p3')).toBe(0);
  });
});
