import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getRpcClient, getRpcServer, getTransport, Target } from '../../src/messaging/index.js';
import { type Broker, broker } from './broker.js';
import { Base } from './endpoints.js';
import { KeptLog } from './log.js';
import { installed, needsInterop } from './needs.js';
import { Peer } from './peer.js';

/** The broker ends connections, or goes and comes back: both sides find each other again, in both directions. */

let rabbit: Broker;
let python: Peer;
let transport: ReturnType<typeof getTransport>;
let server: ReturnType<typeof getRpcServer>;
let client: ReturnType<typeof getRpcClient>;

beforeEach(needsInterop);

beforeAll(async () => {
  if (!installed()) return;
  rabbit = await broker();
  const url = rabbit.url(await rabbit.vhost());
  python = await Peer.start(url);
  await python.serve({ topic: 'python', server: 'srv' });
  transport = getTransport(url, { log: new KeptLog().log });
  server = getRpcServer(transport, new Target({ topic: 'ours', server: 'srv' }), [new Base('srv')]);
  await server.start();
  client = getRpcClient(transport, new Target({ topic: 'python' }), { timeout: 20 });
});

afterAll(async () => {
  await python?.end();
  await server?.stop();
  await server?.wait();
  await transport?.close();
});

const toPython = (value: unknown, timeout: number) => client.prepare({ timeout }).call({}, 'echo', { value });
const toUs = (value: unknown, timeout: number) =>
  python.result('echo', { topic: 'ours', timeout, args: { value } });

test('connections that the broker closes', async () => {
  expect(await Promise.all([toPython(1, 20), toUs(2, 20)])).toEqual([1, 2]);
  const running = client.call({}, 'sleep', { seconds: 1 });
  await rabbit.closeAllConnections('a test');
  // The queues are still there: what is sent now waits in them, and so does the reply to what runs.
  expect(await Promise.all([toPython(3, 20), toUs(4, 20)])).toEqual([3, 4]);
  expect(await running).toBe(1);
});

test('a broker that restarts, and has forgotten all queues', async () => {
  await rabbit.stopApp();
  await rabbit.startApp();
  // What is sent before the servers are back has no queue, and is lost.
  const again = async (call: () => Promise<unknown>) => {
    const end = performance.now() + 30_000;
    for (;;) {
      const result = await call().catch((error: unknown) => error);
      if (!(result instanceof Error)) return result;
      if (performance.now() > end) throw result;
    }
  };
  expect(await Promise.all([again(() => toPython(5, 2)), again(() => toUs(6, 2))])).toEqual([5, 6]);
});
