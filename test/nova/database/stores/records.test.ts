import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { AggregateNotFound, MigrationNotFound } from '../../../../src/nova/exception/index.js';
import {
  Aggregate,
  BlockDeviceMapping,
  InstanceFault,
  Migration,
} from '../../../../src/nova/objects/index.js';
import { eachDatabase } from '../databases.js';
import { newInstance } from '../samples.js';

eachDatabase('what is recorded beside an instance', ({ open }) => {
  it('are its faults, the newest first', async () => {
    const { faults } = await open();
    const instance_uuid = randomUUID();
    expect(await faults.latest(instance_uuid)).toBeUndefined();
    for (const message of ['first', 'x'.repeat(300)])
      await faults.create(
        new InstanceFault({ instance_uuid, code: 500, message, details: 'why', host: 'c1' }),
      );
    expect(await faults.latest(instance_uuid)).toMatchObject({
      code: 500,
      message: 'x'.repeat(255),
      details: 'why',
    });
    expect((await faults.list(instance_uuid)).map(({ message }) => message!.length)).toEqual([255, 5]);
  });

  it('are its migrations', async () => {
    const { migrations } = await open();
    const instance_uuid = randomUUID();
    const migration = await migrations.create(
      new Migration({
        instance_uuid,
        migration_type: 'live-migration',
        status: 'accepted',
        source_compute: 'c1',
        memory_total: 2 ** 40,
      }),
    );
    expect(await migrations.getById(migration.id)).toEqual(await migrations.getByUuid(migration.uuid));
    migration.dest_compute = 'c2';
    migration.status = 'running';
    await migrations.save(migration);
    expect(await migrations.getByUuid(migration.uuid)).toMatchObject({
      status: 'running',
      dest_compute: 'c2',
      memory_total: 2 ** 40,
      hidden: false,
    });
    const found = async (filters: Parameters<typeof migrations.list>[0]) =>
      (await migrations.list(filters)).length;
    expect(await found({ instance_uuid, status: 'running' })).toBe(1);
    expect(await found({ status: ['accepted', 'preparing'] })).toBe(0);
    expect([await found({ host: 'c1' }), await found({ host: 'c2' }), await found({ host: 'c3' })]).toEqual([
      1, 1, 0,
    ]);
    expect(await found({ dest_compute: 'c1' })).toBe(0);
    await expect(migrations.getByUuid(randomUUID())).rejects.toThrow(MigrationNotFound);
    await expect(migrations.getById(99)).rejects.toThrow(MigrationNotFound);
  });

  it('are its block devices and tags, which go with it', async () => {
    const database = await open();
    const instance = await database.instances.create(newInstance());
    const { uuid: instance_uuid } = instance;
    const device = { instance_uuid, source_type: 'image', destination_type: 'local', boot_index: 0 } as const;
    await database.blockDevices.create(
      new BlockDeviceMapping({ ...device, connection_info: '{"password":"x"}' }),
    );
    for (const tag of ['red', 'blue', 'red']) await database.tags.create(instance_uuid, tag);
    const devices = await database.blockDevices.listByInstance(instance_uuid);
    expect(devices).toMatchObject([
      { source_type: 'image', boot_index: 0, connection_info: '{"password":"x"}' },
    ]);
    expect((await database.tags.listByInstance(instance_uuid)).map(({ tag }) => tag)).toEqual([
      'blue',
      'red',
    ]);
    await database.instances.destroy(instance);
    expect(await database.blockDevices.listByInstance(instance_uuid)).toEqual([]);
    expect(await database.tags.listByInstance(instance_uuid)).toEqual([]);
  });

  it('are the aggregates, which tell the zone of a host', async () => {
    const { aggregates } = await open();
    const east = await aggregates.create(
      new Aggregate({ name: 'east', metadata: { availability_zone: 'east' } }),
    );
    await aggregates.create(new Aggregate({ name: 'fast', hosts: ['c1', 'c2'], metadata: { ssd: 'true' } }));
    expect(await aggregates.availabilityZone('c1')).toBe('nova');
    await aggregates.addHost(east, 'c1');
    await aggregates.addHost(east, 'c1');
    expect(await aggregates.availabilityZone('c1')).toBe('east');
    expect(await aggregates.availabilityZone('c2', 'other')).toBe('other');
    expect([...(await aggregates.availabilityZones())]).toEqual([['c1', 'east']]);
    expect(await aggregates.list()).toMatchObject([
      { name: 'east', hosts: ['c1'], metadata: { availability_zone: 'east' } },
      { name: 'fast', hosts: ['c1', 'c2'], metadata: { ssd: 'true' } },
    ]);
    const gone = Aggregate.loaded({ id: 99 });
    await expect(aggregates.addHost(gone, 'c1')).rejects.toThrow(AggregateNotFound);
  });
});
