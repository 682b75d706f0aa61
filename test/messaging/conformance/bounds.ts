import { describe, expect, test } from 'vitest';
import { until, type World, within } from './world.js';

/** How much a server takes upon itself. */
export function bounds(world: World): void {
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

  describe('bounds', () => {
    test.each([false, true])('never more run than it may (at least once: %s)', async (atLeastOnce) => {
      const gate = world.gate();
      const server = await world.serve({ gate: gate.method }, { concurrency: 3, atLeastOnce });
      const calls = numbers(12).map((value) => world.client().call({}, 'gate', { value }));
      await gate.holds(3);
      for (const n of numbers(9)) {
        expect(server.running).toBeLessThanOrEqual(3);
        gate.one();
        await until(() => gate.entered.length >= n + 4, 'the next one');
      }
      gate.open();
      expect(await within(Promise.all(calls), 'all answers')).toEqual(numbers(12));
      expect(gate.most).toBe(3);
      expect(gate.entered).toHaveLength(12);
      await until(() => server.running === 0, 'nothing runs');
    });

    test('a busy server does not keep work from an idle one, but for what it holds ready', async () => {
      const busy = world.gate();
      const echo = (_: unknown, { value }: { value: unknown }) => value;
      await world.serve({ gate: busy.method, echo }, { name: 'busy', concurrency: 1 });
      const blocking = world.client({ server: 'busy' }).call({}, 'gate');
      await busy.holds(1);
      await world.serve({ echo }, { name: 'idle', on: world.transport() });
      const done: unknown[] = [];
      const calls = numbers(20).map((value) =>
        world
          .client()
          .call({}, 'echo', { value })
          .then((answer) => done.push(answer)),
      );
      await until(() => done.length >= 19, `nineteen answers`);
      busy.open();
      await within(Promise.all([...calls, blocking]), 'the rest');
      expect(done).toHaveLength(20);
    });

    test('what comes to the topic, to the server and to all has the same places', async () => {
      const gate = world.gate();
      await world.serve({ gate: gate.method }, { concurrency: 1 });
      const targets = [{}, { server: 'one' }, { fanout: true }];
      const casts = [...targets, ...targets, ...targets].map((target, value) =>
        world.client(target).cast({}, 'gate', { value }),
      );
      for (let n = 0; n < 9; n++) {
        await gate.holds(1);
        gate.one();
        await until(() => gate.entered.length >= Math.min(9, n + 2), 'the next one');
      }
      await within(Promise.all(casts), 'that all are handed over');
      expect(gate.most).toBe(1);
    });

    test('callers that have vanished do not slow others', async () => {
      const gate = world.gate();
      await world.serve({ gate: gate.method, echo: (_: unknown, { value }: { value: unknown }) => value });
      const vanishing = numbers(70).map(() => world.transport());
      const lost = Promise.allSettled(vanishing.map((on) => world.client({}, { on }).call({}, 'gate')));
      await gate.holds(64);
      await Promise.all(vanishing.map((on) => on.close()));
      for (const { status } of await within(lost, 'the vanished')) expect(status).toBe('rejected');
      const before = performance.now();
      gate.open();
      const live = numbers(10).map((value) => world.client().call({}, 'echo', { value }));
      expect(await within(Promise.all(live), 'the live', 5)).toEqual(numbers(10));
      expect(performance.now() - before).toBeLessThan(2000);
    });

    test('at least once: a request that came twice runs twice, for the first may have been cut', async () => {
      const got: unknown[] = [];
      await world.serve(
        { tell: (_: unknown, { value }: { value: unknown }) => got.push(value) },
        {
          atLeastOnce: true,
        },
      );
      const twice = { method: 'tell', args: { value: 1 }, _unique_id: 'b'.repeat(32) };
      await world.raw(twice);
      await world.raw(twice);
      await until(() => got.length >= 2, 'both');
      expect(await world.client().call({}, 'tell', { value: 2 })).toBe(3);
    });
  });
}
