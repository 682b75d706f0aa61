import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Client, GET } from '../http-fixture.js';
import { ask, FIRST, failure, started } from './fixture.js';

const hello = {
  handler: (_request: unknown, response: { end(text: string): void }) => response.end('hello'),
};

async function connected(port: number): Promise<Client> {
  const client = new Client(net.connect(port, '127.0.0.1'));
  onTestFinished(() => void client.socket.destroy());
  await once(client.socket, 'connect');
  return client;
}

describe('a request that is too long', () => {
  it('in its URL is answered with 414, on its last connection', async () => {
    const { service } = await started(hello, { maxUrlLength: 20 });
    expect((await ask(service, `/${'a'.repeat(19)}`)).status).toBe(200);
    const agent = new http.Agent({ keepAlive: true });
    const { status, headers, text } = await ask(service, `/${'a'.repeat(20)}`, { agent });
    expect([status, headers.connection, text]).toEqual([414, 'close', 'URI Too Long\n']);
    agent.destroy();
  });

  it('in its headers is answered with 431', async () => {
    const { service } = await started(hello, { maxHeaderSize: 2048 });
    expect((await ask(service, '/', { headers: { a: 'a'.repeat(1500) } })).status).toBe(200);
    expect((await ask(service, '/', { headers: { a: 'a'.repeat(2500) } })).status).toBe(431);
  });

  it('in coming is answered with 408', async () => {
    const { port } = await started(hello, { headersTimeout: 0.05, requestTimeout: 0.05 });
    const client = await connected(port());
    client.socket.write('GET / HTTP/1.1\r\n');
    await client.hears('408 Request Timeout');
    await client.closed;
  });
});

describe('a connection', () => {
  it('is used again, and says for how long', async () => {
    const { port } = await started(hello, { keepAliveTimeout: 30 });
    const client = await connected(port());
    for (let round = 0; round < 2; round++) {
      client.socket.write(GET());
      expect(await client.hears('hello')).toMatch(/Keep-Alive: timeout=30/i);
    }
  });

  it('without keepAlive is closed after its response', async () => {
    const { port } = await started(hello, { keepAlive: false });
    const client = await connected(port());
    client.socket.write(GET());
    expect(await client.hears('hello')).toMatch(/Connection: close/);
    await client.closed;
  });

  it('that is idle for longer than keepAliveTimeout is closed', async () => {
    const { port } = await started(hello, { keepAliveTimeout: 0.05 });
    const client = await connected(port());
    client.socket.write(GET());
    await client.hears('hello');
    await client.closed;
  });

  it('has maxRequestsPerSocket requests', async () => {
    const { port } = await started(hello, { maxRequestsPerSocket: 2 });
    const client = await connected(port());
    client.socket.write(GET());
    expect(await client.hears('hello')).toMatch(/Connection: keep-alive/);
    client.socket.write(GET());
    expect(await client.hears('hello')).toMatch(/Connection: close/);
  });

  it('above maxConnections is closed at once, and counted', async () => {
    const { port, service, config } = await started(hello, { maxConnections: 1 });
    const first = await connected(port());
    first.socket.write(GET());
    await first.hears('hello');
    const second = await connected(port());
    await second.closed;
    expect(service.describe()).toMatchObject({ connections: 1, dropped: 1 });
    config.http = { host: '127.0.0.1', maxConnections: 2 };
    await service.reset();
    const third = await connected(port());
    third.socket.write(GET());
    await third.hears('hello');
    first.socket.destroy();
    await vi.waitFor(() => expect(service.describe()).toMatchObject({ connections: 1, dropped: 1 }));
  });

  it('above maxConnections is closed at once with TLS, too', async () => {
    const { service, lines } = await started(hello, { maxConnections: 1, tls: FIRST });
    const agent = new https.Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await ask(service, '/', { agent });
    await failure(ask(service));
    expect(service.describe()).toMatchObject({ connections: 1, dropped: 1 });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a clientSocketTimeout', () => {
  it('closes the connection of a client that says nothing, or stops in the middle', async () => {
    const { port } = await started(
      { handler: (request, response) => request.resume().once('end', () => response.end()) },
      { clientSocketTimeout: 0.05 },
    );
    const [silent, halting] = [await connected(port()), await connected(port())];
    halting.socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc');
    await Promise.all([silent.closed, halting.closed]);
  });

  it('closes that of a client that does not take its response', async () => {
    const { port, lines } = await started(
      { handler: (_request, response) => response.end(Buffer.alloc(30_000_000)) },
      { clientSocketTimeout: 0.05 },
    );
    const client = await connected(port());
    client.socket.pause().write(GET());
    await vi.waitFor(() => expect(lines.at(-1)!.fields).toMatchObject({ aborted: true }));
  });

  it('leaves one alone whose request is worked on', async () => {
    const { service } = await started(
      {
        handler: async (request, response) => {
          // Shorter from now on only: before, a client who is slow to ask would be one that says nothing.
          request.socket.setTimeout(50);
          await once((request.socket as unknown as { server: net.Server }).server, 'timeout');
          response.end('at last');
        },
      },
      { clientSocketTimeout: 60 },
    );
    expect((await ask(service)).text).toBe('at last');
  });
});

describe('reset()', () => {
  it('takes up what can change, and warns of what cannot', async () => {
    const { service, config, port, lines } = await started(hello, { healthPath: '/a' });
    const before = port();
    config.http = { host: '127.0.0.1', port: before + 1, backlog: 5, healthPath: '/b', keepAliveTimeout: 7 };
    await service.reset();
    expect((await ask(service, '/a')).text).toBe('hello');
    expect((await ask(service, '/b')).text).toBe('{"status":"ok"}\n');
    const client = await connected(before);
    client.socket.write(GET());
    expect(await client.hears('hello')).toMatch(/Keep-Alive: timeout=7/i);
    expect(lines.filter(({ level }) => level === 'warn').map(({ sentence }) => sentence)).toEqual([
      'These settings of web cannot change while it listens; they keep their values until a restart: port, backlog.',
    ]);
  });

  it('cuts a request that does not come within the new limit', async () => {
    const { service, config, port } = await started(hello, { headersTimeout: 60 });
    config.http = { host: '127.0.0.1', headersTimeout: 0.05 };
    await service.reset();
    const client = await connected(port());
    client.socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
    expect(await client.hears('Connection: close')).toMatch(/^HTTP\/1.1 408 /);
  }, 10_000);

  it('with a wrong setting rejects, and all stays as it was', async () => {
    const { service, config } = await started(hello, { healthPath: '/a' });
    config.http = { healthPath: '/b', keepAliveTimeout: 'long' };
    expect((await failure(service.reset())).code).toBe('NL_BAD_VALUE');
    expect((await ask(service, '/b')).text).toBe('hello');
  });
});
