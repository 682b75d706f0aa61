import { expect, it } from 'vitest';
import {
  ServiceBinaryExists,
  ServiceNotFound,
  ServiceTopicExists,
} from '../../../../src/nova/exception/index.js';
import { eachDatabase } from '../databases.js';
import { newService } from '../samples.js';

eachDatabase('services', ({ open }) => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));

  it('are kept as they are, with what the database adds', async () => {
    const database = await open({ now: () => at(1) });
    const service = await database.services.create(newService());
    expect(service.changes()).toEqual({});
    const kept = await database.services.getByHostAndBinary('c1', 'nova-compute');
    expect(kept).toEqual(await database.services.getByUuid(service.uuid));
    expect(kept).toMatchObject({
      id: service.id,
      host: 'c1',
      topic: 'compute',
      version: 64,
      report_count: 0,
      disabled: false,
      disabled_reason: null,
      forced_down: false,
      last_seen_up: null,
      created_at: at(1),
      updated_at: null,
      deleted: false,
    });
    expect(kept!.changes()).toEqual({});
    expect(await database.services.getByHostAndBinary('c2', 'nova-compute')).toBeUndefined();
    await expect(database.services.getByUuid('nobody')).rejects.toThrow(ServiceNotFound);
  });

  it('are one for each host and binary, and for each host and topic', async () => {
    const { services } = await open();
    await services.create(newService());
    await expect(services.create(newService())).rejects.toThrow(ServiceBinaryExists);
    await expect(services.create(newService({ binary: 'other' }))).rejects.toThrow(ServiceTopicExists);
    await services.create(newService({ host: 'c2' }));
  });

  it('can be made anew after they were destroyed', async () => {
    const { services } = await open();
    const first = await services.create(newService());
    await services.destroy(first);
    await expect(services.destroy(first)).rejects.toThrow(ServiceNotFound);
    await expect(services.save(first)).rejects.toThrow(ServiceNotFound);
    await expect(services.beat(first)).rejects.toThrow(ServiceNotFound);
    const second = await services.create(newService());
    expect(second.id).not.toBe(first.id);
    expect(await services.list()).toHaveLength(1);
  });

  it('are seen up by a heartbeat, of whichever worker', async () => {
    let now = at(0);
    const { services } = await open({ now: () => now });
    const one = await services.create(newService());
    const other = await services.getByUuid(one.uuid);
    now = at(10);
    await services.beat(one);
    now = at(20);
    await services.beat(other);
    expect(other).toMatchObject({ report_count: 2, last_seen_up: at(20) });
    expect(await services.getByUuid(one.uuid)).toMatchObject({ report_count: 2, last_seen_up: at(20) });
  });

  it('are seen up by save() only if the count has grown, and not when an operator changes them', async () => {
    let now = at(0);
    const { services } = await open({ now: () => now });
    const service = await services.create(newService());
    now = at(5);
    service.report_count = 3;
    await services.save(service);
    expect(service.last_seen_up).toEqual(at(5));
    now = at(9);
    service.disabled = true;
    service.disabled_reason = 'broken';
    await services.save(service);
    const lower = await services.getByUuid(service.uuid);
    lower.report_count = 2;
    await services.save(lower);
    expect(await services.getByUuid(service.uuid)).toMatchObject({
      last_seen_up: at(5),
      disabled: true,
      disabled_reason: 'broken',
      updated_at: at(9),
    });
  });

  it('are listed, and tell their lowest version', async () => {
    const { services } = await open();
    await services.create(newService());
    await services.create(newService({ host: 'c2', version: 61 }));
    await services.create(newService({ host: 'c3', version: 5, forced_down: true }));
    await services.create(
      newService({ host: 'c1', binary: 'nova-conductor', topic: 'conductor', version: 1 }),
    );
    await services.destroy(await services.create(newService({ host: 'c4', version: 2 })));
    expect(await services.list({ host: 'c1' })).toHaveLength(2);
    expect((await services.list({ binary: 'nova-compute' })).map(({ host }) => host)).toEqual([
      'c1',
      'c2',
      'c3',
    ]);
    expect(await services.minimumVersion('nova-compute')).toBe(61);
    expect(await services.minimumVersion('nova-scheduler')).toBe(0);
  });
});
