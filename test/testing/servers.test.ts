import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HttpService } from '../../src/service/http/index.js';
import type { ServiceContext } from '../../src/service/types.js';
import { testService } from '../../src/testing/index.js';
import { isSettled } from '../service/helpers.js';

/** Listens, and that is all: its worker ends its server. */
class Api {
  readonly server: Server = createServer((request, response) => this.answer(request, response));
  answer = (_request: IncomingMessage, response: ServerResponse): unknown => response.end('hello');
  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }
}

const url = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

/** Over a connection that is kept. */
async function ask(server: Server): Promise<string> {
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const [response] = (await once(get(url(server), { agent }), 'response')) as [IncomingMessage];
  return (await response.setEncoding('utf8').toArray()).join('');
}

describe('the HTTP servers of a service', () => {
  it('end at its stop, with the connections that are idle', async () => {
    const api = await testService(Api);
    const { server } = api.service;
    expect(await ask(server)).toBe('hello');
    const began = performance.now();
    await api.stop();
    expect([server.listening, api.clock.now()]).toEqual([false, 0]);
    // A worker would keep the connection for a second.
    expect(performance.now() - began).toBeLessThan(900);
  });

  it('answer what is asked before stop() is called', async () => {
    let stops = 0;
    const api = await testService(Api);
    const { service } = api;
    Object.assign(service, { stop: () => void stops++ });
    const asked = new Promise<ServerResponse>((resolve) => {
      service.answer = (_request, response) => resolve(response);
    });
    const answer = ask(service.server);
    const response = await asked;
    const stopped = api.stop();
    expect([await isSettled(stopped), service.server.listening, stops]).toEqual([false, false, 0]);
    response.end('at last');
    expect(await answer).toBe('at last');
    await stopped;
    expect(stops).toBe(1);
  });

  it('wait 45 seconds for what does not end, as with the graceful time of 60, and are cut by terminate()', async () => {
    let stops = 0;
    const api = await testService(Api);
    Object.assign(api.service, { stop: () => void stops++ });
    const asked = new Promise<void>((resolve) => {
      api.service.answer = () => resolve();
    });
    const answer = ask(api.service.server).catch((error: { code: string }) => error.code);
    await asked;
    const stopped = api.stop();
    await api.advance(44);
    expect(stops).toBe(0);
    await api.advance(1);
    await expect.poll(() => stops).toBe(1);
    expect(await isSettled(stopped)).toBe(false);
    await api.terminate();
    await stopped;
    expect(await answer).toBe('ECONNRESET');
  });

  it('are not those of the test, nor those of another service', async () => {
    const upstream = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void upstream.close());
    const one = await testService(Api);
    const two = await testService(Api);
    await one.stop();
    expect(await ask(two.service.server)).toBe('hello');
    expect(upstream.listening).toBe(true);
    await two.stop();
    expect([two.service.server.listening, upstream.listening]).toEqual([false, true]);
    const three = await testService(Api);
    await three.stop();
    expect(three.service.server.listening).toBe(false);
  });

  it('cost the next service nothing', async () => {
    await (await testService(Api)).stop();
    const { listen } = net.Server.prototype;
    await (await testService(Api)).stop();
    expect(net.Server.prototype.listen).toBe(listen);
  });

  it('listen again after a restart, and end then, too', async () => {
    const api = await testService(Api);
    const before = api.service.server;
    await api.restart();
    expect(await ask(before)).toBe('hello');
    await api.stop();
    expect(before.listening).toBe(false);
  });

  it('are closed where start() fails after it', async () => {
    class Half extends Api {
      override async start(): Promise<void> {
        await super.start();
        servers.push(this.server);
        throw new Error('no database');
      }
    }
    const servers: Server[] = [];
    await expect(testService(Half)).rejects.toThrow('no database');
    expect(servers[0]!.listening).toBe(false);
  });

  it('may be those of an HttpService, which needs no time to end', async () => {
    const options = { handler: (_: IncomingMessage, response: ServerResponse) => response.end('hi') };
    const web = await testService((context: ServiceContext) => new HttpService(context, options), {
      config: { http: { port: 0, host: '127.0.0.1' } },
    });
    const { port } = web.service.address as { port: number };
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const [response] = await once(get({ port, host: '127.0.0.1', agent }), 'response');
    expect(await response.setEncoding('utf8').toArray()).toEqual(['hi']);
    await web.stop();
    expect(web.clock.now()).toBe(0);
  });
});
