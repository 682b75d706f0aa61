import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isSettled } from '../helpers.js';
import { ask, FIRST, failure, made, started } from './fixture.js';

/**
 * The scenarios of oslo.service's test_wsgi.py, by their number. Without a counterpart are WS1 to WS3 (paste files) and
 * WS21 to WS29 (which backend runs the server): Python alone has these.
 */

const hello = {
  handler: (_request: unknown, response: { end(text: string): void }) => response.end('hello'),
};

/** Linux tells how its connections are kept alive: a timer of the kind 2, in hundredths of seconds. */
function keepAliveTimer(local: number, remote: number): number | undefined {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const line = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .find((one) => one.includes(`:${hex(local)} `) && one.includes(`:${hex(remote)} 01 `));
  const [kind, when] = line!.trim().split(/\s+/)[5]!.split(':');
  return kind === '02' ? Number.parseInt(when!, 16) / 100 : undefined;
}

describe('what is served', () => {
  it('WS4 an app that is none is refused', async () => {
    const error = await failure((async () => made({ app: 'nonexistent' as never }))());
    expect(error.code).toBe('NL_BAD_VALUE');
  });

  it('WS5 an app that is there is served', async () => {
    expect((await ask((await started(hello)).service)).text).toBe('hello');
  });

  it('WS6 it has the name of its service', () => {
    expect(made(hello).service.name).toBe('web');
  });

  it('WS7 the limit of the headers is that of the config, for this server alone', async () => {
    const { service } = await started(hello, { maxHeaderSize: 4096 });
    const { service: other } = await started(hello);
    const headers = { a: 'a'.repeat(5000) };
    expect((await ask(service, '/', { headers })).status).toBe(431);
    expect((await ask(other, '/', { headers })).status).toBe(200);
  });

  it('WS13 a URL that is too long is answered with 414', async () => {
    const { service } = await started(hello, { maxUrlLength: 9 });
    expect((await ask(service, '/long/url')).status).toBe(200);
    expect((await ask(service, '/longerurl')).status).toBe(414);
  });
});

describe('where it listens', () => {
  it('WS8 on a random port of IPv4', async () => {
    const { service, port } = await started(hello, { host: '127.0.0.1', port: 0 });
    expect([service.address!.host, port() > 0]).toEqual(['127.0.0.1', true]);
  });

  it('WS9 on a random port of IPv6', async () => {
    const { service, port } = await started(hello, { host: '::1', port: 0 });
    expect(service.address!.url).toBe(`http://[::1]:${port()}`);
    expect((await ask(service)).text).toBe('hello');
  });

  it.runIf(process.platform === 'linux')('WS10 with the options of sockets that are set', async () => {
    const listen = vi.spyOn(net.Server.prototype, 'listen');
    onTestFinished(() => listen.mockRestore());
    const { port } = await started(hello, { tcpKeepIdle: 500, backlog: 7 });
    expect(listen.mock.calls[0]![0]).toMatchObject({ backlog: 7 });
    const client = net.connect(port(), '127.0.0.1');
    onTestFinished(() => void client.destroy());
    client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(client, 'data');
    const left = () => keepAliveTimer(port(), client.localPort!);
    // Until all is acknowledged, another timer runs.
    await vi.waitFor(() => expect(left()).toBeGreaterThan(490));
    expect(left()).toBeLessThanOrEqual(500);
  });

  it('WS11 on a unix socket with a mode', async () => {
    const socketFile = join('/tmp', `nova-ws11-${process.pid}.sock`);
    const { service } = await started(hello, { socketFile, socketMode: '0644' });
    expect(statSync(socketFile).mode & 0o777).toBe(0o644);
    expect((await ask(service)).text).toBe('hello');
    await service.stop(false);
    expect(existsSync(socketFile)).toBe(false);
  });
});

describe('how it stops, and starts again', () => {
  it('WS12 wait() waits for all requests', async () => {
    let answer = () => {};
    const { service } = await started({
      handler: (_request, response) => {
        answer = () => response.end('late');
      },
    });
    const asked = ask(service);
    await vi.waitFor(() => expect(service.describe()).toMatchObject({ inFlight: 1 }));
    await service.stop(true);
    const waited = Promise.resolve(service.wait());
    expect(await isSettled(waited)).toBe(false);
    answer();
    expect((await asked).text).toBe('late');
    await waited;
  });

  it('WS14 reset() between stop() and start() makes it serve as before', async () => {
    const { service } = await started(hello);
    await service.stop(true);
    await service.wait();
    await service.reset();
    await service.start();
    expect((await ask(service)).text).toBe('hello');
  });

  it('WS15 a client that says nothing for clientSocketTimeout is cut', async () => {
    const { port } = await started(hello, { clientSocketTimeout: 0.05 });
    await once(net.connect(port(), '127.0.0.1').resume(), 'close');
  });

  it('WS16 without keepAlive a connection has one request', async () => {
    const { service } = await started(hello, { keepAlive: false });
    const headers = { connection: 'keep-alive' };
    expect((await ask(service, '/', { headers })).headers.connection).toBe('close');
  });
});

describe('over TLS', () => {
  it('WS17 a request is answered', async () => {
    const { service } = await started(hello, { tls: FIRST });
    expect(service.address!.url).toMatch(/^https:/);
    expect((await ask(service)).text).toBe('hello');
  });

  it('WS18 one service serves TLS, and another none', async () => {
    const { service: secure } = await started(hello, { tls: FIRST });
    const { service: plain } = await started(hello);
    expect([(await ask(secure)).text, (await ask(plain)).text]).toEqual(['hello', 'hello']);
    expect((await failure(ask(plain, '/', { secure: true }))).code).toMatch(/EPROTO|ERR_SSL/);
  });

  it.runIf(process.platform === 'linux')('WS19 the options of sockets are set, too', async () => {
    const { port } = await started(hello, { tls: FIRST, tcpKeepIdle: 500 });
    const client = tls.connect({ port: port(), host: '127.0.0.1', rejectUnauthorized: false });
    onTestFinished(() => void client.destroy());
    client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(client, 'data');
    // Until all is acknowledged, another timer runs.
    await vi.waitFor(() => expect(keepAliveTimer(port(), client.localPort!)).toBeGreaterThan(490));
  });

  it('WS20 over IPv6', async () => {
    const { service } = await started(hello, { tls: FIRST, host: '::1' });
    expect((await ask(service)).text).toBe('hello');
  });
});
