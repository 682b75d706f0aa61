import { afterEach, describe, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable, openDatabase } from '../../../src/nova/database/index.js';
import { Service } from '../../../src/nova/objects/index.js';
import { ServiceGroupApi, type ServiceGroupOptions } from '../../../src/nova/servicegroup/index.js';
import { ThreadGroup } from '../../../src/service/index.js';
import { VirtualClock } from '../../../src/testing/index.js';
import { captured, silent } from '../database/databases.js';
import { newService } from '../database/samples.js';

const START = Date.UTC(2026, 0, 1);
const worker = { uuid: 'w1', number: 2, generation: 3 };

describe('the servicegroup', () => {
  const clock = { current: new VirtualClock() };
  const now = () => new Date(START + clock.current.now() * 1000);
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  /** A service whose worker has joined, on a database that can be made to fail. */
  async function member(options: Partial<ServiceGroupOptions> = {}) {
    clock.current = new VirtualClock();
    const real = await openDatabase('sqlite::memory:', { log: silent, now });
    cleanUp.push(() => real.close());
    const fault: { error?: Error } = {};
    const services: Database['services'] = Object.create(real.services, {
      beat: {
        value: (service: Service) =>
          fault.error ? Promise.reject(fault.error) : real.services.beat(service),
      },
    });
    const database: Database = Object.create(real, { services: { value: services } });
    const { log, lines } = captured();
    const group = new ServiceGroupApi({
      database,
      log,
      reportInterval: 10,
      serviceDownTime: 60,
      now,
      ...options,
    });
    const tg = new ThreadGroup({ log: silent, clock: clock.current });
    cleanUp.push(() => tg.stop());
    const service = await real.services.create(newService());
    await clock.current.advance(100);
    await group.join({ service, worker, tg });
    const row = () => real.services.getByUuid(service.uuid);
    return {
      database: real,
      group,
      service,
      tg,
      fault,
      lines,
      row,
      messages: () => lines.map(({ msg }) => msg),
    };
  }
  const seconds = (date: Date | null) => (date!.getTime() - START) / 1000;

  it('knows the service and the worker at once', async () => {
    const { database, row, service } = await member();
    expect(seconds((await row()).last_seen_up)).toBe(100);
    expect(await database.workers.list(service.id)).toMatchObject([
      { uuid: 'w1', worker: 2, generation: 3, pid: process.pid, host: 'c1', binary: 'nova-compute' },
    ]);
  });

  it('hears of both every reportInterval, first after 5 s', async () => {
    const { database, row } = await member();
    const heard: number[] = [];
    for (let passed = 0; passed < 30; passed += 1) {
      await clock.current.advance(1);
      heard.push(seconds((await row()).last_seen_up));
    }
    expect([...new Set(heard)]).toEqual([100, 105, 115, 125]);
    expect(await database.workers.get('w1')).toMatchObject({
      report_count: 4,
      last_seen_up: new Date(START + 125_000),
    });
  });

  it('hears sooner where the interval is shorter, and but once where it is 0', async () => {
    const quick = await member({ reportInterval: 2 });
    await clock.current.advance(2);
    expect(seconds((await quick.row()).last_seen_up)).toBe(102);
    const never = await member({ reportInterval: 0 });
    await clock.current.advance(1000);
    expect(seconds((await never.row()).last_seen_up)).toBe(100);
    expect(never.group.serviceDownTime).toBe(60);
  });

  it('tells once that heartbeats cannot be written, and once that they can again', async () => {
    const { fault, messages, lines, row } = await member();
    fault.error = new DatabaseUnavailable('The database is gone.');
    await clock.current.advance(95);
    expect(messages()).toEqual([
      'Lost the database: the status of nova-compute on c1 cannot be reported; it is tried again every 10 s.',
    ]);
    expect(lines[0]!.level).toBe(40);
    delete fault.error;
    await clock.current.advance(30);
    expect(messages().slice(1)).toEqual(['Recovered from being unable to report status.']);
    expect(seconds((await row()).last_seen_up)).toBe(225);
  });

  it('takes nobody for down because the database was away: that time does not count', async () => {
    const { database, group, fault } = await member();
    const other = await database.services.create(newService({ host: 'c2' }));
    await database.services.beat(other);
    const upAfter = async (passed: number) => {
      await clock.current.advance(passed);
      return group.isUp(await database.services.getByUuid(other.uuid));
    };
    fault.error = new DatabaseUnavailable('The database is gone.');
    expect(await upAfter(200)).toBe(true);
    delete fault.error;
    // This one beats at 305; the other one may do so later.
    expect(await upAfter(5)).toBe(true);
    expect(await upAfter(55)).toBe(true);
    expect(await upAfter(20)).toBe(false);
    // One that has died long before is down.
    const dead = await database.services.create(newService({ host: 'c3' }));
    await clock.current.advance(100);
    fault.error = new DatabaseUnavailable('The database is gone.');
    await clock.current.advance(30);
    delete fault.error;
    await clock.current.advance(30);
    expect(group.isUp(await database.services.getByUuid(dead.uuid))).toBe(false);
  });

  it('tells each time whatever else goes wrong, and goes on', async () => {
    const { fault, messages, lines } = await member();
    fault.error = new RangeError('boom');
    await clock.current.advance(15);
    expect(messages()).toEqual(
      Array(2).fill('Unexpected error while the status of nova-compute on c1 was reported; it goes on.'),
    );
    expect(lines[0]).toMatchObject({ level: 50, err: { type: 'RangeError' } });
    delete fault.error;
    await clock.current.advance(10);
    expect(messages().at(-1)).toBe('Recovered from being unable to report status.');
  });

  it('tells each time that the service was deleted, while the worker beats on', async () => {
    const { database, service, messages, lines } = await member();
    await database.services.destroy(service);
    await clock.current.advance(15);
    expect(messages()).toHaveLength(2);
    expect(messages()[0]).toMatch(/Stop this service, or start it again/);
    expect(lines[0]!.level).toBe(50);
    expect((await database.workers.get('w1'))!.report_count).toBe(3);
  });

  it('is not left waiting for a worker that leaves, nor does it keep the dead for ever', async () => {
    const { database, group, service, tg } = await member();
    const dead = {
      uuid: 'w0',
      service_id: service.id,
      host: 'c1',
      binary: 'nova-compute',
      worker: 0,
      pid: 1,
    };
    await database.workers.beat(dead);
    await clock.current.advance(590);
    expect(await database.workers.list()).toHaveLength(2);
    await clock.current.advance(610);
    expect((await database.workers.list()).map(({ uuid }) => uuid)).toEqual(['w1']);
    await group.leave({ service, worker, tg });
    expect(await database.workers.list()).toEqual([]);
  });
});

