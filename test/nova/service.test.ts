import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { RequestContext } from '../../src/nova/context/index.js';
import { Manager, type ManagerClass } from '../../src/nova/manager.js';
import { Service as ServiceRecord } from '../../src/nova/objects/index.js';
import { Service } from '../../src/nova/service.js';
import { SERVICE_VERSION } from '../../src/nova/service-version.js';
import { deferred } from '../service/helpers.js';
import { World } from './world.js';

const context = () => RequestContext.admin();

describe('what Service.create() derives', () => {
  it.for([
    ['nova-conductor', 'conductor'],
    ['nova-nova-x', 'x'],
    ['census', 'census'],
  ])('the topic of %s is %s', ([binary, topic]) => {
    expect(Service.create({ binary: binary! }).topic).toBe(topic);
  });

  it('takes binary, host and intervals from the surroundings', () => {
    const service = Service.create();
    expect(service.binary).not.toBe('');
    expect(service.host).toBe(hostname());
    expect(service.nova).toMatchObject({ reportInterval: 10, periodicEnable: true, periodicFuzzyDelay: 60 });
  });

  it('takes what is passed, also 0 and false, before the config', () => {
    const config = { reportInterval: 5, periodicEnable: true, host: 'h' };
    const service = Service.create({
      config,
      reportInterval: 0,
      periodicEnable: false,
      periodicIntervalMax: 7,
    });
    const { reportInterval, periodicEnable, periodicIntervalMax, host } = service.nova;
    expect({ reportInterval, periodicEnable, periodicIntervalMax, host }).toEqual({
      reportInterval: 0,
      periodicEnable: false,
      periodicIntervalMax: 7,
      host: 'h',
    });
  });

  it.for<[object, RegExp]>([
    [{ reportIntervall: 5 }, /no option "reportIntervall"/],
    [{ reportInterval: -5 }, /reportInterval of Service.create\(\): found -5/],
  ])('refuses %j', ([options, message]) => {
    expect(() => Service.create(options)).toThrow(
      expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringMatching(message) }),
    );
  });

  it('makes what was extended', () => {
    class Own extends Service {}
    expect(Own.create()).toBeInstanceOf(Own);
  });
});

