import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, Server as TlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  getRpcClient,
  getRpcServer,
  getTransport,
  Target,
  type Transport,
} from '../../src/messaging/index.js';
import { type Broker, broker } from './broker.js';
import { KeptLog } from './log.js';
import { needsBroker } from './needs.js';

/** A broker that is there and says nothing, that is not there, or comes and goes at the wrong moment. */

let rabbit: Broker;
let vhost: string;
let proxy: Wire | undefined;
const transports: Transport[] = [];
const logs: KeptLog[] = [];

beforeEach(needsBroker);
beforeEach(async () => {
  rabbit = await broker();
  vhost = await rabbit.vhost();
});
afterEach(async () => {
  logs.length = 0;
  await Promise.all(transports.splice(0).map((transport) => transport.close()));
  await proxy?.stop();
  proxy = undefined;
});

/** Between us and the broker: it passes on what is sent, as long as it is not silent. */
class Wire {
  readonly #sockets = new Set<Socket>();
  silent = false;

  private constructor(
    private readonly server: Server,
    port: number,
  ) {
    server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (near: Socket) => {
      const far = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => {}).on('close', () => to.destroy());
        from.on('data', (chunk) => this.silent || to.write(chunk));
      }
    });
  }

  /** With a certificate it speaks TLS on the near side. */
  static async start(port: number, tls?: { cert: Buffer; key: Buffer }): Promise<Wire> {
    const server = tls ? createTlsServer(tls) : createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Wire(server, port);
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** Cuts all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async stop(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }
}

function transportTo(url: string): { transport: Transport; kept: KeptLog } {
  const kept = new KeptLog();
  const transport = getTransport(url, { log: kept.log });
  transports.push(transport);
  logs.push(kept);
  return { transport, kept };
}

const target = new Target({ topic: 'silent', server: 's' });
const endpoint = {
  echo: (_context: unknown, { value }: { value: unknown }) => value,
  slow: () => new Promise((resolve) => setTimeout(resolve, 300)),
};

async function throughAWire(): Promise<{ transport: Transport; kept: KeptLog }> {
  proxy = await Wire.start(rabbit.address.port);
  return transportTo(`rabbit://guest:guest@127.0.0.1:${proxy.port}/${encodeURIComponent(vhost)}`);
}

async function seconds(what: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await what;
  return (performance.now() - began) / 1000;
}

describe('a broker that says nothing more', () => {
  it('keeps nobody from closing', async () => {
    const { transport } = await throughAWire();
    const server = getRpcServer(transport, target, [endpoint]);
    await server.start();
    const client = getRpcClient(transport, new Target({ topic: 'silent' }), { timeout: 1 });
    expect(await client.call({}, 'echo', { value: 1 })).toBe(1);
    proxy!.silent = true;
    await expect(client.call({}, 'echo', { value: 2 })).rejects.toMatchObject({ name: 'MessagingTimeout' });
    await expect(client.prepare({ timeout: 0.3 }).cast({}, 'echo', { value: 3 })).rejects.toThrow(
      /has not said whether it has a message to silent/,
    );
    expect(await seconds(transport.close())).toBeLessThan(6);
  });
});

describe('a server that is stopped while there is no broker', () => {
  it('is not there again when the broker is', async () => {
    const { transport, kept } = await throughAWire();
    const server = getRpcServer(transport, target, [endpoint]);
    await server.start();
    const client = getRpcClient(transport, new Target({ topic: 'silent' }), { timeout: 10 });
    await client.call({}, 'echo', { value: 1 });
    proxy!.silent = true;
    proxy!.cut();
    await kept.until((said) => said.some(({ sentence }) => /is lost/.test(sentence)));
    await server.stop();
    await server.wait();
    proxy!.silent = false;
    // The transport goes on, for the replies of its calls.
    await kept.until((said) => said.some(({ sentence }) => /again \(consume\)/.test(sentence)));
    await expect(client.prepare({ mandatory: true }).call({}, 'echo', { value: 2 })).rejects.toMatchObject({
      name: 'MessageUndeliverable',
    });
    const { consumers } = await rabbit.state(vhost);
    expect(consumers.filter(({ queue_name: queue }) => String(queue).startsWith('silent'))).toEqual([]);
  });
});

describe('mandatory', () => {
  it('many at once, to topics that are served and to some that are not: each gets its own answer', async () => {
    const { transport } = transportTo(rabbit.url(vhost));
    await getRpcServer(transport, target, [endpoint]).start();
    const client = getRpcClient(transport, new Target({ topic: 'silent' }), { timeout: 10, mandatory: true });
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) =>
        n % 3 === 0
          ? client.call({}, 'echo', { value: n })
          : client.prepare({ topic: `absent-${n % 7}` }).call({}, 'echo', { value: n }),
      ),
    );
    const kinds = results.map((result) =>
      result.status === 'fulfilled' ? 'answered' : (result.reason as Error).name,
    );
    expect(kinds).toEqual(
      Array.from({ length: 60 }, (_, n) => (n % 3 === 0 ? 'answered' : 'MessageUndeliverable')),
    );
  });
});

