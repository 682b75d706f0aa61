import { getRpcClient, getRpcServer, getTransport, Target } from '../../../src/messaging/index.js';

/** A process that does a bit of everything by way of the URL in argv, closes, and has to end by itself. */

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const transports = [0, 1].map(() => getTransport(process.argv[2]!, { log: quiet as never }));
const [serving, calling] = transports as [(typeof transports)[0], (typeof transports)[0]];
const topic = `leave-${process.pid}`;
const endpoint = {
  echo: (_context: unknown, { value }: { value: unknown }) => value,
  fail: () => {
    throw new Error('fails');
  },
  slow: () => new Promise((done) => setTimeout(done, 300)),
};
const server = getRpcServer(serving, new Target({ topic, server: 'one' }), [endpoint], { pingEnabled: true });
await server.start();
const client = getRpcClient(calling, new Target({ topic }), { timeout: 30 });
const controller = new AbortController();
const { signal } = controller;
const all = Promise.allSettled([
  client.call({}, 'echo', { value: 1 }),
  client.call({}, 'fail'),
  client.call({}, 'absent'),
  client.prepare({ callMonitorTimeout: 60 }).call({}, 'slow'),
  client.prepare({ timeout: 0.1 }).call({}, 'slow'),
  client.call({}, 'slow', {}, { signal }),
  client.cast({}, 'echo', {}),
  client.prepare({ fanout: true }).cast({}, 'echo', {}),
  client.prepare({ topic: 'nobody', mandatory: true }).cast({}, 'echo', {}),
  client.prepare({ topic: `nobody-${topic}` }).call({}, 'echo', {}, { signal }),
]);
await new Promise((done) => setTimeout(done, 150));
controller.abort();
const settled = await all;
await server.stop();
await server.wait();
const forgotten = client.call({}, 'echo').catch(() => {});
for (const transport of transports) await transport.close();
await forgotten;
// A socket that is closed may take a moment.
const left = () => process.getActiveResourcesInfo().filter((resource) => resource !== 'PipeWrap');
const end = performance.now() + 2000;
while (left().some((resource) => resource !== 'Immediate') && performance.now() < end)
  await new Promise((done) => setImmediate(done));
console.log(settled.map(({ status }) => status[0]).join(''), left().join(' '));
