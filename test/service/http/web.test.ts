import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import type { FetchHandler } from '../../../src/service/http/index.js';
import { ask, failure, started, tlsFile } from './fixture.js';

const serve = (fetch: FetchHandler, settings: object = {}) => started({ fetch }, settings);

/** A connection that says what it is told, and what it hears until it is closed. */
async function raw(port: number, text: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  socket.write(text);
  await once(socket, 'close');
  return heard;
}

describe('a web request', () => {
  it('has the method, the whole URL, all headers and the body', async () => {
    const { service } = await serve(async (request) => {
      const { method, url, headers } = request;
      return Response.json({ method, url, headers: [...headers], body: await request.text() });
    });
    const headers = { host: 'api.test:8080', 'X-A': ['1', '2'], cookie: 'a=1; b=2' };
    const answer = await ask(service, '/a%20b//c?x=%C3%A9', { method: 'PUT', headers, body: 'é' });
    const seen = JSON.parse(answer.text);
    expect(seen).toMatchObject({ method: 'PUT', url: 'http://api.test:8080/a%20b//c?x=%C3%A9', body: 'é' });
    expect(seen.headers).toContainEqual(['x-a', '1, 2']);
    expect(seen.headers).toContainEqual(['cookie', 'a=1; b=2']);
  });

  it('is https over TLS, and of localhost without a Host', async () => {
    const tls = { certFile: tlsFile('cert.pem'), keyFile: tlsFile('key.pem') };
    const { service } = await serve((request) => new Response(request.url), { tls });
    expect((await ask(service, '/x', { headers: { host: 'a.test' } })).text).toBe('https://a.test/x');
    const plain = await serve((request) => new Response(request.url));
    expect(await raw(plain.port(), 'GET /old HTTP/1.0\r\n\r\n')).toContain('http://localhost/old');
    const empty = 'GET /new HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n';
    expect(await raw(plain.port(), empty)).toContain('http://localhost/new');
    const absolute = 'GET http://proxied.test/x HTTP/1.1\r\nHost: proxied.test\r\nConnection: close\r\n\r\n';
    expect(await raw(plain.port(), absolute)).toContain('http://proxied.test/x');
  });

  it.each([
    ['a/../evil', 'GET', '/', 400],
    ['a b', 'GET', '/', 400],
    ['user@host', 'GET', '/', 400],
    ['a.test', 'GET', 'http://u:p@a.test/', 400],
    ['a.test', 'TRACE', '/', 405],
  ])('with Host %s, %s %s is answered with %i', async (host, method, path, status) => {
    const { service, lines } = await serve(() => new Response('reached'));
    expect((await ask(service, path, { method, headers: { host } })).status).toBe(status);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is read while the response is written', async () => {
    const { service } = await serve(
      (request) => new Response(request.body!.pipeThrough(new TextDecoderStream()).pipeThrough(upper())),
    );
    const { port, host } = service.address!;
    const asked = http.request({ port, host, method: 'POST', agent: false });
    asked.write('one');
    const [response] = await once(asked, 'response');
    response.setEncoding('utf8');
    expect((await once(response, 'data'))[0]).toBe('ONE');
    asked.write('two');
    expect((await once(response, 'data'))[0]).toBe('TWO');
    asked.end();
    await once(response, 'end');
  });

  it('whose body nobody reads leaves the connection to the next, also when it was begun', async () => {
    const { service } = await serve(async (request) => {
      if (request.url.endsWith('/some')) await request.body!.getReader().read();
      return new Response('done');
    });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const body = 'x'.repeat(3_000_000);
    const answers = [];
    for (const path of ['/none', '/some', '/none']) {
      answers.push(await ask(service, path, { agent, method: 'POST', body }));
    }
    expect(answers.map(({ text }) => text)).toEqual(['done', 'done', 'done']);
    expect(new Set(answers.map(({ socket }) => socket)).size).toBe(1);
    agent.destroy();
  });

  it('has a signal that fires when the client goes, and whose error is not logged', async () => {
    let arrived = () => {};
    const here = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let signal: AbortSignal | undefined;
    const { service, lines } = await serve(async (request) => {
      ({ signal } = request);
      arrived();
      await once(request.signal, 'abort');
      request.signal.throwIfAborted();
      return new Response();
    });
    const { port, host } = service.address!;
    const asked = http.get({ port, host, agent: false }).on('error', () => {});
    await here;
    const aborted = once(signal!, 'abort');
    asked.destroy();
    await aborted;
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(lines.at(-1)!.fields).toMatchObject({ aborted: true });
  });

  it('has a signal that does not fire for what is answered', async () => {
    let signal: AbortSignal | undefined;
    const { service } = await serve((request) => {
      ({ signal } = request);
      return new Response('x');
    });
    const { socket } = await ask(service, '/');
    await once(socket, 'close');
    expect(signal!.aborted).toBe(false);
  });
});