describe('a name that AMQP cannot carry', () => {
  it('is told at once, to servers and to clients', async () => {
    const { transport } = transportTo(rabbit.url(vhost));
    const topic = 't'.repeat(300);
    const message = /^The name of the .* has \d+ bytes; AMQP carries 255\.$/;
    const server = getRpcServer(transport, new Target({ topic, server: 's' }), [endpoint]);
    await expect(server.start()).rejects.toThrow(message);
    await server.stop();
    await server.wait();
    await expect(getRpcClient(transport, new Target({ topic })).call({}, 'm')).rejects.toThrow(message);
  });
});

describe('several hosts', () => {
  it('are tried until one answers, each with its own credentials, and again when that one breaks', async () => {
    proxy = await Wire.start(rabbit.address.port);
    const hosts = [
      'nobody:wrong@127.0.0.1:1',
      `guest:wrong@127.0.0.1:${rabbit.address.port}`,
      `guest:guest@127.0.0.1:${proxy.port}`,
    ];
    const { transport, kept } = transportTo(`rabbit://${hosts.join(',')}/${encodeURIComponent(vhost)}`);
    await getRpcServer(transport, target, [endpoint]).start();
    const client = getRpcClient(transport, new Target({ topic: 'silent' }), { timeout: 10 });
    expect(await client.call({}, 'echo', { value: 1 })).toBe(1);
    proxy.cut();
    await kept.until((said) => said.some(({ sentence }) => /again \(consume\)/.test(sentence)));
    expect(await client.call({}, 'echo', { value: 2 })).toBe(2);
  });
});

describe('rabbit_stream_fanout', () => {
  it('reaches all servers from one stream, also after the connection broke', async () => {
    proxy = await Wire.start(rabbit.address.port);
    const options = 'rabbit_quorum_queue=true&rabbit_transient_quorum_queue=true&rabbit_stream_fanout=true';
    const url = (port: number) =>
      `rabbit://guest:guest@127.0.0.1:${port}/${encodeURIComponent(vhost)}?${options}`;
    const heard: string[] = [];
    const kepts: KeptLog[] = [];
    for (const name of ['one', 'two']) {
      const { transport, kept } = transportTo(url(name === 'one' ? proxy.port : rabbit.address.port));
      kepts.push(kept);
      const note = (_context: unknown, { text }: { text: string }) => heard.push(`${name} ${text}`);
      await getRpcServer(transport, new Target({ topic: 'streamed', server: name }), [{ note }]).start();
    }
    const { transport } = transportTo(url(rabbit.address.port));
    const all = getRpcClient(transport, new Target({ topic: 'streamed', fanout: true }), { timeout: 10 });
    const heardBy = async (text: string) => {
      await all.cast({}, 'note', { text });
      const end = performance.now() + 10_000;
      while (heard.filter((line) => line.endsWith(text)).length < 2) {
        if (performance.now() > end) throw new Error(`Only ${heard} heard ${text}.`);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await heardBy('first');
    proxy.cut();
    await kepts[0]!.until((said) => said.some(({ sentence }) => /again \(consume\)/.test(sentence)));
    await heardBy('second');
    expect(heard.sort()).toEqual(['one first', 'one second', 'two first', 'two second']);
  });
});

describe('TLS', () => {
  const file = (name: string) => join(import.meta.dirname, '../fixtures/tls', name);
  const certificate = file('cert.pem');

  async function overTls(query: string): Promise<unknown> {
    const [cert, key] = [readFileSync(certificate), readFileSync(file('key.pem'))];
    proxy = await Wire.start(rabbit.address.port, { cert, key });
    const { transport } = transportTo(
      `rabbit://guest:guest@localhost:${proxy.port}/${encodeURIComponent(vhost)}?ssl=true${query}`,
    );
    await getRpcServer(transport, target, [endpoint]).start();
    return getRpcClient(transport, new Target({ topic: 'silent' })).call({}, 'echo', { value: 1 });
  }

  it('with the authority of the option', async () => {
    expect(await overTls(`&ssl_ca_file=${certificate}&ssl_version=TLSv1_2`)).toBe(1);
  });

  it('without looking at the certificate, if it must be', async () => {
    expect(await overTls('&ssl_verify=false')).toBe(1);
  });

  it('is refused with a certificate of nobody known', async () => {
    const client = overTls('');
    client.catch(() => {});
    while (!transports[0]) await new Promise((resolve) => setImmediate(resolve));
    await logs[0]!.until((said) => said.some(({ sentence }) => /self-signed certificate/.test(sentence)));
    await transports[0].close();
    await expect(client).rejects.toMatchObject({ name: 'MessageDeliveryFailure' });
  });

  it('says which file cannot be read', async () => {
    const { transport } = transportTo('rabbit://localhost/?ssl=true&ssl_key_file=/nowhere/key.pem');
    await expect(transport.driver()).rejects.toMatchObject({
      name: 'DriverLoadFailure',
      message: expect.stringMatching(/^The file of the option ssl_key_file cannot be read: ENOENT/),
    });
  });
});