describe('whether a service is up', () => {
  const now = () => new Date(START);
  const ago = (seconds: number) => new Date(START - seconds * 1000);
  const database = {} as Database;
  const group = new ServiceGroupApi({ database, log: silent, reportInterval: 10, serviceDownTime: 60, now });
  const up = (values: object) => group.isUp(Service.loaded({ forced_down: false, ...values }));

  it('is told by its last heartbeat, or else by its creation', () => {
    expect(up({ last_seen_up: ago(60), created_at: ago(1000) })).toBe(true);
    expect(up({ last_seen_up: ago(60.5), created_at: ago(1) })).toBe(false);
    expect(up({ last_seen_up: null, created_at: ago(60) })).toBe(true);
    expect(up({ last_seen_up: null, created_at: ago(61) })).toBe(false);
    expect(up({})).toBe(false);
  });

  it('does not trust a clock that is ahead, and heeds who forces it down', () => {
    expect(up({ last_seen_up: ago(-60) })).toBe(true);
    expect(up({ last_seen_up: ago(-61) })).toBe(false);
    expect(up({ last_seen_up: ago(0), forced_down: true })).toBe(false);
  });

  it('is told with the time of the last change', () => {
    expect(group.getUpdatedTime(Service.loaded({ updated_at: ago(3) }))).toEqual(ago(3));
    expect(group.getUpdatedTime(Service.loaded({ updated_at: null }))).toBeUndefined();
    expect(group.getUpdatedTime(Service.loaded({}))).toBeUndefined();
  });

  it('takes a serviceDownTime that leaves room for heartbeats, and says so', () => {
    const { log, lines } = captured();
    const raised = new ServiceGroupApi({ database, log, reportInterval: 15, serviceDownTime: 15, now });
    expect(raised.serviceDownTime).toBe(37);
    expect(lines).toMatchObject([{ level: 40, reportInterval: 15, serviceDownTime: 15, used: 37 }]);
    expect(
      new ServiceGroupApi({ database, log, reportInterval: 15, serviceDownTime: 16, now }).serviceDownTime,
    ).toBe(16);
    expect(lines).toHaveLength(1);
    const fast = new ServiceGroupApi({ database, log, reportInterval: 0.2, serviceDownTime: 0.2, now });
    expect(fast.serviceDownTime).toBe(0.5);
  });
});
