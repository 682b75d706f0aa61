import { once } from 'node:events';
import type http from 'node:http';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionDrain, trackServers } from '../../src/service/connections.js';
import { isSettled } from './helpers.js';
import { closeAll, fixture, GET, port, turnClock } from './http-fixture.js';
import { VirtualClock } from './virtual-clock.js';

let tracker: ConnectionDrain;
let clock: VirtualClock;
beforeEach(() => {
  tracker = trackServers();
  clock = new VirtualClock();
});
afterEach(() => {
  tracker.restore();
  closeAll();
});

describe.each([
  ['http', false],
  ['https', true],
])('drain of %s', (_, secure) => {
  it('refuses new connections at once and ends idle and fresh ones after the linger, not before', async () => {
    const web = await fixture(secure);
    const clients = [await web.idle(), await web.connect()];
    const at = port(web.server);
    const drained = tracker.drain({ linger: 1, clock });
    const refused = net.connect(at, '127.0.0.1');
    const [error] = await once(refused, 'error');
    expect(error.code).toBe('ECONNREFUSED');
    await clock.advance(0.99);
    expect(await isSettled(drained)).toBe(false);
    expect(clients.map((client) => client.socket.closed)).toEqual([false, false]);
    const stop = turnClock(clock);
    await Promise.all(clients.map((client) => client.closed));
    expect(await drained).toBe(0);
    stop();
  });

  it('answers a request on an idle connection during the linger, and says that it was the last', async () => {
    const web = await fixture(secure);
    const client = await web.idle();
    const drained = tracker.drain({ linger: 60, clock });
    client.socket.write(GET());
    expect(await client.hears('hello')).toMatch(/Connection: close/i);
    await client.closed;
    expect(await drained).toBe(0);
  });

  it.each<[string, (res: http.ServerResponse) => void]>([
    ['implicit headers', (res) => res.end('done')],
    ['writeHead', (res) => res.writeHead(200).end('done')],
    [
      'writeHead with an object',
      (res) => res.writeHead(200, 'fine', { Connection: 'keep-alive', A: 'b' }).end('done'),
    ],
    [
      'writeHead with a list',
      (res) => res.writeHead(200, ['A', 'b', 'Connection', 'keep-alive']).end('done'),
    ],
    [
      'writeHead with pairs',
      (res) =>
        res
          .writeHead(200, [
            ['A', 'b'],
            ['connection', 'keep-alive'],
          ] as never)
          .end('done'),
    ],
    ['setHeader', (res) => res.setHeader('connection', 'keep-alive').end('done')],
    [
      'setHeader and writeHead',
      (res) =>
        res.setHeader('a', 'b').setHeader('Connection', 'keep-alive').writeHead(200, { C: 'd' }).end('done'),
    ],
    [
      'flushed headers',
      (res) => {
        res.flushHeaders();
        res.end('done');
      },
    ],
  ])('lets a response in flight finish, with Connection: close (%s)', async (_how, respond) => {
    const web = await fixture(secure);
    const client = await web.connect();
    const res = await web.request(client, '/slow');
    const drained = tracker.drain({ linger: 0, clock });
    expect(await isSettled(drained)).toBe(false);
    respond(res);
    const text = await client.hears(/done/);
    expect(text.match(/^connection: .*$/gim)).toEqual([expect.stringMatching(/^connection: close$/i)]);
    await client.closed;
    expect(await drained).toBe(0);
  });

  it('after a response whose headers were sent before, leaves the connection open for the linger', async () => {
    const web = await fixture(secure);
    const client = await web.connect();
    const res = await web.request(client, '/slow');
    res.write('begun');
    await client.hears('begun');
    const drained = tracker.drain({ linger: 1, clock });
    await clock.advance(5);
    res.end('ended');
    await client.hears('ended');
    await clock.advance(0.9);
    client.socket.write(GET());
    expect(await client.hears('hello')).toMatch(/Connection: close/i);
    await client.closed;
    expect(await drained).toBe(0);
  });

  it('and ends it when nothing comes', async () => {
    const web = await fixture(secure);
    const client = await web.connect();
    const res = await web.request(client, '/slow');
    res.write('begun');
    await client.hears('begun');
    const drained = tracker.drain({ linger: 1, clock });
    await clock.advance(5);
    res.end('ended');
    await client.hears('ended');
    const stop = turnClock(clock);
    await client.closed;
    expect(await drained).toBe(0);
    stop();
  });

  it('leaves a request that has partially arrived until it has ended (head or body, first or later)', async () => {
    const web = await fixture(secure);
    const [first, later, body] = [await web.connect(), await web.idle(), await web.connect()];
    const [head, tail] = [GET().slice(0, 20), GET().slice(20)];
    await first.says(head, web);
    await later.says(head, web);
    await body.says('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab', web);
    const drained = tracker.drain({ linger: 1, clock });
    await clock.advance(10);
    for (const client of [first, later]) {
      client.socket.write(tail);
      expect(await client.hears('hello')).toMatch(/Connection: close/i);
      await client.closed;
    }
    expect(await isSettled(drained)).toBe(false);
    body.socket.write('cd');
    await clock.advance(10);
    await body.closed;
    expect(await drained).toBe(0);
  });

  it('answers all requests that were pipelined before it, and closes after the last', async () => {
    const web = await fixture(secure);
    const client = await web.connect();
    client.socket.write(GET('/a') + GET('/b'));
    const b = await web.request(client, '/c');
    const drained = tracker.drain({ linger: 0, clock });
    b.end('third');
    for (const { path, res } of web.held) if (path !== '/c') res.end(path);
    const text = await client.hears(/third/);
    expect(text.match(/^connection: .*$/gim)!.map((line) => line.toLowerCase())).toEqual([
      'connection: keep-alive',
      'connection: keep-alive',
      'connection: close',
    ]);
    expect(await drained).toBe(0);
  });

  it('answers a request that is pipelined during it, behind one that has not been answered', async () => {
    const web = await fixture(secure);
    const client = await web.connect();
    const a = await web.request(client, '/a');
    const drained = tracker.drain({ linger: 0, clock });
    const b = await web.request(client, '/b');
    b.end('second');
    a.end('first');
    const text = await client.hears(/first.*second/s);
    expect(text.match(/^connection: .*$/gim)!.map((line) => line.toLowerCase())).toEqual([
      'connection: keep-alive',
      'connection: close',
    ]);
    expect(await drained).toBe(0);
  });

  it('leaves what is not flushed to a slow reader until it is', async () => {
    const web = await fixture(secure);
    const client = await web.connect();
    const res = await web.request(client, '/big');
    client.socket.pause();
    const size = 32 * 1024 * 1024;
    res.writeHead(200, { 'Content-Length': size }).flushHeaders();
    const drained = tracker.drain({ linger: 1, clock });
    res.end(Buffer.alloc(size, 'x'));
    await clock.advance(60);
    let heard = 0;
    client.socket.removeAllListeners('data').on('data', (chunk) => {
      heard += chunk.length;
      client.emit('heard');
    });
    client.socket.resume();
    while (heard < size) await once(client, 'heard');
    // Its headers were sent before the drain, so it may be used again.
    client.socket.removeAllListeners('data').on('data', (chunk) => {
      client.text += chunk;
      client.emit('heard');
    });
    client.socket.write(GET());
    expect(await client.hears('hello')).toMatch(/Connection: close/i);
    await client.closed;
    expect(await drained).toBe(0);
  });

  it('does not wait for what was upgraded, which stays open, nor end it', async () => {
    const web = await fixture(secure);
    web.server.on('upgrade', (_req, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      socket.pipe(socket);
    });
    const client = await web.connect();
    client.socket.write(GET('/', 'Connection: Upgrade\r\nUpgrade: echo\r\n'));
    await client.hears('101');
    const drained = tracker.drain({ linger: 1, clock });
    await clock.advance(1.1);
    expect(await drained).toBe(0);
    client.socket.write('still here');
    await client.hears('still here');
  });

  it('ends the wait when its signal is aborted, and says how many connections are left', async () => {
    const web = await fixture(secure);
    const client = await web.connect();
    const res = await web.request(client, '/slow');
    const controller = new AbortController();
    const drained = tracker.drain({ linger: 0, signal: controller.signal, clock });
    controller.abort();
    expect(await drained).toBe(1);
    res.end('done');
    await client.hears('done');
  });
});
