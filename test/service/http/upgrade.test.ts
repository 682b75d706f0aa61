import net from 'node:net';
import type { Duplex } from 'node:stream';
import Fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpServiceOptions, UpgradeHandler } from '../../../src/service/http/index.js';
import { isSettled } from '../helpers.js';
import { Client, GET } from '../http-fixture.js';
import { ask, started } from './fixture.js';

const UPGRADE = GET('/', 'Connection: Upgrade\r\nUpgrade: echo\r\n');
const handler = (_request: unknown, response: { end(text: string): void }) => response.end('plain');

const echo: UpgradeHandler = (_request, socket, head) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  socket.write(head);
  socket.pipe(socket);
};

async function upgraded(options: HttpServiceOptions) {
  const it = await started(options);
  const client = new Client(net.connect(it.port(), '127.0.0.1'));
  onTestFinished(() => void client.socket.destroy());
  client.socket.write(`${UPGRADE}head`);
  return { ...it, client };
}

describe('a connection that was upgraded', () => {
  it('is handed over with what came after the headers', async () => {
    const { client, service } = await upgraded({ handler, upgrade: echo });
    await client.hears(/101[\s\S]*head$/);
    client.socket.write('more');
    await client.hears('more');
    expect(service.describe()).toMatchObject({ upgraded: 1, connections: 1, inFlight: 0 });
  });

  it('is waited for by a graceful stop until it ends', async () => {
    const { client, service } = await upgraded({ handler, upgrade: echo });
    await client.hears('head');
    const end = Promise.resolve(service.stop(true)).then(() => service.wait());
    client.socket.write('still');
    await client.hears('still');
    expect(await isSettled(end)).toBe(false);
    client.socket.end();
    await end;
  });

  it('is ended by stop(false)', async () => {
    const { client, service } = await upgraded({ handler, upgrade: echo });
    await client.hears('head');
    const end = Promise.resolve(service.stop(true)).then(() => service.wait());
    await service.stop(false);
    await Promise.all([end, client.closed]);
  });

  it('whose handler fails is closed, and the failure logged', async () => {
    const upgrade = async () => {
      throw new Error('no protocol');
    };
    const { client, lines } = await upgraded({ handler, upgrade });
    await client.closed;
    const [line] = lines.filter(({ level }) => level === 'error');
    expect(line!.sentence).toBe('The upgrade of a connection failed: no protocol');
  });

  it('whose client goes without a word does not end the process', async () => {
    let socket: Duplex | undefined;
    const { client } = await upgraded({
      handler,
      upgrade: (_request, given) => {
        socket = given;
        given.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      },
    });
    await client.hears('101');
    const closed = new Promise((resolve) => socket!.once('close', resolve));
    client.socket.resetAndDestroy();
    await closed;
  });

  it('is Fastify’s where that wants it', async () => {
    const app = Fastify();
    app.server.on('upgrade', echo);
    const { client } = await upgraded({ app });
    await client.hears(/101[\s\S]*head$/);
  });
});

it('without an upgrade handler a request for another protocol is one like any other', async () => {
  const { service } = await started({ handler });
  const headers = { connection: 'Upgrade', upgrade: 'echo' };
  expect((await ask(service, '/', { headers })).text).toBe('plain');
});
