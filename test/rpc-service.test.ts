import { hostname } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { getRpcClient, getTransport, registerRemoteException, Target } from '../src/messaging/index.js';
import { RpcService, type RpcServiceOptions } from '../src/rpc-service.js';
import { Services } from '../src/service/services.js';
import type { ServiceContext } from '../src/service/types.js';
import { recordingLog } from './service/helpers.js';

type Values = Record<string, unknown>;
type Options = RpcServiceOptions<RpcService, Values>;

let worlds = 0;

/** A service on a fake:// of its own, whose config can be changed, and a client that reaches it. */
function calculator(options: Partial<Options> = {}, config: Values = {}) {
  const transportUrl = `fake://rpc-service-${++worlds}`;
  const current = { transportUrl, ...config };
  const log = Object.assign(recordingLog(), { info: () => {}, debug: () => {} });
  const context = {
    name: 'calculator',
    worker: 0,
    generation: 1,
    config: current,
    log,
    signal: new AbortController().signal,
  } as unknown as ServiceContext;
  const endpoints = [{ add: (_: unknown, { a, b }: { a: number; b: number }) => a + b }];
  const service = new RpcService(context, { endpoints, ...options } as never);
  const transport = getTransport(transportUrl);
  onTestFinished(async () => {
    await service.stop(false);
    await transport.close();
  });
  const client = (target: ConstructorParameters<typeof Target>[0] = {}) =>
    getRpcClient(transport, new Target({ topic: 'calculator', ...target }), { timeout: 5 });
  return { service, config: current as Values, log, client, transport };
}

