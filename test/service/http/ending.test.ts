import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import net from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { trackServers } from '../../../src/service/connections.js';
import { HttpService } from '../../../src/service/http/index.js';
import { Launcher } from '../../../src/service/launcher.js';
import { isSettled } from '../helpers.js';
import { Client, GET } from '../http-fixture.js';
import { VirtualClock } from '../virtual-clock.js';
import { ask, FIRST, failure, made, started } from './fixture.js';

/** A service whose responses wait until the test lets them go. */
async function held(settings: object = {}) {
  const clock = new VirtualClock();
  const waiting: ServerResponse[] = [];
  let arrived = () => {};
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/') return response.end('hello');
    waiting.push(response);
    return arrived();
  };
  const it = await started({ handler }, settings, { clock });
  const connect = async () => {
    const client = new Client(net.connect(it.port(), '127.0.0.1'));
    await once(client.socket, 'connect');
    onTestFinished(() => void client.socket.destroy());
    return client;
  };
  /** A request that has reached the handler; its response. */
  const request = async (client: Client, path = '/held') => {
    const here = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    client.socket.write(GET(path));
    await here;
    return waiting.at(-1)!;
  };
  const stopped = () => Promise.resolve(it.service.stop(true)).then(() => it.service.wait());
  return { ...it, clock, connect, request, stopped };
}

describe('a graceful stop', () => {
  it('takes no connection, and answers what is asked, with Connection: close', async () => {
    const { service, port, connect, request, stopped } = await held();
    const client = await connect();
    const response = await request(client);
    const end = stopped();
    expect((await failure(once(net.connect(port(), '127.0.0.1'), 'connect'))).code).toBe('ECONNREFUSED');
    expect(await isSettled(end)).toBe(false);
    expect(service.describe()).toMatchObject({ state: 'draining', inFlight: 1, connections: 1 });
    response.end('late');
    expect(await client.hears(/late$/)).toMatch(/Connection: close/);
    await end;
    await client.closed;
  });

  it('leaves an idle connection a second for a request that may be under way', async () => {
    const { clock, connect, stopped } = await held();
    const [used, unused] = [await connect(), await connect()];
    for (const client of [used, unused]) {
      client.socket.write(GET());
      expect(await client.hears('hello')).toMatch(/Connection: keep-alive/);
    }
    const end = stopped();
    await clock.advance(0.9);
    used.socket.write(GET());
    expect(await used.hears('hello')).toMatch(/Connection: close/);
    await used.closed;
    expect(await isSettled(end)).toBe(false);
    await clock.advance(1);
    await unused.closed;
    await end;
  });

  it('has nothing to wait for without connections', async () => {
    const { stopped } = await held();
    await stopped();
  });

  it('that stop(false) ends cuts what is left', async () => {
    const { service, connect, request, stopped } = await held();
    const client = await connect();
    await request(client);
    const end = stopped();
    expect(await isSettled(end)).toBe(false);
    await service.stop(false);
    await Promise.all([end, client.closed]);
  });

  it('after the launcher has drained the same server waits for nothing more', async () => {
    const drain = trackServers();
    onTestFinished(() => drain.restore());
    const { connect, request, stopped } = await held();
    const client = await connect();
    const response = await request(client);
    const drained = drain.drain();
    response.end('late');
    await client.hears('late');
    expect(await drained).toBe(0);
    await stopped();
  });

  it('ends a connection in its TLS handshake, too', async () => {
    const { clock, connect, stopped } = await held({ tls: FIRST });
    const client = await connect();
    await new Promise((resolve) => setImmediate(resolve));
    const end = stopped();
    await clock.advance(1.5);
    await Promise.all([end, client.closed]);
  });
});

describe('a stop that is not graceful', () => {
  it('cuts every connection: asked, idle, silent and in a handshake', async () => {
    const plain = await held();
    const secure = await held({ tls: FIRST });
    const clients = [
      await plain.connect(),
      await plain.connect(),
      await plain.connect(),
      await secure.connect(),
    ];
    await plain.request(clients[0]!);
    clients[1]!.socket.write(GET());
    await clients[1]!.hears('hello');
    await Promise.all([plain.service.stop(false), secure.service.stop(false)]);
    await Promise.all(clients.map(({ closed }) => closed));
    expect(plain.service.describe()).toMatchObject({ state: 'stopped' });
  });
});

