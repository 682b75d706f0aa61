import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { expect } from 'vitest';
import type { VirtualClock } from './virtual-clock.js';

const pem = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/tls', name), 'utf8');

/** Self-signed, for tests only. */
export const cert = { key: pem('key.pem'), cert: pem('cert.pem') };

const sockets: net.Socket[] = [];
const open: net.Server[] = [];

/** Ends what a test left open. */
export function closeAll(): void {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of open.splice(0)) {
    if (server.listening) server.close();
    (server as http.Server).closeAllConnections?.();
  }
}

export async function listen<S extends net.Server>(server: S): Promise<S> {
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export const port = (server: net.Server) => (server.address() as AddressInfo).port;

/** A client that says exactly what it is told and keeps what it hears. */
export class Client extends EventEmitter {
  text = '';
  closed: Promise<unknown>;
  constructor(readonly socket: net.Socket) {
    super();
    sockets.push(socket);
    socket.setEncoding('utf8').on('error', () => {});
    this.closed = once(socket, 'close');
    socket.on('data', (chunk: string) => {
      this.text += chunk;
      this.emit('heard');
    });
  }

  async hears(part: string | RegExp): Promise<string> {
    while (!(typeof part === 'string' ? this.text.includes(part) : part.test(this.text)))
      await once(this, 'heard');
    const { text } = this;
    this.text = '';
    return text;
  }

  /** Writes; resolves when the server has read it. */
  async says(text: string, server: { read(client: Client): Promise<void> }): Promise<void> {
    this.socket.write(text);
    await server.read(this);
  }
}

export const GET = (path = '/', more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;

/** A server whose responses wait until the test lets them go. */
export async function fixture(secure = false) {
  const held: { path: string; res: http.ServerResponse }[] = [];
  const events = new EventEmitter();
  const handler = (req: http.IncomingMessage, res: http.ServerResponse) => {
    req.resume();
    if (req.url === '/') return res.end('hello');
    held.push({ path: req.url!, res });
    return events.emit('held');
  };
  const server = await listen(secure ? https.createServer(cert, handler) : http.createServer(handler));
  const accepted: net.Socket[] = [];
  server.on(secure ? 'secureConnection' : 'connection', (socket) => {
    accepted.push(socket);
    events.emit('accepted');
  });
  const at = port(server);
  const connect = async () => {
    const before = accepted.length;
    const client = new Client(
      secure
        ? tls.connect({ port: at, host: '127.0.0.1', rejectUnauthorized: false })
        : net.connect(at, '127.0.0.1'),
    );
    while (accepted.length === before) await once(events, 'accepted');
    await (secure && client.socket.pending ? once(client.socket, 'secureConnect') : undefined);
    return client;
  };
  return {
    server,
    held,
    connect,
    /** A request that is answered, so that its connection is idle and kept alive. */
    idle: async () => {
      const client = await connect();
      client.socket.write(GET());
      expect(await client.hears('hello')).toMatch(/Connection: keep-alive/i);
      return client;
    },
    /** A request that has reached its handler; its response. */
    request: async (client: Client, path: string, more = '') => {
      client.socket.write(GET(path, more));
      while (!held.some((one) => one.path === path)) await once(events, 'held');
      return held.find((one) => one.path === path)!.res;
    },
    read: async (client: Client) => {
      const socket = accepted.find((one) => one.remotePort === client.socket.localPort)!;
      const before = socket.bytesRead;
      while (socket.bytesRead === before) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Lets the clock run with real time, a hundred times as fast; gives what stops it. */
export function turnClock(clock: VirtualClock): () => void {
  let running = true;
  void (async () => {
    while (running) {
      await clock.advance(0.1);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  return () => {
    running = false;
  };
}
