import type net from 'node:net';
import { describe, expect, it } from 'vitest';
import { Client, client, opened } from './fixture.js';

describe('a browser', () => {
  it.each(['GET / HTTP/1.1', 'POST /x HTTP/1.0', 'PRI * HTTP/2.0'])(
    'that says %s gets no REPL',
    async (first) => {
      const secret = { told: false };
      const { backdoor, lines } = await opened(0, { values: { secret } });
      const somebody = await client(backdoor);
      somebody.socket.write(`${first}\r\nHost: localhost\r\n\r\nsecret.told = true\n`);
      expect(await somebody.ended()).toBe('This is no web server.\n');
      expect(secret.told).toBe(false);
      expect(lines).toHaveLength(1);
    },
  );

  it('that sends its first line in pieces gets none either', async () => {
    const secret = { told: false };
    const somebody = await client((await opened(0, { values: { secret } })).backdoor);
    somebody.socket.setNoDelay(true);
    somebody.socket.write('POST / HT');
    await new Promise(setImmediate);
    somebody.socket.write('TP/1.1\r\n\r\nsecret.told = true\n');
    expect(await somebody.ended()).toBe('This is no web server.\n');
    expect(secret.told).toBe(false);
  });
});

it('a line without an end is cut off', async () => {
  const somebody = await client((await opened(0)).backdoor);
  const piece = 'x'.repeat(2 ** 16);
  for (let sent = 0; sent <= 2 ** 20; sent += piece.length) somebody.socket.write(piece);
  expect(await somebody.ended()).toBe('A line may have 1048576 characters.\n');
});

it('a connection that cannot be taken is logged, and the next one is taken', async () => {
  const servers: net.Server[] = [];
  const { backdoor, lines } = await opened(0, { exclude: (server) => servers.push(server) });
  servers[0]!.emit('error', new Error('accept EMFILE'));
  expect(lines[1]).toBe('warn: The backdoor could not take a connection: accept EMFILE.');
  expect(await (await client(backdoor)).ask('1 + 1')).toBe('2');
});

it('a connection that breaks when it has ended is no error of the process', async () => {
  const sockets: net.Socket[] = [];
  const exclude = (server: net.Server) => server.on('connection', (socket) => sockets.push(socket));
  const somebody = await client((await opened(0, { exclude })).backdoor);
  somebody.socket.write('.exit\n');
  await somebody.ended();
  sockets[0]!.emit('error', new Error('read ECONNRESET'));
});

describe('too many clients', () => {
  it('that say nothing make place for the next, the first one first', async () => {
    const { backdoor } = await opened(0);
    const silent = [];
    for (let count = 0; count < 10; count++) silent.push(await client(backdoor));
    const next = await client(backdoor);
    expect(await silent[0]!.ended()).toBe('Another client has come.\n');
    expect(await silent[1]!.ask('1 + 1')).toBe('2');
    expect(await next.ask('1 + 1')).toBe('2');
  });

  it('that are in use leave none', async () => {
    const { backdoor } = await opened(0);
    const busy = [];
    for (let count = 0; count < 10; count++) {
      busy.push(await client(backdoor));
      await busy[count]!.ask('1');
    }
    expect(await new Client(backdoor).ended()).toContain('Too many connections.');
    busy[3]!.socket.write('.exit\n');
    await busy[3]!.ended();
    expect(await (await client(backdoor)).ask('1 + 1')).toBe('2');
    expect(await busy[0]!.ask('1 + 1')).toBe('2');
  });

  it('hundreds of them, who leave rudely, do not keep anybody out', async () => {
    const { backdoor, lines } = await opened(0);
    const crowd = Array.from({ length: 300 }, () => new Client(backdoor));
    await Promise.all(
      crowd.map(async ({ socket }, count) => {
        await new Promise((done) => socket.once('data', done).once('close', done));
        if (count % 3 === 0) socket.resetAndDestroy();
        if (count % 3 === 1) socket.end(Buffer.from([0x16, 3, 1, 0xff, 0]));
      }),
    );
    expect(await (await client(backdoor)).ask('1 + 1')).toBe('2');
    expect(lines.filter((line) => line.startsWith('warn'))).toEqual([]);
  });
});
