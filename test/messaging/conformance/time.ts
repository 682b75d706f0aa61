import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { MessagingTimeout } from '../../../src/messaging/index.js';
import { failure, heard, until, type World, within } from './world.js';

/** How long a call waits. */
export function time(world: World): void {
  const took = async (promise: Promise<unknown>) => {
    const before = performance.now();
    await promise.catch(() => {});
    return (performance.now() - before) / 1000;
  };

  describe('timeouts', () => {
    test('a call ends in time, and its late reply does no harm', async () => {
      const gate = world.gate();
      await world.serve({ gate: gate.method, echo: (_: unknown, { value }: { value: number }) => value });
      const late = heard(world.calling);
      const call = world.client({}, { timeout: 0.2 }).call({}, 'gate', { value: 'late' });
      const seconds = await took(call);
      const error = await failure(call);
      expect(error).toBeInstanceOf(MessagingTimeout);
      expect(error).toMatchObject({ code: 'NL_RPC_TIMEOUT' });
      expect(error.message).toMatch(
        /^Timed out waiting for a reply to message ID [0-9a-f]{32}: .*gate.* 0\.2 s\.$/,
      );
      expect(seconds).toBeGreaterThan(0.19);
      await gate.holds(1);
      gate.open();
      await until(() => late.length > 0, 'the late reply');
      expect(await world.client().call({}, 'echo', { value: 2 })).toBe(2);
      expect(world.kept.of('error')).toEqual([]);
      expect(world.calling.replies.waiting).toBe(0);
    });

    test('a call that nobody has taken in time is not run later', async () => {
      const client = world.client();
      const ran: unknown[] = [];
      const endpoint = {
        run: (_: unknown, { value }: { value: unknown }) => {
          ran.push(value);
        },
      };
      const first = await world.serve(endpoint);
      await client.call({}, 'run', { value: 1 });
      await first.stop();
      await first.wait();
      expect(
        await failure(client.prepare({ timeout: 0.2 }).call({}, 'run', { value: 'expired' })),
      ).toBeInstanceOf(MessagingTimeout);
      await world.serve(endpoint);
      await world.client().call({}, 'run', { value: 2 });
      expect(ran).toEqual([1, 2]);
    });

    test('the timeout of the transport holds where there is no other', async () => {
      expect(world.calling.rpcResponseTimeout).toBe(60);
      const client = world.client({}, { timeout: undefined });
      expect(await failure(client.prepare({ timeout: 0.1 }).call({}, 'x'))).toBeInstanceOf(MessagingTimeout);
    });
  });

  describe('call monitor', () => {
    test('signs of life keep a call alive, and end with it', async () => {
      const [long, later, never] = [world.gate(), world.gate(), world.gate()];
      await world.serve({
        long: long.method,
        later: later.method,
        never: never.method,
        fails: async () => {
          throw new Error('fails');
        },
      });
      const messages = heard(world.calling);
      const signs = (id?: unknown) =>
        messages.filter(({ ending, _msg_id }) => ending === false && (id === undefined || _msg_id === id));
      const monitored = world.client({}, { timeout: 20, callMonitorTimeout: 0.6 });
      const first = monitored.call({}, 'long', { value: 'done' });
      await until(() => signs().length >= 2, 'two signs of life');
      const [id] = new Set(signs().map(({ _msg_id }) => _msg_id));
      long.open();
      expect(await first).toBe('done');

      // Neither for what fails, nor for what cannot be dispatched.
      await failure(monitored.call({}, 'fails'));
      await failure(monitored.call({}, 'absent'));
      await failure(monitored.prepare({ version: '9.0' }).call({}, 'long'));
      const before = signs(id).length;
      const second = monitored.call({}, 'later', { value: 'too' });
      await until(() => signs().length >= before + 2, 'two signs of life of the second');
      expect(signs(id)).toHaveLength(before);
      expect(new Set(signs().map(({ _msg_id }) => _msg_id)).size).toBe(2);
      later.open();
      expect(await second).toBe('too');

      // A sign of life does not lengthen the call.
      const seconds = took(monitored.prepare({ timeout: 0.7 }).call({}, 'never'));
      expect(await seconds).toBeGreaterThan(0.69);
      expect(await seconds).toBeLessThan(1.5);
    });

    test('silence ends a call', async () => {
      const client = world.client({}, { callMonitorTimeout: 0.3 });
      const call = client.call({}, 'nobody');
      const seconds = await took(call);
      const error = await failure(call);
      expect(error).toBeInstanceOf(MessagingTimeout);
      expect(error.message).toMatch(/0\.3 s without a sign of life/);
      expect(seconds).toBeGreaterThan(0.29);
      expect(seconds).toBeLessThan(3);
    });
  });

  describe('AbortSignal', () => {
    test('before: nothing is sent', async () => {
      const ran: unknown[] = [];
      await world.serve({ run: (_: unknown, { value }: { value: unknown }) => ran.push(value) });
      const reason = new Error('not any more');
      const signal = AbortSignal.abort(reason);
      await expect(world.client().call({}, 'run', { value: 'call' }, { signal })).rejects.toBe(reason);
      await expect(world.client().cast({}, 'run', { value: 'cast' }, { signal })).rejects.toBe(reason);
      await world.client().call({}, 'run', { value: 'ran' });
      expect(ran).toEqual(['ran']);
    });

    test('during: the reason comes out at once', async () => {
      const gate = world.gate();
      await world.serve({ gate: gate.method });
      const late = heard(world.calling);
      const controller = new AbortController();
      const call = world.client().call({}, 'gate', { value: 1 }, { signal: controller.signal });
      await gate.holds(1);
      const reason = { any: 'value' };
      controller.abort(reason);
      await expect(within(call, 'the reason')).rejects.toBe(reason);
      gate.open();
      await until(() => late.length > 0, 'the late reply');
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('while nobody takes it', async () => {
      const controller = new AbortController();
      const call = world.client().call({}, 'nobody', {}, { signal: controller.signal });
      await until(() => world.calling.replies.waiting === 1, 'the call waits');
      controller.abort();
      expect((await failure(call)).name).toBe('AbortError');
      expect(world.calling.replies.waiting).toBe(0);
    });

    test('after: no effect, and no listener stays', async () => {
      await world.serve({ run: () => 1 });
      const controller = new AbortController();
      const { signal } = controller;
      expect(await world.client().call({}, 'run', {}, { signal })).toBe(1);
      await world.client().cast({}, 'run', {}, { signal });
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
      controller.abort();
    });
  });
}
