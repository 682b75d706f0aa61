import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LaunchError } from '../../src/errors.js';
import { realClock } from '../../src/service/clock.js';
import { Service } from '../../src/service/service.js';
import type { ServiceContext } from '../../src/service/types.js';
import { testService, VirtualClock } from '../../src/testing/index.js';

class Counter extends Service<{ step?: number }> {
  count = 0;
  override start(): void {
    this.tg.addTimer(60, () => {
      this.count += this.config.step ?? 1;
    });
  }
}

describe('testService', () => {
  it('starts a class, with a context as in a worker, and drives it through hours in milliseconds', async () => {
    const counter = await testService(Counter, {
      name: 'counter',
      worker: 2,
      generation: 3,
      config: { step: 5 },
    });
    await counter.advance(7200);
    expect(counter.service.count).toBe(121 * 5);
    expect(counter.context).toMatchObject({ name: 'counter', worker: 2, generation: 3, config: { step: 5 } });
    expect(counter.service.context).toBe(counter.context);
    expect(counter.clock.now()).toBe(7200);
    expect(() => Object.assign(counter.context.config, { step: 1 })).toThrow(TypeError);
    await counter.stop();
    await counter.advance(3600);
    expect(counter.service.count).toBe(121 * 5);
  });

  it('takes a factory, sync or async, and an object', async () => {
    const made: ServiceContext[] = [];
    const factory = (context: ServiceContext) => {
      made.push(context);
      return { start: () => {}, kind: 'made' as const };
    };
    for (const given of [factory, async (context: ServiceContext) => factory(context)]) {
      const tested = await testService(given);
      expect([tested.service.kind, made.at(-1)]).toEqual(['made', tested.context]);
      await tested.stop();
    }
    let started = 0;
    const object = { name: 'api', start: () => void started++ };
    const tested = await testService(object);
    expect([tested.service, tested.context.name, started]).toEqual([object, 'api', 1]);
    await tested.stop();
  });

  it('has the name of the class or the function, if there is one', async () => {
    const nameOf = async (given: new () => { start(): void }) => (await testService(given)).context.name;
    expect(
      await nameOf(
        class Api {
          start() {}
        },
      ),
    ).toBe('Api');
    expect((await testService(() => ({ start() {} }))).context.name).toBe('service');
    expect((await testService({ start() {} })).context.name).toBe('service');
  });

  it('rejects with what start() or the constructor threw, and that itself', async () => {
    const boom = new Error('no database');
    const start = () => Promise.reject(boom);
    await expect(testService({ start })).rejects.toBe(boom);
    class Broken {
      constructor() {
        throw boom;
      }
      start() {}
    }
    await expect(testService(Broken)).rejects.toBe(boom);
  });

  it('rejects for what is no service', async () => {
    const refused = testService({ stop() {} } as never);
    await expect(refused).rejects.toBeInstanceOf(LaunchError);
    await expect(refused).rejects.toMatchObject({ code: 'NL_NOT_A_SERVICE' });
  });

  it('makes a service without starting it, which start() does once', async () => {
    const counter = await testService(Counter, { start: false });
    await counter.advance(60);
    expect(counter.service.count).toBe(0);
    await counter.start();
    await counter.advance(60);
    expect(counter.service.count).toBe(2);
    await expect(counter.start()).rejects.toThrow('Counter was started before.');
    await counter.stop();
  });

  it('holds the config against the options of the class', async () => {
    class Api extends Service<{ port: number }> {
      static readonly options = z.object({ port: z.number().default(8080) });
    }
    const api = await testService(Api);
    expect(api.service.config).toEqual({ port: 8080 });
    await api.stop();
    const refused = testService(Api, { config: { prot: 1 } });
    await expect(refused).rejects.toMatchObject({
      code: 'NL_OPTIONS',
      message: expect.stringContaining('"prot"'),
    });
  });

  it('counts tasks, and prints the options', async () => {
    const api = await testService((context: ServiceContext) => ({
      start() {
        context.taskDone?.();
        context.taskDone?.(2);
        context.logOptions?.('info');
      },
    }));
    expect(api.tasks).toBe(3);
    expect(api.log.find('The options of')).toMatchObject({ level: 'info', fields: { worker: 0 } });
    await api.stop();
  });

  it('takes another clock, of which it passes no time', async () => {
    const clock = new VirtualClock();
    const shared = await testService(Counter, { clock });
    await clock.advance(60);
    expect(shared.service.count).toBe(2);
    await shared.stop();
    const real = await testService(Counter, { clock: realClock });
    expect(() => real.advance(1)).toThrow('expected a VirtualClock');
    await real.stop();
  });

  it.each([
    ['worker', -1],
    ['generation', 0],
    ['config', 'x'],
    ['logLevel', 'loud'],
    ['patience', 0],
    ['clock', {}],
    ['confg', {}],
  ])('refuses the option %s with %s', async (key, value) => {
    let made = false;
    const given = () => {
      made = true;
      return { start() {} };
    };
    const refused = testService(given, { [key]: value });
    await expect(refused).rejects.toMatchObject({
      code: 'NL_BAD_VALUE',
      message: expect.stringContaining(key),
    });
    expect(made).toBe(false);
  });
});
