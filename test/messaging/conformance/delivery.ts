import { describe, expect, test } from 'vitest';
import { InvalidTarget, MessageDeliveryFailure, MessageUndeliverable } from '../../../src/messaging/index.js';
import { failure, stopped, until, type World, within } from './world.js';

/** Who gets a message, and how often. */
export function delivery(world: World): void {
  /** Servers of these names, which keep what comes to them. */
  const serving = async (...names: string[]) => {
    const got = new Map<string, unknown[]>();
    for (const name of names) {
      const list: unknown[] = [];
      got.set(name, list);
      const endpoint = {
        tell: (_context: unknown, { value }: { value: unknown }) => {
          list.push(value);
          return name;
        },
      };
      await world.serve(endpoint, { name });
    }
    const all = () => [...got.values()].flat();
    return { got, all };
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
  const sorted = (values: unknown[]) => [...values].sort((a, b) => Number(a) - Number(b));

  describe('delivery', () => {
    test('casts run once each, and the work is spread', async () => {
      const { got, all } = await serving('one', 'two');
      await Promise.all(numbers(40).map((value) => world.client().cast({}, 'tell', { value })));
      await until(() => all().length >= 40, 'forty casts');
      expect(sorted(all())).toEqual(numbers(40));
      for (const list of got.values()) expect(list.length).toBeGreaterThan(0);
    });

    test('calls run once each, and the work is spread', async () => {
      const { all } = await serving('one', 'two');
      const names = await Promise.all(numbers(40).map((value) => world.client().call({}, 'tell', { value })));
      expect(new Set(names)).toEqual(new Set(['one', 'two']));
      expect(sorted(all())).toEqual(numbers(40));
    });

    test('to one server', async () => {
      const { got } = await serving('one', 'two', 'three');
      const two = world.client({ server: 'two' });
      for (const value of numbers(5)) expect(await two.call({}, 'tell', { value })).toBe('two');
      for (const value of numbers(5)) await two.cast({}, 'tell', { value });
      await until(() => got.get('two')!.length >= 10, 'ten at the second');
      expect(got.get('one')).toEqual([]);
      expect(got.get('three')).toEqual([]);
      const { server } = world.client().prepare({ server: 'one' }).target;
      expect(server).toBe('one');
    });

    test('to all', async () => {
      const { got } = await serving('one', 'two', 'three');
      const all = world.client({ fanout: true });
      for (const value of numbers(3)) await all.cast({}, 'tell', { value });
      for (const list of got.values()) await until(() => list.length >= 3, 'three at each');
      for (const list of got.values()) expect(sorted(list)).toEqual([0, 1, 2]);
      expect(await failure(all.call({}, 'tell'))).toBeInstanceOf(InvalidTarget);
    });

    test('exchanges and topics are apart', async () => {
      const { got } = await serving('one');
      const other = { who: () => 'other exchange', tell: () => 'other exchange' };
      await world.serve(other, { name: 'one', target: { exchange: `${world.topic}-x`, topic: 'elsewhere' } });
      const elsewhere = world.client({ exchange: `${world.topic}-x`, topic: 'elsewhere' });
      expect(await elsewhere.call({}, 'tell', { value: 1 })).toBe('other exchange');
      expect(got.get('one')).toEqual([]);
    });

    test('what nobody serves waits for a server', async () => {
      const first = await serving('one');
      await world.client().call({}, 'tell', { value: 0 });
      expect(first.all()).toEqual([0]);
      await world.end();
      const calls = numbers(5).map((value) => world.client().call({}, 'tell', { value }));
      await until(() => world.calling.replies.waiting === 5, 'five calls that wait');
      await serving('later');
      expect(await within(Promise.all(calls), 'five answers')).toEqual(Array(5).fill('later'));
    });

    test('mandatory: where nobody serves it, that is known at once', async () => {
      const client = world.client({}, { mandatory: true });
      for (const target of [{}, { server: 'absent' }]) {
        const error = await within(failure(client.prepare(target).call({}, 'tell')), 'the error', 5);
        expect(error).toBeInstanceOf(MessageUndeliverable);
        expect(error).toBeInstanceOf(Error);
        expect(await failure(client.prepare(target).cast({}, 'tell'))).toBeInstanceOf(MessageUndeliverable);
      }
      await serving('one');
      expect(await client.call({}, 'tell', { value: 1 })).toBe('one');
      await client.cast({}, 'tell', { value: 2 });
      expect(await client.prepare({ server: 'one' }).call({}, 'tell', { value: 1 })).toBe('one');
    });

    test('servers() tells who serves', async () => {
      expect((await world.servers()).count).toBe(0);
      const one = await world.serve({}, { name: 'one' });
      await world.serve({}, { name: 'two' });
      const { count, names } = await world.servers();
      expect(count).toBe(2);
      // Some drivers know their names, and some more than that.
      if (names.length > 0)
        expect([...names].sort()).toEqual([expect.stringMatching(/^one/), expect.stringMatching(/^two/)]);
      expect((await world.servers('one')).count).toBe(1);
      expect((await world.servers('three')).count).toBe(0);
      await stopped(one);
      await until(async () => (await world.servers()).count === 1, 'one server');
      expect((await world.servers('one')).count).toBe(0);
    });

    test('the same request twice is run once, unless it has no id', async () => {
      const { all } = await serving('one');
      const twice = { method: 'tell', args: { value: 1 }, _unique_id: 'a'.repeat(32) };
      await world.raw(twice);
      await world.raw(twice);
      await world.raw({ method: 'tell', args: { value: 2 } });
      await world.raw({ method: 'tell', args: { value: 2 } });
      await until(() => all().length >= 3, 'three of four');
      await world.client().call({}, 'tell', { value: 3 });
      expect(sorted(all())).toEqual([1, 2, 2, 3]);
    });

    test('a message that is none is dropped, with one line', async () => {
      const { all } = await serving('one');
      for (const message of [
        { method: 5 },
        { args: {} },
        { method: 'tell', args: [] },
        { method: 'tell', version: 1 },
      ])
        await world.raw(message);
      await world.client().call({}, 'tell', { value: 1 });
      await until(() => world.kept.of('error').length >= 4, 'four lines');
      expect(all()).toEqual([1]);
      expect(world.kept.of('error')).toHaveLength(4);
      expect(world.kept.of('error')[0]).toMatch(/^A message to .* is dropped: its method is a number/);
    });

    test('two transports in one process are two', async () => {
      await serving('one');
      const [a, b] = [world.transport(), world.transport()];
      const [one, two] = [world.client({}, { on: a }), world.client({}, { on: b })];
      expect(await Promise.all([one, two].map((client) => client.call({}, 'tell', { value: 1 })))).toEqual([
        'one',
        'one',
      ]);
      await a.close();
      expect(await two.call({}, 'tell', { value: 2 })).toBe('one');
      expect(await failure(one.call({}, 'tell'))).toBeInstanceOf(MessageDeliveryFailure);
    });

    test('close() fails what waits, and what comes later', async () => {
      const gate = world.gate();
      await world.serve({ gate: gate.method });
      const on = world.transport();
      const client = world.client({}, { on });
      const calls = [1, 2, 3].map((value) => failure(client.call({}, 'gate', { value })));
      await gate.holds(3);
      const closing = [on.close(), on.close()];
      for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(MessageDeliveryFailure);
      await within(Promise.all(closing), 'close()');
      expect(on.replies.waiting).toBe(0);
      expect(await failure(client.call({}, 'gate'))).toBeInstanceOf(MessageDeliveryFailure);
      expect(await failure(client.cast({}, 'gate'))).toBeInstanceOf(MessageDeliveryFailure);
      await on.close();
    });
  });
}
