import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { maskQuery } from '../../../src/service/http/access-log.js';
import { Client, GET } from '../http-fixture.js';
import { ask, failure, type Line, started } from './fixture.js';

const handler = (request: http.IncomingMessage, response: http.ServerResponse) => {
  if (request.url === '/none') response.statusCode = 404;
  request.resume().once('end', () => response.end('hello'));
};

/** The lines of requests; that of a response comes right after the response. */
async function access(lines: Line[], count: number): Promise<Line[]> {
  const all = () => lines.filter(({ fields }) => 'httpVersion' in fields);
  while (all().length < count) await new Promise((resolve) => setImmediate(resolve));
  return all();
}

describe('the access log', () => {
  it('has a line for each request that has ended', async () => {
    const { service, lines } = await started({ handler });
    await ask(service, '/a?x=1&api_key=abc', { method: 'POST', body: '12345' });
    await ask(service, '/none');
    const [post, none] = await access(lines, 2);
    expect(post).toEqual({
      level: 'info',
      fields: {
        method: 'POST',
        url: '/a?x=1&api_key=***',
        status: 200,
        bytes: expect.any(Number),
        seconds: expect.any(Number),
        remoteAddress: '127.0.0.1',
        httpVersion: '1.1',
        aborted: false,
      },
      sentence: expect.stringMatching(/^POST \/a\?x=1&api_key=\*\*\*: 200, \d+ bytes, [\d.]+ s\.$/),
    });
    expect(none!.fields).toMatchObject({ method: 'GET', url: '/none', status: 404 });
  });

  it('counts the bytes of each response, also of requests that came together', async () => {
    const { port, lines } = await started({ handler });
    const client = new Client(net.connect(port(), '127.0.0.1'));
    client.socket.write(GET('/one') + GET('/two', 'Connection: close\r\n'));
    await client.closed;
    const sizes = (await access(lines, 2)).map(({ fields }) => fields.bytes as number);
    expect(sizes[0]! + sizes[1]!).toBe(client.socket.bytesRead);
    expect(Math.min(...sizes)).toBeGreaterThan(50);
  });

  it('tells whose client has gone', async () => {
    let arrived = () => {};
    const here = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { service, lines } = await started({ handler: () => arrived() });
    const { port, host } = service.address!;
    const asked = http.get({ port, host, agent: false }).on('error', () => {});
    await here;
    asked.destroy();
    const [line] = await access(lines, 1);
    expect(line!.fields).toMatchObject({ aborted: true, bytes: 0 });
    expect(line!.sentence).toMatch(/^GET \/: the client has gone, /);
  });

  it('has those that waited for the one before when the client went', async () => {
    const arrived: string[] = [];
    const { service, lines, port } = await started({
      handler: (request, response) => {
        arrived.push(request.url!);
        response.once('close', () => arrived.push(`end of ${request.url}`));
      },
    });
    const socket = net.connect(port(), '127.0.0.1');
    socket.write(['/a', '/b', '/c'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
    await vi.waitFor(() => expect(arrived).toEqual(['/a', '/b', '/c']));
    socket.destroy();
    const all = await access(lines, 3);
    expect(all.map(({ fields }) => [fields.url, fields.aborted]).sort()).toEqual([
      ['/a', true],
      ['/b', true],
      ['/c', true],
    ]);
    expect(arrived.filter((one) => one.startsWith('end'))).toHaveLength(3);
    expect(service.describe()).toMatchObject({ inFlight: 0, served: 3 });
  }, 10_000);

  it('is off with false, in the config, too', async () => {
    for (const [options, settings] of [
      [{ accessLog: false }, {}],
      [{}, { accessLog: false }],
    ] as const) {
      const { service, lines } = await started({ handler, ...options }, settings);
      await ask(service);
      await service.stop(false);
      expect(lines).toHaveLength(1);
    }
  });

  it('is written by a function that is given, whose error is logged', async () => {
    const seen: unknown[] = [];
    const accessLog = ({ status }: { status: number }, request: http.IncomingMessage) => {
      seen.push([status, request.headers['user-agent']]);
      throw new Error('disk full');
    };
    const { service, lines } = await started({ handler, accessLog });
    await ask(service, '/', { headers: { 'user-agent': 'test' } });
    await service.stop(false);
    expect(seen).toEqual([[200, 'test']]);
    expect(lines.at(-1)!.sentence).toBe('The access log failed: disk full');
  });

  it('has what was refused, too', async () => {
    const { service, lines } = await started({ handler }, { maxUrlLength: 10 });
    await ask(service, '/a-long-way');
    expect((await access(lines, 1))[0]!.fields).toMatchObject({ status: 414 });
  });

  it('has a line for what a stop has cut', async () => {
    let arrived = () => {};
    const here = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { service, lines } = await started({ handler: () => arrived() });
    const asked = failure(ask(service));
    await here;
    await service.stop(false);
    await asked;
    expect((await access(lines, 1))[0]!.fields).toMatchObject({ aborted: true });
  });
});

it.each([
  ['/a', '/a'],
  ['/a?', '/a?'],
  ['/a?token', '/a?token'],
  ['/a?x=1', '/a?x=1'],
  ['/a?token=1&x=2;accessToken=3', '/a?token=***&x=2;accessToken=***'],
  ['/a?%74oken=1', '/a?%74oken=***'],
  ['/a?%zz=1&password=', '/a?%zz=1&password=***'],
])('%s is logged as %s', (url, masked) => expect(maskQuery(url)).toBe(masked));

it('a request on a unix socket has no remote address', async () => {
  const socketFile = `/tmp/nova-access-${process.pid}.sock`;
  const { service, lines } = await started({ handler }, { socketFile });
  const asked = http.get({ socketPath: socketFile, agent: false });
  const [response] = await once(asked, 'response');
  await once(response.resume(), 'end');
  expect((await access(lines, 1))[0]!.fields.remoteAddress).toBeUndefined();
  await service.stop(false);
});