describe('start()', () => {
  it('calls the hooks in the order of Nova, with what there is at their time', async () => {
    const world = new World();
    const database = await world.database();
    const order: unknown[] = [];
    const rowNow = async () => (await database.services.getByHostAndBinary('h1', 'nova-test'))?.version;
    const isServed = () =>
      world
        .client({ topic: 'test', namespace: 'baseapi' })
        .prepare({ timeout: 0.2 })
        .call(context(), 'ping', { arg: 1 })
        .then(
          () => true,
          () => false,
        );
    class Ordered extends Manager {
      override async initHost(service?: object) {
        order.push('initHost', service, await rowNow());
      }
      override async preStartHook(service: { id?: number }) {
        order.push('preStartHook', service.id, await rowNow(), await isServed());
      }
      override async postStartHook() {
        order.push('postStartHook', await isServed(), (await database.workers.list()).length);
      }
    }
    const { service } = world.service(Ordered);
    await service.start();
    expect(order).toEqual([
      'initHost',
      undefined,
      undefined,
      'preStartHook',
      1,
      SERVICE_VERSION,
      false,
      'postStartHook',
      true,
      1,
    ]);
    expect(await database.workers.list()).toMatchObject([
      { host: 'h1', binary: 'nova-test', worker: 0, pid: process.pid },
    ]);
  });

  it('tells initHost() of a row that there is already', async () => {
    const world = new World();
    const rows: unknown[] = [];
    class Told extends Manager {
      override initHost(service?: { id?: number }) {
        rows.push(service?.id);
      }
    }
    for (let start = 0; start < 2; start++) {
      const { service } = world.service(Told);
      await service.start();
      await service.stop(true);
      await service.wait();
    }
    expect(rows).toEqual([undefined, 1]);
  });

  it('lets the workers of a host share one row', async () => {
    const world = new World();
    const workers = [0, 1, 2, 3].map((worker) => world.service(Manager, { worker }).service);
    await Promise.all(workers.map((worker) => worker.start()));
    const database = await world.database();
    expect(await database.services.list()).toHaveLength(1);
    expect((await database.workers.list()).map(({ worker }) => worker).sort()).toEqual([0, 1, 2, 3]);
  });

  it('answers with the manager, baseapi and the additional endpoints', async () => {
    const world = new World();
    class Answering extends Manager {
      who_are_you(_context: unknown, { name }: { name: string }) {
        return `the manager of ${this.host}, ${name}`;
      }
      override get additionalEndpoints() {
        return [{ and_you: () => 'another' }];
      }
    }
    const { service, context: its } = world.service(Answering);
    Object.assign(its, { backdoorPort: 4711 });
    await service.start();
    const client = world.client({ topic: 'test', server: 'h1' });
    expect(await client.call(context(), 'who_are_you', { name: 'sir' })).toBe('the manager of h1, sir');
    expect(await client.call(context(), 'and_you')).toBe('another');
    const base = client.prepare({ namespace: 'baseapi', version: '1.1' });
    expect(await base.call(context(), 'ping', { arg: [1] })).toEqual({ service: 'test', arg: [1] });
    expect(await base.call(context(), 'get_backdoor_port')).toBe(4711);
    await expect(client.call(context(), 'initHost')).rejects.toMatchObject({ excType: 'NoSuchMethod' });
  });

  it.for<[string, ManagerClass | undefined]>([
    ['nova-own', undefined],
    ['nova-own', 'conductor' as never],
  ])('fails once where %s has the manager %j', async ([binary, manager]) => {
    const { service } = new World().service(Manager, { binary: binary!, manager });
    await expect(service.start()).rejects.toMatchObject({ code: 'NL_NO_MANAGER', exitCode: 78 });
  });

  it('refuses to start beside computes that are too old', async () => {
    const world = new World();
    const database = await world.database();
    const old = { host: 'c1', binary: 'nova-compute', topic: 'compute', report_count: 0, version: 50 };
    await database.services.create(new ServiceRecord(old));
    await expect(world.service().service.start()).rejects.toMatchObject({ code: 'NL_TOO_OLD_COMPUTE' });
    const workarounds = { disableComputeServiceCheckForFfu: true };
    await expect(
      world.service(Manager, { config: { workarounds } }).service.start(),
    ).resolves.toBeUndefined();
  });

  it('refuses a config that is wrong', async () => {
    const { service } = new World().service(Manager, { config: { serviceDownTime: 0 } });
    await expect(service.start()).rejects.toMatchObject({ code: 'NL_OPTIONS' });
  });

  it('can be tried again when a hook has failed', async () => {
    const world = new World();
    let attempts = 0;
    class Failing extends Manager {
      override postStartHook() {
        if (++attempts === 1) throw new Error('not yet');
      }
    }
    const { service } = world.service(Failing);
    await expect(service.start()).rejects.toThrow('not yet');
    await service.start();
    const ping = world.client({ topic: 'test', namespace: 'baseapi' }).call(context(), 'ping', { arg: 0 });
    expect(await ping).toEqual({ service: 'test', arg: 0 });
  });

  it('runs the periodic tasks, each pass with a context of its own', async () => {
    const world = new World();
    const twice = deferred();
    const contexts: RequestContext[] = [];
    class Periodic extends Manager {
      static periodicTasks = { beat: { spacing: 0.01, runImmediately: true } };
      beat(of: RequestContext) {
        if (contexts.push(of) === 2) twice.resolve();
      }
    }
    const { service } = world.service(Periodic);
    await service.start();
    await twice.promise;
    expect(contexts[0]).toBeInstanceOf(RequestContext);
    expect(contexts[0]!.is_admin).toBe(true);
    expect(contexts[0]!.request_id).not.toBe(contexts[1]!.request_id);
  });

  it('runs none where periodicEnable is false', async () => {
    class Periodic extends Manager {
      static periodicTasks = { beat: { spacing: 0.01, runImmediately: true } };
      beat() {}
    }
    const { service } = new World().service(Periodic, { periodicEnable: false });
    await service.start();
    expect(service.tg.timers).toEqual([]);
  });
});
