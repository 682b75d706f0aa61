import { describe, expect, it } from 'vitest';
import { getRpcServer, InvalidTarget, Target } from '../../src/messaging/index.js';
import { deferred, isSettled } from '../service/helpers.js';
import { HandMade, transportWith } from './helpers.js';

const target = new Target({ topic: 'topic', server: 'one' });

describe('getRpcServer', () => {
  it('refuses what is no server', () => {
    const { transport } = transportWith({});
    for (const init of [{}, { topic: 't' }, { server: 's' }])
      expect(() => getRpcServer(transport, new Target(init), [])).toThrow(InvalidTarget);
    for (const concurrency of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '4' as never])
      expect(() => getRpcServer(transport, target, [], { concurrency })).toThrow(/concurrency is/);
    expect(() => getRpcServer(transport, target, [], { accessPolicy: {} as never })).toThrow(TypeError);
    expect(() => getRpcServer(transport, target, [{ target: {} }])).toThrow(TypeError);
  });

  it('listens to the topic with the exchange of the transport, and holds as many as it runs', async () => {
    const asked: unknown[] = [];
    const { transport } = transportWith({
      listen: async (address, { prefetch }) => {
        asked.push(address, prefetch);
        return { stop: async () => {}, close: async () => {} };
      },
    });
    await getRpcServer(transport, target.with({ fanout: true }), [], { concurrency: 7 }).start();
    await getRpcServer(transport, target.with({ exchange: 'x' }), []).start();
    expect(asked).toEqual([
      { exchange: 'openstack', topic: 'topic', server: 'one', fanout: false },
      7,
      { exchange: 'x', topic: 'topic', server: 'one', fanout: false },
      64,
    ]);
  });
});

describe('a server whose driver fails', () => {
  it('to listen: start() says so; after stop() it can be started again', async () => {
    let fails = true;
    const { transport } = transportWith({
      listen: async () => {
        if (fails) throw new Error('no broker');
        return { stop: async () => {}, close: async () => {} };
      },
    });
    const server = getRpcServer(transport, target, []);
    await expect(server.start()).rejects.toThrow('no broker');
    await server.stop();
    await server.wait();
    fails = false;
    await server.start();
    await server.stop();
    await server.wait();
  });

  it('to listen: it can be started again at once, and who waits for the end is not kept', async () => {
    let fails = true;
    const { transport } = transportWith({
      listen: async () => {
        if (fails) throw new Error('no broker');
        return { stop: async () => {}, close: async () => {} };
      },
    });
    const server = getRpcServer(transport, target, []);
    const waited = server.wait();
    await expect(server.start()).rejects.toThrow('no broker');
    await expect(server.start()).rejects.toThrow('no broker');
    fails = false;
    await server.start();
    await waited;
    await server.stop();
    await server.wait();
  });

  it('to stop: stop() says so; what runs is finished, and the connection closed, all the same', async () => {
    let closed = 0;
    const { transport, taken } = transportWith({
      listen: async (_address, options) => {
        taken.push(options);
        return {
          stop: () => Promise.reject(new Error('cannot')),
          close: async () => {
            closed++;
          },
        };
      },
    });
    const gate = deferred();
    const server = getRpcServer(transport, target, [{ m: () => gate.promise }]);
    await server.start();
    taken[0]!.take(new HandMade({ method: 'm' }));
    await expect(server.stop()).rejects.toThrow('cannot');
    const over = server.wait();
    expect([await isSettled(over), server.running]).toEqual([false, 1]);
    gate.resolve();
    await over;
    expect(closed).toBe(1);
  });

  it('takes requests that come before listen() has resolved', async () => {
    const incoming = new HandMade({ method: 'm', _msg_id: 'i' });
    const { transport } = transportWith({
      listen: async (_address, { take }) => {
        take(incoming);
        return { stop: async () => {}, close: async () => {} };
      },
    });
    const server = getRpcServer(transport, target, [{ m: () => 1 }]);
    await server.start();
    await server.stop();
    await server.wait();
    expect(incoming.replies).toHaveLength(1);
  });
});
