import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { inspectorAddress } from '../../../src/operations/report/inspector-address.js';

const SILENT = 6;

/** Milliseconds: more than one silent port may take, less than all of them would one after the other. */
const LATE = 2000;

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  sockets.clear();
  servers.length = 0;
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Ports that take every connection, and say nothing. */
function silentPorts(): Promise<number[]> {
  return Promise.all(Array.from({ length: SILENT }, () => listen(createServer())));
}

/** A server that says what an inspector says, as soon as so many other ports are being asked, and something has been. */
async function inspector(
  others: number,
  url?: (port: number) => unknown,
  after?: Promise<unknown>,
): Promise<number> {
  const server = createHttpServer(async (_request, response) => {
    while (sockets.size <= others) await Promise.race(servers.map((each) => once(each, 'connection')));
    await after;
    const webSocketDebuggerUrl = url ? url(port) : `ws://127.0.0.1:${port}/id`;
    response.end(JSON.stringify([{ webSocketDebuggerUrl }]));
  });
  const port = await listen(server);
  return port;
}

describe.runIf(process.platform === 'linux')('inspectorAddress', () => {
  it.each([['new', false] as const, ['old', true] as const])(
    'finds the inspector at a port that is %s while others say nothing',
    async (_age, others) => {
      const silent = await silentPorts();
      const port = await inspector(SILENT);
      const before = others ? [...silent, port] : silent;
      const found = await inspectorAddress(process.pid, before, AbortSignal.timeout(LATE));
      expect(found).toEqual({ url: `ws://127.0.0.1:${port}/id`, others });
    },
  );

  it.each<[string, (port: number) => unknown]>([
    ['of another host', (port) => `ws://192.0.2.1:${port}/id`],
    ['of another port', (port) => `ws://127.0.0.1:${port}0/id`],
    ['of another kind', (port) => `http://127.0.0.1:${port}/id`],
    ['with a host in front', (port) => `ws://127.0.0.1:${port}@192.0.2.1/id`],
    ['that is none', () => 'no url'],
    ['that is a number', () => 7],
  ])('does not take a URL %s', async (_what, url) => {
    await inspector(0, url);
    const left = new Promise((resolve) => {
      servers[0]!.on('connection', (socket) => socket.on('close', resolve));
    });
    const right = await inspector(0, undefined, left);
    const found = await inspectorAddress(process.pid, [right], AbortSignal.timeout(LATE));
    expect(found?.url).toBe(`ws://127.0.0.1:${right}/id`);
  });
});