/** Something that a test lets go on. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

async function servers(of: ReturnType<typeof calculator>, topic = 'calculator') {
  const driver = await of.transport.driver();
  return (await driver.servers({ exchange: 'openstack', topic, server: undefined, fanout: false })).names;
}

describe('what it serves', () => {
  it('is the topic of the name of the service, as the host', async () => {
    const it = calculator();
    await it.service.start();
    expect(await servers(it)).toEqual([hostname()]);
    expect(await it.client().call({}, 'add', { a: 1, b: 2 })).toBe(3);
  });

  it('is what the config says, where the code says nothing', async () => {
    const it = calculator(
      { defaults: { topic: 'x', server: 'y', exchange: 'z' } },
      { topic: 'sums', server: 'one', exchange: 'math' },
    );
    await it.service.start();
    const client = it.client({ topic: 'sums', server: 'one', exchange: 'math' }).prepare({ mandatory: true });
    expect(await client.call({}, 'add', { a: 1, b: 2 })).toBe(3);
  });

  it.for([
    [{ topic: 'sums', server: 'one' }, {}],
    [undefined, { topic: 'sums', server: 'one' }],
    [new Target({ topic: 'sums' }), { server: 'one', topic: 'not this' }],
  ] as const)('%j with the defaults %j', async ([target, defaults]) => {
    const it = calculator({ target, defaults }, target ? { topic: 'nor this' } : {});
    await it.service.start();
    expect(await servers(it, 'sums')).toEqual(['one']);
  });

  it('may come from a function, which is asked in each start', async () => {
    const it = calculator(
      { target: (service: RpcService) => ({ server: String(service.config.host) }) },
      { host: 'h1' },
    );
    await it.service.start();
    expect(await servers(it)).toEqual(['h1']);
    await it.service.stop(true);
    await it.service.wait();
    it.config.host = 'h2';
    await it.service.start();
    expect(await servers(it)).toEqual(['h2']);
  });

  it('is the same for each of its workers', async () => {
    const one = calculator();
    const other = calculator({}, { transportUrl: one.config.transportUrl });
    await Promise.all([one.service.start(), other.service.start()]);
    expect(await servers(one)).toEqual([hostname(), hostname()]);
  });

  it('comes from a function that may need the service', async () => {
    const endpoints = async (service: RpcService) => {
      expect(service.transport.url.transport).toBe('fake');
      return [{ who: () => service.name }];
    };
    const it = calculator({ endpoints });
    await it.service.start();
    expect(await it.client().call({}, 'who')).toBe('calculator');
  });

  it('answers a ping, and bounds what runs at a time, as the config says', async () => {
    const { open, opened } = gate();
    let running = 0;
    const slow = async () => {
      const now = ++running;
      await opened;
      running--;
      return now;
    };
    // From ${VAR} in a definition come strings.
    const it = calculator({ endpoints: [{ slow }] }, { rpcPingEnabled: 'true', concurrency: '1' });
    await it.service.start();
    const calls = [it.client().call({}, 'slow'), it.client().call({}, 'slow')];
    await turn();
    open();
    expect(await Promise.all(calls)).toEqual([1, 1]);
    expect(await it.client().call({}, 'oslo_rpc_server_ping')).toBe('pong');
  });
});

describe('a config that is wrong', () => {
  it.for<[string, unknown, RegExp]>([
    ['transportUrl', 7, /config.transportUrl of the service calculator: found 7; expected a string/],
    ['transportUrl', 'amqp://u:secret@h/', /config.transportUrl .*Did you mean rabbit:/],
    ['transportUrl', 'rabbit://u:secret@h:x/', /config.transportUrl .*Wrong port in host 1/],
    ['controlExchange', '', /config.controlExchange .*found ""; expected a string that is not empty/],
    ['rpcResponseTimeout', 0, /config.rpcResponseTimeout .*found 0; expected a number of seconds above 0/],
    ['rpcResponseTimeout', 'soon', /found "soon"; expected a number/],
    ['allowedRemoteExmods', 'a', /expected an array of strings/],
    ['allowedRemoteExmods', [1], /found an array; expected an array of strings/],
    ['oslo_messaging_rabbit', [], /found an array; expected an object/],
    ['topic', null, /config.topic .*found null; expected a string/],
    ['server', {}, /found an object/],
    ['exchange', true, /found true/],
    ['concurrency', 1.5, /found 1.5; expected an integer of at least 1/],
    ['atLeastOnce', 1, /found 1; expected true or false/],
    ['rpcPingEnabled', 'yes', /found "yes"; expected true or false/],
    ['transport_url', 'rabbit://h/', /config.transport_url .*expected transportUrl, as it is written here/],
    ['transportURL', 'rabbit://h/', /config.transportURL .*expected transportUrl/],
  ])('%s: %j fails the start', async ([key, value, message]) => {
    const { service } = calculator({}, { [key]: value });
    const error = await service.start().catch((reason: Error) => reason);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(String(error)).not.toContain('secret');
    await service.stop(true);
    await service.wait();
  });

  it('is told all that is wrong', async () => {
    const { service } = calculator({}, { concurrency: 0, topic: '' });
    await expect(service.start()).rejects.toThrow(/config.topic .*\. config.concurrency /);
  });

  it('may be corrected for the next start', async () => {
    const it = calculator({}, { concurrency: 0 });
    await expect(it.service.start()).rejects.toThrow(/concurrency/);
    it.config.concurrency = 2;
    await it.service.start();
    expect(await it.client().call({}, 'add', { a: 1, b: 2 })).toBe(3);
  });

  it.for<[string, Partial<Options>, RegExp]>([
    ['endpoints that throw', { endpoints: () => Promise.reject(new Error('no database')) }, /no database/],
    ['endpoints that are none', { endpoints: (() => 7) as never }, /endpoints of the service calculator/],
    ['a policy that is none', { accessPolicy: {} as never }, /isAllowed/],
  ])('and %s', async ([, options, message]) => {
    const { service } = calculator(options);
    await expect(service.start()).rejects.toThrow(message);
    expect(() => service.transport).toThrow(/not started/);
    await service.stop(true);
    await service.wait();
  });
});

describe('the end of it', () => {
  it('does not hang without a start', async () => {
    const { service } = calculator();
    await service.stop(true);
    await service.stop(false);
    await service.wait();
  });

  it('lets what runs end, and make calls until then', async () => {
    const { open, opened } = gate();
    const begun = gate();
    const helper = calculator();
    const transportUrl = helper.config.transportUrl;
    const endpoints = (service: RpcService) => {
      const sum = async () => {
        begun.open();
        await opened;
        return service.client({ topic: 'calculator' }).call({}, 'add', { a: 20, b: 22 });
      };
      return [{ sum }];
    };
    const front = calculator({ endpoints, target: { topic: 'front' } }, { transportUrl });
    await Promise.all([helper.service.start(), front.service.start()]);
    const sum = helper.client({ topic: 'front' }).call({}, 'sum');
    await begun.opened;
    await front.service.stop(true);
    expect(await servers(helper, 'front')).toEqual([]);
    const { transport } = front.service;
    let ended = false;
    const waited = Promise.resolve(front.service.wait()).then(() => {
      ended = true;
    });
    await turn();
    expect(ended).toBe(false);
    open();
    expect(await sum).toBe(42);
    await waited;
    await expect(transport.driver()).rejects.toThrow(/closed/);
  });

  it('has a hook between the last method and the end of the transport', async () => {
    const { open, opened } = gate();
    const begun = gate();
    const order: string[] = [];
    const it = calculator({
      endpoints: [
        {
          work: async () => {
            begun.open();
            await opened;
            order.push('worked');
          },
        },
      ],
    });
    const { service } = it;
    Object.assign(service, {
      drained: async () => {
        await service.transport.driver();
        order.push('drained');
      },
    });
    await service.start();
    const worked = it.client().call({}, 'work');
    await begun.opened;
    await service.stop(true);
    const waited = Promise.resolve(service.wait()).then(() => order.push('over'));
    open();
    await Promise.all([worked, waited]);
    expect(order).toEqual(['worked', 'drained', 'over']);
  });

  it('does not wait for what runs when it is not graceful, also when a graceful stop is under way', async () => {
    const begun = gate();
    const never = new Promise(() => {});
    const hang = () => {
      begun.open();
      return never;
    };
    const endpoints = [{ hang }];
    const it = calculator({ endpoints });
    await it.service.start();
    void it
      .client()
      .call({}, 'hang')
      .catch(() => {});
    await begun.opened;
    await it.service.stop(true);
    const waited = it.service.wait();
    await it.service.stop(false);
    await waited;
    expect(await servers(it)).toEqual([]);
  });

  it('gives up a start that is under way', async () => {
    const { service } = calculator({ endpoints: () => new Promise(() => {}) });
    const started = service.start();
    await turn();
    await service.stop(true);
    await expect(started).rejects.toThrow('The service calculator was stopped before it had started.');
    await service.wait();
  });

  it('is followed by a new beginning, with the new config', async () => {
    const it = calculator();
    const services = new Services({ log: it.log });
    await services.add(it.service, 'calculator');
    const before = it.service.transport;
    it.config.topic = 'sums';
    await services.restart('reload');
    expect(it.service.transport).not.toBe(before);
    expect(await servers(it)).toEqual([]);
    expect(await it.client({ topic: 'sums' }).call({}, 'add', { a: 1, b: 2 })).toBe(3);
    await services.stop(true);
    expect(await servers(it, 'sums')).toEqual([]);
  });

  it('a start while it runs changes nothing', async () => {
    const it = calculator();
    await it.service.start();
    const { transport } = it.service;
    await it.service.start();
    expect(it.service.transport).toBe(transport);
    expect(await servers(it)).toHaveLength(1);
  });
});

it('errors come back to its clients by allowedRemoteExmods', async () => {
  class Lost extends Error {
    static readonly python = { module: 'nova.lost', class: 'Lost' };
  }
  registerRemoteException(Lost);
  const lose = () => {
    throw new Lost('gone');
  };
  const it = calculator({ endpoints: [{ lose }] }, { allowedRemoteExmods: ['nova.lost'] });
  await it.service.start();
  await expect(it.service.client({ topic: 'calculator' }).call({}, 'lose')).rejects.toBeInstanceOf(Lost);
});

it('its serializer is that of its clients, too', async () => {
  const seen: unknown[] = [];
  const serializer = {
    serializeEntity: (_: unknown, entity: unknown) => entity,
    deserializeEntity: (_: unknown, entity: unknown) => entity,
    serializeContext: (context: Values) => ({ user: `<${context.user}>` }),
    deserializeContext: (context: Values) => context,
  };
  const endpoints = [{ see: (context: unknown) => void seen.push(context) }];
  const it = calculator({ endpoints, serializer });
  await it.service.start();
  await it.service.client({ topic: 'calculator' }).call({ user: 'me' }, 'see');
  expect(seen).toEqual([{ user: '<me>' }]);
});
