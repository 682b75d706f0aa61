// One load generator of bench/rpc.mjs: a process of its own that calls, or casts, over one connection and tells how long
// each call took. Two kinds: raw, which speaks the wire with amqplib and does no more than it must, so that what is measured
// is the server; and client, which is nova-launch's own.
import { randomUUID } from 'node:crypto';

const [kind, url, topic, payloadBytes, inFlight, seconds, cast] = process.argv.slice(2);
const payload = 'x'.repeat(Number(payloadBytes));
const caller = kind === 'raw' ? await raw() : await client();

process.send?.('ready');
await new Promise((resolve) => process.once('message', resolve));

const times = [];
const began = performance.now();
const until = began + Number(seconds) * 1000;
await Promise.all(Array.from({ length: Number(inFlight) }, loop));
const took = (performance.now() - began) / 1000;
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
await new Promise((resolve) =>
  process.send?.({ rate: times.length / took, count: times.length, p50: at(0.5), p99: at(0.99) }, resolve),
);
await caller.close();
process.exit(0);

async function loop() {
  while (performance.now() < until) {
    const start = performance.now();
    await caller.call();
    times.push(performance.now() - start);
  }
}

/** nova-launch/messaging. */
async function client() {
  const { getRpcClient, getTransport, Target } = await import('../dist/messaging/index.js');
  const transport = getTransport(url);
  const rpc = getRpcClient(transport, new Target({ topic }), { timeout: 30 });
  await rpc.call({}, 'echo', { value: 1 });
  const args = { value: payload };
  return {
    call: () => (cast ? rpc.cast({}, 'counter_incr', { key: 'bench' }) : rpc.call({}, 'echo', args)),
    close: () => transport.close(),
  };
}

/** The wire of oslo.messaging, and nothing besides: a message is a copy of the first one with other ids. */
async function raw() {
  const { connect } = await import('amqplib');
  const connection = await connect(url.replace(/^rabbit:/, 'amqp:'), { noDelay: true });
  const channel = await connection.createConfirmChannel();
  const replies = `reply_${randomUUID().replaceAll('-', '')}`;
  const waiting = new Map();
  await channel.assertQueue(replies, { durable: false, arguments: { 'x-expires': 60_000 } });
  await channel.consume(
    replies,
    ({ content }) => {
      // It stands behind the result.
      const id = content.toString('latin1', content.lastIndexOf('_msg_id')).match(/[0-9a-f]{32}/)[0];
      waiting.get(id)();
      waiting.delete(id);
    },
    { noAck: true },
  );
  const properties = {
    contentType: 'application/json',
    contentEncoding: 'utf-8',
    deliveryMode: 2,
    priority: 0,
    headers: {},
  };
  let count = 0;
  const prefix = randomUUID().replaceAll('-', '').slice(8);
  const id = () => prefix + (count++).toString(16).padStart(8, '0');
  const [messageId, uniqueId] = ['0'.repeat(32), '1'.repeat(32)];
  const template = (fields) => {
    const bytes = Buffer.from(
      JSON.stringify({
        'oslo.version': '2.0',
        'oslo.message': JSON.stringify({ ...fields, _unique_id: uniqueId }),
      }),
    );
    return { bytes, unique: bytes.lastIndexOf(uniqueId), message: bytes.lastIndexOf(messageId) };
  };
  const { bytes, unique, message } = template(
    cast
      ? { method: 'counter_incr', args: { key: 'bench' } }
      : { method: 'echo', args: { value: payload }, _msg_id: messageId, _reply_q: replies, _timeout: null },
  );
  return {
    call: () =>
      new Promise((resolve) => {
        const content = Buffer.from(bytes);
        content.write(id(), unique, 'latin1');
        if (!cast) {
          const own = id();
          content.write(own, message, 'latin1');
          waiting.set(own, resolve);
        }
        channel.publish('openstack', topic, content, properties, cast ? resolve : () => {});
      }),
    close: () => connection.close(),
  };
}
