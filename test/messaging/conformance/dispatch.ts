import { describe, expect, test } from 'vitest';
import {
  DefaultRpcAccessPolicy,
  ExplicitRpcAccessPolicy,
  expose,
  LegacyRpcAccessPolicy,
  type RemoteError,
  Target,
} from '../../../src/messaging/index.js';
import { failure, type World } from './world.js';

const UNREACHABLE = [
  'constructor',
  'toString',
  '__proto__',
  'hasOwnProperty',
  'isPrototypeOf',
  'valueOf',
  'toLocaleString',
  'propertyIsEnumerable',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  'target',
  'text',
  'accessor',
  '',
];

class Base {
  inherited() {
    return 'inherited';
  }
}

class Endpoint extends Base {
  target = new Target({ version: '1.0' });
  text = 'no method';
  ran = false;
  get accessor() {
    this.ran = true;
    return () => 'accessor';
  }
  open() {
    return 'open';
  }
  _hidden() {
    return 'hidden';
  }
  exposed = expose(() => 'exposed');
}

/** Which method answers a request. */
export function dispatch(world: World): void {
  const excType = async (promise: Promise<unknown>) => (await failure<RemoteError>(promise)).excType;

  describe('dispatch', () => {
    test('by namespace and version; the first that fits', async () => {
      const named = (name: string, target?: Target, more: object = {}) => ({
        target,
        who: () => name,
        ...more,
      });
      await world.serve([
        named('plain'),
        named('a1', new Target({ namespace: 'a', version: '1.3' })),
        named('a2', new Target({ namespace: 'a', version: '2.1' }), { only: () => 'a2 only' }),
        named('again', new Target({ namespace: 'a', version: '2.9' }), { late: () => 'late' }),
        named('renamed', new Target({ namespace: 'new', legacyNamespaces: ['old', 'older'] })),
      ]);
      const who = (namespace?: string, version?: string, method = 'who') =>
        world.client({ namespace, version }).call({}, method);
      expect(await who()).toBe('plain');
      expect(await who(undefined, '1.0')).toBe('plain');
      expect(await who('a')).toBe('a1');
      expect(await who('a', '1.3')).toBe('a1');
      expect(await who('a', '2.0')).toBe('a2');
      expect(await who('a', '2.5')).toBe('again');
      expect(await who('a', '2.0', 'late')).toBe('late');
      expect(await who('a', '2.1', 'only')).toBe('a2 only');
      for (const namespace of ['new', 'old', 'older']) expect(await who(namespace)).toBe('renamed');

      expect(await excType(who('a', '1.4'))).toBe('UnsupportedVersion');
      expect(await excType(who('a', '3.0'))).toBe('UnsupportedVersion');
      expect(await excType(who(undefined, '1.1'))).toBe('UnsupportedVersion');
      expect(await excType(who('absent'))).toBe('UnsupportedVersion');
      // NoSuchMethod has precedence as soon as namespace and version fit somewhere.
      expect(await excType(who('a', '2.1', 'absent'))).toBe('NoSuchMethod');
      expect(await excType(who('a', '2.9', 'only'))).toBe('NoSuchMethod');
    });

    test.each([
      ['legacy', new LegacyRpcAccessPolicy(), ['open', 'inherited', '_hidden', 'exposed'], []],
      ['default', undefined, ['open', 'inherited', 'exposed'], ['_hidden']],
      ['default, as such', new DefaultRpcAccessPolicy(), ['open', 'inherited', 'exposed'], ['_hidden']],
      ['explicit', new ExplicitRpcAccessPolicy(), ['exposed'], ['open', 'inherited', '_hidden']],
    ] as const)('the policy %s', async (_name, accessPolicy, reachable, refused) => {
      const endpoint = new Endpoint();
      await world.serve(endpoint, { accessPolicy });
      const client = world.client();
      for (const method of reachable)
        expect(await client.call({}, method)).toBe(method === '_hidden' ? 'hidden' : method);
      for (const method of [...refused, ...UNREACHABLE.filter(Boolean)])
        expect([method, await excType(client.call({}, method))]).toEqual([method, 'NoSuchMethod']);
      expect(endpoint.ran).toBe(false);
      await expect(client.call({}, '')).rejects.toBeInstanceOf(TypeError);
    });

    test('a method is called on its endpoint, with the context and the arguments by name', async () => {
      class Counter {
        #count = 40;
        add(context: { by: number }, { n }: { n: number }) {
          this.#count += context.by + n;
          return this.#count;
        }
      }
      await world.serve(new Counter());
      expect(await world.client().call({ by: 1 }, 'add', { n: 1 })).toBe(42);
    });

    test('ping, where it is wanted', async () => {
      const endpoint = { oslo_rpc_server_pong: () => 'other' };
      await world.serve(endpoint, { pingEnabled: true });
      await world.serve(endpoint, { name: 'quiet', target: { topic: `${world.topic}-quiet` } });
      expect(await world.client().call({}, 'oslo_rpc_server_ping')).toBe('pong');
      const quiet = world.client({ topic: `${world.topic}-quiet` });
      expect(await excType(quiet.call({}, 'oslo_rpc_server_ping'))).toBe('NoSuchMethod');
    });

    test('what is above the version cap is not sent', async () => {
      await world.serve({ who: () => 'here' });
      const client = world.client({ version: '1.0' }, { versionCap: '1.0' });
      expect(await client.call({}, 'who')).toBe('here');
      const newer = client.prepare({ version: '1.1' });
      expect(newer.canSendVersion()).toBe(false);
      await expect(newer.call({}, 'who')).rejects.toMatchObject({ code: 'NL_VERSION_CAP' });
      await expect(newer.cast({}, 'who')).rejects.toMatchObject({ code: 'NL_VERSION_CAP' });
    });
  });
}
