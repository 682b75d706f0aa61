import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { trackServers } from '../../../src/service/connections.js';
import { isSettled } from '../helpers.js';
import { GET } from '../http-fixture.js';
import { FIRST, failure } from './fixture.js';
import { held } from './held.js';

describe('a graceful stop', () => {
  it('takes no connection, and answers what is asked, with Connection: close', async () => {
    const { service, port, connect, request, stopped } = await held();
    const client = await connect();
    const response = await request(client);
    const end = stopped();
    expect((await failure(once(net.connect(port(), '127.0.0.1'), 'connect'))).code).toBe('ECONNREFUSED');
    expect(await isSettled(end)).toBe(false);
    expect(service.describe()).toMatchObject({ state: 'draining', inFlight: 1, connections: 1 });
    response.end('late');
    expect(await client.hears(/late$/)).toMatch(/Connection: close/);
    await end;
    await client.closed;
  });

  it('leaves an idle connection a second for a request that may be under way', async () => {
    const { clock, connect, stopped } = await held();
    const [used, unused] = [await connect(), await connect()];
    for (const client of [used, unused]) {
      client.socket.write(GET());
      expect(await client.hears('hello')).toMatch(/Connection: keep-alive/);
    }
    const end = stopped();
    await clock.advance(0.9);
    used.socket.write(GET());
    expect(await used.hears('hello')).toMatch(/Connection: close/);
    await used.closed;
    expect(await isSettled(end)).toBe(false);
    await clock.advance(1);
    await unused.closed;
    await end;
  });

  it('has nothing to wait for without connections', async () => {
    const { stopped } = await held();
    await stopped();
  });

  it('that stop(false) ends cuts what is left', async () => {
    const { service, connect, request, stopped } = await held();
    const client = await connect();
    await request(client);
    const end = stopped();
    expect(await isSettled(end)).toBe(false);
    await service.stop(false);
    await Promise.all([end, client.closed]);
  });

  it('after the launcher has drained the same server waits for nothing more', async () => {
    const drain = trackServers();
    onTestFinished(() => drain.restore());
    const { connect, request, stopped } = await held();
    const client = await connect();
    const response = await request(client);
    const drained = drain.drain();
    response.end('late');
    await client.hears('late');
    expect(await drained).toBe(0);
    await stopped();
  });

  it('ends a connection in its TLS handshake, too', async () => {
    const { clock, connect, stopped } = await held({ tls: FIRST });
    const client = await connect();
    await new Promise((resolve) => setImmediate(resolve));
    const end = stopped();
    await clock.advance(1.5);
    await Promise.all([end, client.closed]);
  });
});

describe('a stop that is not graceful', () => {
  it('cuts every connection: asked, idle, silent and in a handshake', async () => {
    const plain = await held();
    const secure = await held({ tls: FIRST });
    const clients = [
      await plain.connect(),
      await plain.connect(),
      await plain.connect(),
      await secure.connect(),
    ];
    await plain.request(clients[0]!);
    clients[1]!.socket.write(GET());
    await clients[1]!.hears('hello');
    await Promise.all([plain.service.stop(false), secure.service.stop(false)]);
    await Promise.all(clients.map(({ closed }) => closed));
    expect(plain.service.describe()).toMatchObject({ state: 'stopped' });
  });
});
