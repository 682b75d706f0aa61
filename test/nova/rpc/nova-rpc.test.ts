import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  getRpcServer,
  getTransport,
  RemoteError,
  RpcVersionCapError,
  type Transport,
} from '../../../src/messaging/index.js';
import { RequestContext } from '../../../src/nova/context/index.js';
import { ALLOWED_EXMODS, NoValidHost } from '../../../src/nova/exception/index.js';
import { Instance, NovaObjectSerializer, Selection } from '../../../src/nova/objects/index.js';
import {
  computeClientOptions,
  createNovaRpc,
  longCallOptions,
  type NovaRpc,
} from '../../../src/nova/rpc/index.js';
import { KeptLog } from '../../interop/log.js';
import { transportWith } from '../../messaging/helpers.js';

const times = { longRpcTimeout: 1800, rpcResponseTimeout: 60 };
const context = new RequestContext({ user_id: 'u1', project_id: 'p1' });

describe('a client', () => {
  let transport: Transport;
  let server: ReturnType<typeof getRpcServer>;
  let rpc: NovaRpc;
  const seen: { context: RequestContext; args: unknown }[] = [];

  const endpoint = {
    select_destinations(given: RequestContext, args: { instance: Instance }) {
      seen.push({ context: given, args });
      return [[new Selection({ service_host: args.instance.host ?? 'c1' })]];
    },
    fail() {
      throw new NoValidHost({ reason: 'all are full' });
    },
    break() {
      throw new TypeError('a bug');
    },
  };

  beforeEach(async () => {
    transport = getTransport('fake://nova-rpc', {
      allowedRemoteExmods: ALLOWED_EXMODS,
      log: new KeptLog().log,
    });
    server = getRpcServer(transport, { topic: 'scheduler', server: 'c1' }, [endpoint], {
      serializer: new NovaObjectSerializer(),
    });
    await server.start();
    rpc = createNovaRpc(transport, times);
  });

  afterEach(async () => {
    await server.stop();
    await server.wait();
    await transport.close();
  });

  it('sends objects and contexts, and gets objects', async () => {
    const instance = new Instance({ uuid: 'u', host: 'c7' });
    const client = rpc.client({ topic: 'scheduler' });
    const [[selection]] = await client.call<[[Selection]]>(context, 'select_destinations', { instance });
    expect(selection).toBeInstanceOf(Selection);
    expect([selection.service_host, selection.whatChanged()]).toEqual(['c7', new Set(['service_host'])]);
    expect(seen[0]).toEqual({ context, args: { instance } });
  });

  it('gets the exceptions of Nova as what they are', async () => {
    const failing = rpc.client({ topic: 'scheduler' }).call(context, 'fail');
    const error: NoValidHost = await failing.then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(NoValidHost);
    expect([error.message, error.kwargs]).toEqual([
      'No valid host was found. all are full',
      { reason: 'all are full', code: 500 },
    ]);
    expect(error.cause).toBeInstanceOf(RemoteError);
    await expect(rpc.client({ topic: 'scheduler' }).call(context, 'break')).rejects.toBeInstanceOf(TypeError);
  });

  it('sends no version above its cap', async () => {
    const capped = rpc.client({ topic: 'scheduler', version: '4.5' }, { versionCap: '4.4' });
    await expect(capped.call(context, 'select_destinations')).rejects.toBeInstanceOf(RpcVersionCapError);
  });
});

describe('how long calls may take', () => {
  /** What a call says of its time: `_timeout` on the wire, and how long it waits. */
  async function timesOf(options: Parameters<NovaRpc['client']>[1]): Promise<[unknown, unknown]> {
    let told: [unknown, unknown] = [undefined, undefined];
    const { transport } = transportWith({
      send: async ({ text, ttl }) => {
        told = [JSON.parse(text)._timeout, ttl];
        throw new Error('enough');
      },
    });
    const client = createNovaRpc(transport, times).client({ topic: 'compute' }, options);
    await expect(client.call(context, 'ping')).rejects.toThrow('enough');
    return told;
  }

  it('is the time of the transport, without signs of life', async () => {
    expect(await timesOf({})).toEqual([null, 60]);
  });

  it('of nova-compute asks for signs of life when calls may take more than a minute', () => {
    const options = (rpcResponseTimeout: number) =>
      computeClientOptions(createNovaRpc(getTransport('fake://'), { ...times, rpcResponseTimeout }));
    expect([options(60), options(61), options(10)]).toEqual([{}, { callMonitorTimeout: 60 }, {}]);
  });

  it('is long for what takes long, with signs of life', async () => {
    const rpc = createNovaRpc(getTransport('fake://'), times);
    expect(longCallOptions(rpc)).toEqual({ timeout: 1800, callMonitorTimeout: 60 });
    expect(await timesOf(longCallOptions(rpc))).toEqual([60, 1800]);
  });
});
