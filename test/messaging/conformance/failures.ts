import { describe, expect, test } from 'vitest';
import {
  expectedExceptions,
  MessagingException,
  NoSuchMethod,
  RemoteError,
  registerRemoteException,
  UnsupportedVersion,
} from '../../../src/messaging/index.js';
import { failure, type World } from './world.js';

class InstanceNotFound extends Error {
  static readonly python = { module: 'conformance.exception', class: 'InstanceNotFound' };
  readonly args: readonly unknown[];

  constructor(
    message: string,
    readonly kwargs: Record<string, unknown> = {},
  ) {
    super(message);
    this.args = [message];
  }
}
registerRemoteException(InstanceNotFound);

class OfTheApplication extends TypeError {}

const HOSTILE = [
  Object.create(null),
  new Proxy(new Error('x'), {
    get() {
      throw new Error('no looking');
    },
  }),
  Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('no message');
    },
  }),
  Object.assign(new Error('odd'), { message: 5, stack: [1], args: 'none', kwargs: [1n, () => {}] }),
  { toJSON: 1, toString: 2, constructor: null },
  undefined,
  Symbol('s'),
  10n,
];

/** What a method throws comes out of the call. */
export function failures(world: World): void {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const endpoint = {
    type: () => {
      throw new TypeError('a type');
    },
    range: async () => {
      throw new RangeError('a range');
    },
    plain: () => Promise.reject(new Error('plain')),
    own: () => {
      throw new OfTheApplication('own');
    },
    missing: (_context: unknown, { id }: { id: unknown }) => {
      throw new InstanceNotFound('no instance', { id, n: 2n ** 60n });
    },
    expected: expectedExceptions([InstanceNotFound], () => {
      throw new InstanceNotFound('as expected');
    }),
    string: () => Promise.reject('a string'),
    unsendable: () => ({ rows: [1, Symbol('s')] }),
    cyclic: () => cyclic,
    hostile: (_context: unknown, { index }: { index: number }) => {
      throw HOSTILE[index];
    },
  };

  describe('failures', () => {
    test('are a RemoteError with all that the other side said', async () => {
      await world.serve(endpoint);
      const error = await failure<RemoteError>(world.client().call({}, 'missing', { id: 'abc' }));
      expect(error).toBeInstanceOf(RemoteError);
      expect(error).toBeInstanceOf(MessagingException);
      expect(error).toMatchObject({
        name: 'RemoteError',
        code: 'NL_REMOTE',
        excType: 'InstanceNotFound',
        module: 'conformance.exception',
        value: 'no instance',
        message: 'Remote error: InstanceNotFound no instance',
        remoteArgs: ['no instance'],
        remoteKwargs: { id: 'abc', n: 2n ** 60n },
      });
      expect(error.traceback.join('')).toMatch(/no instance\n.*failures\.ts/s);
      expect(error.traceback.every((line) => line.endsWith('\n'))).toBe(true);
    });

    test('are of the registered class, where its module is allowed', async () => {
      await world.serve(endpoint);
      const on = world.transport({ allowedRemoteExmods: ['conformance.exception'] });
      const error = await failure<InstanceNotFound>(world.client({}, { on }).call({}, 'missing', { id: 7 }));
      expect(error).toBeInstanceOf(InstanceNotFound);
      expect(error).toMatchObject({ message: 'no instance', kwargs: { id: 7, n: 2n ** 60n } });
      expect(error.cause).toBeInstanceOf(RemoteError);
    });

    test("of JavaScript's own classes are these, or Python's nearest", async () => {
      await world.serve(endpoint);
      const client = world.client();
      const type = await failure(client.call({}, 'type'));
      expect([type.constructor, type.message]).toEqual([TypeError, 'a type']);
      const range = await failure(client.call({}, 'range'));
      expect([range.constructor, range.message]).toEqual([RangeError, 'a range']);
      expect((range.cause as RemoteError).excType).toBe('ValueError');
      expect(await failure(client.call({}, 'plain'))).toMatchObject({
        excType: 'Exception',
        module: 'builtins',
        value: 'plain',
      });
      expect(await failure(client.call({}, 'own'))).toMatchObject({
        excType: 'OfTheApplication',
        module: 'javascript',
        value: 'own',
      });
      expect(await failure(client.call({}, 'string'))).toMatchObject({ value: 'a string' });
    });

    test('that are expected come to the caller like any other, and are no news in the log', async () => {
      await world.serve(endpoint);
      const error = await failure(world.client().call({}, 'expected'));
      expect(error).toMatchObject({ excType: 'InstanceNotFound', value: 'as expected' });
      expect(world.kept.of('error')).toEqual([]);
      await failure(world.client().call({}, 'missing'));
      expect(world.kept.of('error')).toHaveLength(1);
    });

    test('a result that cannot be sent is one, and names the place', async () => {
      await world.serve(endpoint);
      const error = await failure(world.client().call({}, 'unsendable'));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(/^result\.rows\[1\] cannot be sent as JSON/);
      expect((await failure(world.client().call({}, 'cyclic'))).message).toMatch(/result\.self.* no cycle/);
    });

    test('whatever is thrown, the caller gets an answer', async () => {
      await world.serve(endpoint);
      for (const index of HOSTILE.keys())
        expect(await failure(world.client({}, { timeout: 3 }).call({}, 'hostile', { index }))).toBeInstanceOf(
          RemoteError,
        );
    });

    test('of a cast are told to the log only', async () => {
      const gate = world.gate();
      await world.serve({ ...endpoint, gate: gate.method }, { concurrency: 1 });
      await world.client().cast({}, 'type');
      await world.client().cast({}, 'gate');
      await gate.holds(1);
      expect(world.kept.of('error')).toEqual([expect.stringMatching(/^type of .* failed: a type$/)]);
    });

    test("of the dispatcher have oslo's texts, and their classes where they are allowed", async () => {
      await world.serve(endpoint);
      const client = world.client();
      const text = 'Endpoint does not support RPC method absent';
      const version = 'Endpoint does not support RPC version 2.0. Attempted method: type';
      expect(await failure(client.call({}, 'absent'))).toMatchObject({
        excType: 'NoSuchMethod',
        module: 'oslo_messaging.rpc.dispatcher',
        value: text,
        remoteArgs: [text],
      });
      const newer = client.prepare({ version: '2.0' });
      expect(await failure(newer.call({}, 'type'))).toMatchObject({
        excType: 'UnsupportedVersion',
        value: version,
      });
      const on = world.transport({ allowedRemoteExmods: ['oslo_messaging.rpc.dispatcher'] });
      const allowed = world.client({}, { on });
      const none = await failure<NoSuchMethod>(allowed.call({}, 'absent'));
      expect(none).toBeInstanceOf(NoSuchMethod);
      expect(none).toMatchObject({ message: text, method: 'absent' });
      const other = await failure(allowed.prepare({ version: '2.0' }).call({}, 'type'));
      expect(other).toBeInstanceOf(UnsupportedVersion);
      expect(other).toMatchObject({ message: version, version: '2.0', method: 'type' });
    });
  });
}
