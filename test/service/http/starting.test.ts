import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { HttpService } from '../../../src/service/http/index.js';
import { Launcher } from '../../../src/service/launcher.js';
import { isSettled } from '../helpers.js';
import { ask, failure, made } from './fixture.js';
import { held } from './held.js';

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
    const { service, config } = made({ handler: (_request, response) => response.end('hello') });
    const launcher = new Launcher({ log: service.log });
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