const upper = () =>
  new TransformStream<string, Uint8Array>({
    transform: (chunk, controller) => controller.enqueue(Buffer.from(chunk.toUpperCase())),
  });

describe('a web response', () => {
  it('keeps its status, its headers and each cookie', async () => {
    const { service } = await serve(() => {
      const headers = new Headers({ 'x-a': '1', 'content-type': 'text/x' });
      headers.append('set-cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT');
      headers.append('set-cookie', 'b=2');
      return new Response('x', { status: 299, statusText: 'Nearly', headers });
    });
    const { status, statusText, headers } = await ask(service, '/');
    expect([status, statusText, headers['x-a'], headers['content-type']]).toEqual([
      299,
      'Nearly',
      '1',
      'text/x',
    ]);
    expect(headers['set-cookie']).toEqual(['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2']);
  });

  it('that is whole is sent with its length', async () => {
    const { service } = await serve(() => new Response('whole'));
    const { headers, text } = await ask(service, '/');
    expect([headers['content-length'], headers['transfer-encoding'], text]).toEqual([
      '5',
      undefined,
      'whole',
    ]);
  });

  it.each([204, 304, 200])('%i without a body has none', async (status) => {
    const { service } = await serve(() => new Response(null, { status }));
    const answer = await ask(service, '/');
    expect([answer.status, answer.text]).toEqual([status, '']);
    expect(answer.headers['transfer-encoding']).toBeUndefined();
  });

  it('to HEAD is its head alone, and its body is cancelled', async () => {
    let cancelled = false;
    const cancel = () => {
      cancelled = true;
    };
    const headers = { 'content-length': '1000' };
    const { service } = await serve(() => new Response(new ReadableStream({ cancel }), { headers }));
    const answer = await ask(service, '/', { method: 'HEAD' });
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '1000']);
    expect(cancelled).toBe(true);
  });

  it('is pulled no faster than the client takes it, and cancelled when that has gone', async () => {
    let pulled = 0;
    let cancelled = () => {};
    const gone = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const body = () =>
      new ReadableStream({
        pull: (controller) => {
          pulled++;
          controller.enqueue(Buffer.alloc(1_000_000));
        },
        cancel: () => cancelled(),
      });
    const { service } = await serve(() => new Response(body()));
    const { port, host } = service.address!;
    const asked = http.get({ port, host, agent: false }).on('error', () => {});
    const [response] = await once(asked, 'response');
    await once(response, 'readable');
    // What fits into the buffers of two sockets.
    expect(pulled).toBeLessThan(50);
    asked.destroy();
    await gone;
  });

  it.each<[string, FetchHandler, RegExp]>([
    ['nothing', () => undefined as never, /fetch\(\) gave undefined instead of a Response/],
    ['a string', () => 'x' as never, /fetch\(\) gave x instead of a Response/],
    ['Response.error()', () => Response.error(), /fetch\(\) gave a Response of status 0/],
    [
      'a stream of strings',
      () => new Response(ReadableStream.from(['a']) as never),
      /a stream of string, not of bytes/,
    ],
    [
      'a body that fails',
      () => new Response(new ReadableStream({ pull: () => Promise.reject(new Error('no disk')) })),
      /no disk/,
    ],
    [
      'a body that was read',
      async () => {
        const response = new Response('x');
        await response.text();
        return response;
      },
      /locked|disturbed|already/,
    ],
  ])('that is %s becomes a 500', async (_name, fetch, reason) => {
    const { service, lines } = await serve(fetch);
    const { status, text, headers } = await ask(service, '/');
    expect([status, text]).toEqual([500, 'Internal Server Error\n']);
    expect(headers['x-a']).toBeUndefined();
    expect(lines.find(({ level }) => level === 'error')?.sentence).toMatch(reason);
  });

  it('whose body fails after its beginning is cut', async () => {
    async function* body() {
      yield Buffer.from('one');
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('no disk');
    }
    const { service, lines } = await serve(() => new Response(ReadableStream.from(body()) as never));
    expect((await failure(ask(service, '/'))).code).toBe('ECONNRESET');
    expect(lines.find(({ level }) => level === 'error')?.sentence).toBe('GET / failed: no disk');
  });
});
