import { describe, expect, test } from 'vitest';
import {
  JsonPayloadSerializer,
  NoOpSerializer,
  RequestContextSerializer,
  stringifyJson,
} from '../../../src/messaging/index.js';
import type { World } from './world.js';

const VALUES: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['booleans', [true, false]],
  ['numbers', [0, -1, 1.5, 2 ** 53 - 1, -(2 ** 53) + 1, 1e308, 5e-324]],
  ['minus zero', -0],
  ['big integers', [2n ** 53n, -(2n ** 53n) - 1n, 10n ** 30n + 7n, -(10n ** 100n)]],
  ['NaN and the infinities', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  ['the empty ones', ['', [], {}, { '': '' }]],
  ['unicode', 'h\u00e9llo \u2603 \ud834\udd1e \u2028\u2029 \0 \u007f \ufeff'],
  ['lone surrogates', ['\ud800', 'a\udfffb', { '\udbff': '\udc00\ud800' }]],
  ['words that are no numbers', ['NaN', '-Infinity', '12345678901234567890', '"NaN"', '\\', '\\"NaN']],
  ['__proto__ as a key', JSON.parse('{"__proto__": {"polluted": 1}, "a": {"__proto__": null}}')],
  ['other dangerous keys', JSON.parse('{"constructor": {"prototype": {"polluted": 1}}, "toString": 1}')],
  ['nested', Array.from({ length: 200 }).reduce((inner: unknown) => [{ inner }], 'core')],
];

/** Arguments, results and contexts arrive as what they were. */
export function values(world: World, largest: number): void {
  const echo = {
    echo: (_context: unknown, { value }: { value: unknown }) => value,
    context: (context: unknown) => context,
    names: (_context: unknown, args: object) => Object.keys(args),
    nothing: () => undefined,
  };

  describe('values', () => {
    test('of every kind, as arguments and as results', async () => {
      await world.serve(echo);
      for (const [kind, value] of VALUES) {
        const result = await world.client().call({}, 'echo', { value });
        expect(stringifyJson(result), kind).toBe(stringifyJson(value));
        expect(typeof result).toBe(typeof value);
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });

    test('of names that objects have, too', async () => {
      await world.serve(echo);
      const args = JSON.parse(
        '{"__proto__": 1, "constructor": 2, "": 3, "hasOwnProperty": 4, "\u00e9\ud800": 5}',
      );
      expect(await world.client().call({}, 'names', args)).toEqual(Object.keys(args));
      expect(await world.client().call({}, 'names')).toEqual([]);
    });

    test('nothing is null', async () => {
      await world.serve(echo);
      expect(await world.client().call({}, 'nothing')).toBeNull();
      expect(await world.client().call({}, 'echo', { value: [undefined, { left: undefined }] })).toEqual([
        null,
        {},
      ]);
    });

    test.each([1, 8].filter((size) => size * 2 ** 20 <= largest))('of %i MiB', async (size) => {
      await world.serve(echo);
      const value = 'd\u00e9j\u00e0 vu, '.repeat(2 ** 20).slice(0, size * 2 ** 20 - 1);
      expect((await world.client().call({}, 'echo', { value })) === value).toBe(true);
    });

    test('nothing is shared by reference', async () => {
      let kept: { list: number[] } | undefined;
      await world.serve({
        keep: (_context: unknown, { value }: { value: { list: number[] } }) => {
          kept = value;
          return kept;
        },
      });
      const value = { list: [1] };
      const result = (await world.client().call({}, 'keep', { value })) as typeof value;
      kept!.list.push(2);
      expect([value, result]).toEqual([{ list: [1] }, { list: [1] }]);
    });

    test('what cannot be sent is refused with its place, and nothing is sent', async () => {
      await world.serve(echo);
      const value = { rows: [{ id: () => 1 }] };
      const message = /args\.value\.rows\[0\]\.id cannot be sent as JSON/;
      await expect(world.client().call({}, 'echo', { value })).rejects.toThrow(message);
      await expect(world.client().cast({}, 'echo', { value })).rejects.toThrow(message);
      expect(world.calling.replies.waiting).toBe(0);
    });
  });

  describe('contexts', () => {
    test('with any key', async () => {
      await world.serve(echo);
      const context = JSON.parse(
        '{"user_id": "u1", "": 1, "__proto__": {"polluted": 1}, "constructor": 2, "roles": ["a"], "_context_x": 3, "method": 4, "\u2603": null}',
      );
      const result = await world.client().call(context, 'context');
      expect(stringifyJson(result)).toBe(stringifyJson(context));
      expect(await world.client().call({}, 'context')).toEqual({});
    });

    test('of a class of the application, with entities by another serializer', async () => {
      class Caller {
        constructor(readonly user: string) {}
        toDict = () => ({ user_id: this.user });
        static fromDict = ({ user_id }: Record<string, unknown>) => new Caller(user_id as string);
      }
      const json = new JsonPayloadSerializer();
      const base = {
        serializeEntity: (caller: Caller, entity: unknown) => ({
          from: caller.user,
          entity: json.serializeEntity({}, entity),
        }),
        deserializeEntity: (_caller: Caller, entity: unknown) => (entity as { entity: unknown }).entity,
      };
      const serializer = new RequestContextSerializer<Caller>(Caller, base);
      const seen: unknown[] = [];
      const endpoint = {
        look(caller: Caller, { value }: { value: unknown }) {
          seen.push(caller instanceof Caller, caller.user, value);
          return new Set([caller.user]);
        },
      };
      await world.serve(endpoint, { serializer: serializer as never });
      const client = world.client<Caller>({}, { serializer });
      const date = new Date('2020-01-02T03:04:05.678Z');
      expect(await client.call(new Caller('u1'), 'look', { value: new Map([['at', date]]) })).toEqual(['u1']);
      expect(seen).toEqual([true, 'u1', { at: '2020-01-02T03:04:05.678000' }]);
    });

    test('the serializers that come with it, on either side', async () => {
      await world.serve(echo, { serializer: new JsonPayloadSerializer() as never });
      const value = { a: [1, { b: null }] };
      for (const serializer of [new NoOpSerializer(), new JsonPayloadSerializer()])
        expect(await world.client({}, { serializer }).call({}, 'echo', { value })).toEqual(value);
    });
  });
}
