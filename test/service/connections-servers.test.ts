import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionDrain, trackServers } from '../../src/service/connections.js';
import { isSettled } from './helpers.js';
import { Client, cert, closeAll, fixture, GET, listen, port, turnClock } from './http-fixture.js';
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

describe('the close() of the service itself', () => {
  const close = (server: net.Server) =>
    new Promise<Error | undefined>((resolve) => {
      server.close(resolve);
    });

  it('calls back without an error, be it during or after the drain, once all is closed', async () => {
    const web = await fixture();
    const client = await web.connect();
    const res = await web.request(client, '/slow');
    const drained = tracker.drain({ linger: 0, clock });
    const closed = close(web.server);
    expect(await isSettled(closed)).toBe(false);
    res.end();
    expect(await closed).toBeUndefined();
    await drained;
    expect(await close(web.server)).toBeUndefined();
  });

  it('cuts no connection that lingers', async () => {
    const web = await fixture();
    const client = await web.idle();
    const drained = tracker.drain({ linger: 60, clock });
    const closed = close(web.server);
    web.server.closeIdleConnections();
    client.socket.write(GET());
    await client.hears('hello');
    expect(await closed).toBeUndefined();
    await drained;
  });

  it('still fails for a server that never listened, and works without a drain', async () => {
    expect(await close(http.createServer())).toMatchObject({ code: 'ERR_SERVER_NOT_RUNNING' });
    expect(await close((await fixture()).server)).toBeUndefined();
  });

  it('before the drain is as good', async () => {
    const web = await fixture();
    const client = await web.connect();
    const res = await web.request(client, '/slow');
    const closed = close(web.server);
    const drained = tracker.drain({ linger: 0, clock });
    res.end();
    expect(await closed).toBeUndefined();
    expect(await drained).toBe(0);
  });
});

describe('servers', () => {
  it('can listen again after a drain, keep connections alive again, and be drained again', async () => {
    const web = await fixture();
    const at = port(web.server);
    for (let i = 0; i < 3; i++) {
      await web.idle();
      expect(await tracker.drain({ linger: 0, clock })).toBe(0);
      web.server.listen(at, '127.0.0.1');
      await once(web.server, 'listening');
    }
    // Without a drain, close() cuts idle connections as ever.
    const client = await web.idle();
    web.server.close();
    await client.closed;
  });

  it('that are plain TCP stop accepting, and their connections are left alone', async () => {
    const server = await listen(net.createServer((socket) => socket.pipe(socket)));
    const client = new Client(net.connect(port(server), '127.0.0.1'));
    client.socket.write('one');
    await client.hears('one');
    expect(await tracker.drain({ clock })).toBe(0);
    expect(server.listening).toBe(false);
    client.socket.write('two');
    await client.hears('two');
  });

  it('that were excluded are left alone', async () => {
    const server = net.createServer();
    tracker.exclude(server);
    await listen(server);
    await tracker.drain({ clock });
    expect(server.listening).toBe(true);
  });

  it('that could not listen are forgotten, and their error is still thrown to nobody else', async () => {
    const first = await listen(http.createServer());
    const second = http.createServer();
    second.listen(port(first), '127.0.0.1');
    const [error] = await once(second, 'error');
    expect(error.code).toBe('EADDRINUSE');
    expect(await tracker.drain({ clock })).toBe(0);
  });

  it('leave no timer of http behind when drained', async () => {
    const web = await fixture();
    const interval = Object.getOwnPropertySymbols(web.server)
      .map((symbol) => (web.server as unknown as Record<symbol, unknown>)[symbol])
      .find((value) => value?.constructor?.name === 'Timeout') as NodeJS.Timeout & { _destroyed: boolean };
    expect(interval._destroyed).toBe(false);
    await tracker.drain({ linger: 0, clock });
    expect(interval._destroyed).toBe(true);
  });

  it('of TLS give a handshake that is under way the linger, and answer its request', async () => {
    const server = await listen(https.createServer(cert, (_req, res) => res.end('hello')));
    const raw = net.connect(port(server), '127.0.0.1');
    await once(server, 'connection');
    const drained = tracker.drain({ linger: 1, clock });
    await clock.advance(0.9);
    expect(await isSettled(drained)).toBe(false);
    const client = new Client(tls.connect({ socket: raw, rejectUnauthorized: false }));
    client.socket.write(GET());
    expect(await client.hears('hello')).toMatch(/Connection: close/i);
    await client.closed;
    expect(await drained).toBe(0);
  });

  it('of none, nothing is waited for', async () => {
    expect(await tracker.drain()).toBe(0);
  });

  it('of HTTP/2: streams finish, the session goes away, also on a secure server that allows HTTP/1', async () => {
    const held: http2.ServerHttp2Stream[] = [];
    const streams = new EventEmitter();
    const server = await listen(http2.createSecureServer({ ...cert, allowHTTP1: true }));
    server.on('stream', (stream) => {
      held.push(stream);
      streams.emit('held');
    });
    const session = http2.connect(`https://127.0.0.1:${port(server)}`, { rejectUnauthorized: false });
    const request = session.request({ ':path': '/' }).setEncoding('utf8');
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    if (held.length === 0) await once(streams, 'held');
    const http1 = new Client(
      tls.connect({
        port: port(server),
        host: '127.0.0.1',
        rejectUnauthorized: false,
        ALPNProtocols: ['http/1.1'],
      }),
    );
    await once(http1.socket, 'secureConnect');
    const drained = tracker.drain({ linger: 0.1, clock });
    const stop = turnClock(clock);
    await http1.closed;
    expect(await isSettled(drained)).toBe(false);
    held[0]!.respond({ ':status': 200 });
    held[0]!.end('all of it');
    await once(request, 'end');
    expect(text).toBe('all of it');
    expect(await drained).toBe(0);
    stop();
    if (!session.destroyed) await once(session, 'close');
  });

  it('are tracked once, and not after restore()', async () => {
    expect(trackServers()).toBe(tracker);
    const patched = net.Server.prototype.listen;
    tracker.restore();
    expect(net.Server.prototype.listen).not.toBe(patched);
    const server = await listen(net.createServer());
    await tracker.drain({ clock });
    expect(server.listening).toBe(true);
  });
});
