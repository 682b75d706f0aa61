import { describe, expect, it, onTestFinished } from 'vitest';
import { getRpcServer, getTransport } from '../../src/messaging/index.js';
import { BaseApi } from '../../src/nova/base-api.js';
import { BaseRpcApi } from '../../src/nova/base-rpc-api.js';
import { RequestContext } from '../../src/nova/context/index.js';
import { createNovaRpc } from '../../src/nova/rpc/index.js';
import { settle } from '../../src/nova/settings.js';
import { keptLog } from './world.js';

let worlds = 0;

function world(rpcResponseTimeout = 5) {
  const config = settle({ transportUrl: `fake://base-api-${++worlds}`, rpcResponseTimeout });
  const transport = getTransport(config);
  onTestFinished(() => transport.close());
  const api = new BaseApi(createNovaRpc(transport, config), 'conductor');
  const serve = async (port?: number) => {
    const endpoint = new BaseRpcApi('conductor', () => port);
    const server = getRpcServer(transport, { topic: 'conductor', server: 'h1' }, [endpoint]);
    await server.start();
    onTestFinished(async () => {
      await server.stop();
      await server.wait();
    });
  };
  return { api, serve };
}

const context = RequestContext.admin();

it('pings', async () => {
  const { api, serve } = world();
  await serve();
  expect(await api.ping(context, { x: 1 })).toEqual({ service: 'conductor', arg: { x: 1 } });
});

it.for([
  [4711, 4711],
  [undefined, null],
] as const)('asks for the port of the backdoor: %j', async ([port, told]) => {
  const { api, serve } = world();
  await serve(port);
  expect(await api.getBackdoorPort(context, 'h1')).toBe(told);
});

it('times out where nobody answers', async () => {
  const { api } = world();
  await expect(api.ping(context, 1, 0.05)).rejects.toMatchObject({ name: 'MessagingTimeout' });
});

describe('waitUntilReady()', () => {
  it('says nothing where it is answered at once', async () => {
    const { api, serve } = world();
    await serve();
    const { log, lines } = keptLog();
    await api.waitUntilReady(context, { signal: new AbortController().signal, log });
    expect(lines).toEqual([]);
  });

  it('warns of each miss, and tells when there is an answer', async () => {
    const { api, serve } = world(0.05);
    const { log, lines } = keptLog();
    const warn = log.warn.bind(log);
    let misses = 0;
    // Two misses, and then there is somebody.
    log.warn = ((...args: [object, string]) => {
      warn(...args);
      if (++misses === 2) void serve();
    }) as never;
    await api.waitUntilReady(context, { signal: new AbortController().signal, log });
    expect(lines.filter(({ level }) => level === 'warn').length).toBeGreaterThanOrEqual(2);
    expect(lines[0]!.sentence).toBe(
      'conductor has not answered within 0.05 s; is it running? It is asked again.',
    );
    expect(lines.at(-1)).toMatchObject({ level: 'info', sentence: 'conductor answers now.' });
  });

  it('ends with its signal', async () => {
    const { api } = world();
    const stop = new AbortController();
    const waiting = api.waitUntilReady(context, { signal: stop.signal, log: keptLog().log });
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