describe('a start', () => {
  it('that is called again is the same', async () => {
    const { service, port } = await held();
    const first = port();
    await Promise.all([service.start(), service.start()]);
    expect(port()).toBe(first);
  });

  it('that is stopped while its app is made rejects, listens nowhere, and closes the app that comes', async () => {
    let give = (_app: unknown) => {};
    let closed = () => {};
    const closing = new Promise<void>((resolve) => {
      closed = resolve;
    });
    class Slow extends HttpService {
      override app() {
        return new Promise<never>((resolve) => {
          give = resolve as typeof give;
        });
      }
    }
    const { service } = made({}, {}, { service: Slow });
    const start = failure(service.start());
    await new Promise((resolve) => setImmediate(resolve));
    await service.stop(true);
    expect((await start).message).toBe('The service web was stopped before it had started.');
    await service.wait();
    expect(service.address).toBeUndefined();
    give({
      ready: async () => {},
      routing() {},
      close: async () => closed(),
      server: { listenerCount: () => 0 },
    });
    await closing;
  });

  it('that is stopped while it begins to listen gives the port back', async () => {
    const { service } = made({ handler: () => {} });
    let stopped: unknown;
    const { listen } = net.Server.prototype;
    const spy = vi.spyOn(net.Server.prototype, 'listen').mockImplementation(function (
      this: net.Server,
      ...args
    ) {
      stopped = service.stop(false);
      return listen.apply(this, args as never);
    });
    onTestFinished(() => spy.mockRestore());
    const start = failure(service.start());
    await vi.waitFor(() => expect(spy).toHaveBeenCalledOnce());
    await stopped;
    expect((spy.mock.contexts[0] as net.Server).listening).toBe(false);
    expect((await start).message).toBe('The service web was stopped before it had started.');
    expect(service.describe()).toEqual({ service: 'web', address: null, state: 'stopped' });
  });

  it('that is stopped at once does not even make its app', async () => {
    let asked = false;
    class Own extends HttpService {
      override app() {
        asked = true;
        return () => {};
      }
    }
    const { service } = made({}, {}, { service: Own });
    const start = failure(service.start());
    await service.stop(true);
    expect((await start).message).toBe('The service web was stopped before it had started.');
    expect(asked).toBe(false);
  });

  it('follows a stop that has not ended', async () => {
    const { service, connect, request } = await held();
    const client = await connect();
    const response = await request(client);
    await service.stop(true);
    const again = Promise.resolve(service.start());
    expect(await isSettled(again)).toBe(false);
    response.end();
    await again;
    expect((await ask(service)).text).toBe('hello');
  });
});

describe('wait()', () => {
  it('before stop() waits for that, and disturbs nothing', async () => {
    const { service } = await held();
    const waited = Promise.resolve(service.wait());
    expect(await isSettled(waited)).toBe(false);
    expect((await ask(service)).text).toBe('hello');
    await service.stop(false);
    await waited;
    expect(service.describe()).toMatchObject({ state: 'stopped' });
  });

  it('during a start that fails resolves', async () => {
    const { service } = made({ handler: () => {} }, { host: '192.0.2.1' });
    const start = failure(service.start());
    await service.wait();
    expect((await start).code).toBe('NL_ADDRESS');
  });
});

describe('a service that was not started', () => {
  it('stops, waits and resets at once', async () => {
    const { service } = made({ handler: () => {} });
    await service.stop(true);
    await service.wait();
    await service.reset();
    await service.stop(false);
    expect(service.describe()).toEqual({ service: 'web', address: null, state: 'stopped' });
  });
});

describe('a restart in place', () => {
  it('serves with the new config, at the same address', async () => {
    const { service, config, lines } = made({ handler: (_request, response) => response.end('hello') });
    const launcher = new Launcher({ log: lines as never });
    await launcher.launchService(service);
    const { port } = service.address!;
    config.http = { host: '127.0.0.1', port, healthPath: '/up' };
    await launcher.restart();
    expect(service.address!.port).toBe(port);
    expect((await ask(service, '/up')).text).toBe('{"status":"ok"}\n');
    await launcher.stop();
    await launcher.wait();
    expect((await failure(once(net.connect(port!, '127.0.0.1'), 'connect'))).code).toBe('ECONNREFUSED');
  });
});
