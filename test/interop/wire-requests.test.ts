import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getRpcClient, getTransport, MessageUndeliverable, Target } from '../../src/messaging/index.js';
import { type Broker, broker } from './broker.js';
import { KeptLog } from './log.js';
import { installed, needsBroker } from './needs.js';
import { HEX32, hex32, PROPERTIES, RawPeer } from './raw.js';

/** What our clients put on the wire, member by member, and which replies they take: as Python's 14.0.3. */

let rabbit: Broker;
let vhost: string;
let raw: RawPeer;
let transport: ReturnType<typeof getTransport>;

beforeEach(needsBroker);

beforeAll(async () => {
  if (!installed(needsBroker)) return;
  rabbit = await broker();
  vhost = await rabbit.vhost();
  transport = getTransport(rabbit.url(vhost), { log: new KeptLog().log });
  raw = await RawPeer.connect(rabbit.amqpUrl(vhost));
});

afterAll(async () => {
  await raw?.close();
  await transport?.close();
});

test('a call of ours, and the reply to it', async () => {
  const inbox = await raw.queue('asked');
  const client = getRpcClient(transport, new Target({ topic: 'asked' }));
  const result = client
    .prepare({ namespace: 'ns_a', version: '2.1' })
    .call({ user_id: 'u1', nested: { k: null } }, 'echo', { value: 'h\u00e9\ud800' });
  const request = await inbox.find();
  expect(request).toMatchObject({ exchange: 'openstack', routingKey: 'asked' });
  expect(request.properties).toMatchObject({ ...PROPERTIES, expiration: '60000' });
  for (const absent of ['replyTo', 'correlationId', 'type', 'timestamp', 'appId', 'userId'])
    expect(request.properties).not.toHaveProperty(absent);

  expect(Object.keys(request.envelope)).toEqual(['oslo.version', 'oslo.message']);
  expect(request.envelope['oslo.version']).toBe('2.0');
  expect(Object.keys(request.inner)).toEqual([
    ...['method', 'args', 'namespace', 'version', '_msg_id', '_reply_q', '_timeout', '_unique_id'],
    ...['_context_user_id', '_context_nested'],
  ]);
  expect(request.inner).toMatchObject({
    method: 'echo',
    args: { value: 'h\u00e9\ud800' },
    namespace: 'ns_a',
    version: '2.1',
    _timeout: null,
    _context_user_id: 'u1',
    _context_nested: { k: null },
  });
  expect(request.inner._msg_id).toMatch(HEX32);
  expect(request.inner._unique_id).toMatch(HEX32);
  expect(request.inner._unique_id).not.toBe(request.inner._msg_id);
  const replyQueue = request.inner._reply_q as string;
  expect(replyQueue).toMatch(/^reply_[0-9a-f]{32}$/);
  expect((await rabbit.listQueues(vhost)).find(({ name }) => name === replyQueue)).toEqual({
    name: replyQueue,
    type: 'classic',
    durable: false,
    auto_delete: false,
    exclusive: false,
    arguments: { 'x-expires': 1_800_000 },
    consumers: 1,
    messages: 0,
  });

  // A reply to nobody, a sign of life to nobody, and a result in two messages, as servers before 2016 sent it.
  await raw.send(replyQueue, { result: 1, failure: null, ending: true, _msg_id: hex32() }, { exchange: '' });
  await raw.reply(request, { result: 'early', ending: false });
  await raw.reply(request, {});
  expect(await result).toBe('early');

  const [second, plain] = [client.call({}, 'plain', {}), client.prepare({ timeout: 7.5 }).call({}, 'x', {})];
  const [again, short] = [
    await inbox.find(({ inner }) => inner.method === 'plain'),
    await inbox.find(({ inner }) => inner.method === 'x'),
  ];
  expect(Object.keys(again.inner)).toEqual([
    ...['method', 'args', '_msg_id', '_reply_q', '_timeout', '_unique_id'],
  ]);
  expect(again.inner).toMatchObject({ args: {}, _reply_q: replyQueue });
  expect(short.properties.expiration).toBe('7500');
  await raw.reply(again, { result: null });
  await raw.reply(short, { result: { a: [1] } });
  expect([await second, await plain]).toEqual([null, { a: [1] }]);
});

test('a monitored call, kept alive by what the server sends', async () => {
  const inbox = await raw.queue('monitored');
  const client = getRpcClient(transport, new Target({ topic: 'monitored' }));
  const result = client.prepare({ timeout: 20, callMonitorTimeout: 2 }).call({}, 'long', {});
  const request = await inbox.find();
  expect(request.inner._timeout).toBe(2);
  expect(request.properties.expiration).toBe('20000');
  for (let beat = 0; beat < 2; beat++) {
    await new Promise((done) => setTimeout(done, 1200));
    await raw.reply(request, { ending: false });
  }
  await raw.reply(request, { result: 'done' });
  expect(await result).toBe('done');
});

test('casts: to the topic, to a server, to all', async () => {
  const topic = await raw.queue('told');
  const one = await raw.queue('told.srv');
  const all = await raw.fanoutQueue('told');
  const client = getRpcClient(transport, new Target({ topic: 'told' }));
  await client.cast({ user_id: 'u1' }, 'a', { n: 1 });
  await client.prepare({ server: 'srv' }).cast({}, 'b', {});
  await client.prepare({ fanout: true }).cast({}, 'c', {});
  const messages = [await topic.find(), await one.find(), await all.find()];
  expect(messages.map(({ exchange, routingKey }) => [exchange, routingKey])).toEqual([
    ['openstack', 'told'],
    ['openstack', 'told.srv'],
    ['told_fanout', ''],
  ]);
  for (const { properties, inner } of messages) {
    expect(properties).toMatchObject(PROPERTIES);
    expect(properties).not.toHaveProperty('expiration');
    expect(inner).not.toHaveProperty('_msg_id');
    expect(inner).not.toHaveProperty('_reply_q');
    expect(inner).not.toHaveProperty('_timeout');
    expect(inner._unique_id).toMatch(HEX32);
  }
  expect(Object.keys(messages[0]!.inner)).toEqual(['method', 'args', '_unique_id', '_context_user_id']);
});

test('the exchange of a target, and mandatory messages', async () => {
  const inbox = await raw.queue('asked-there', 'other');
  const client = getRpcClient(transport, new Target({ topic: 'asked-there', exchange: 'other' }));
  await client.prepare({ mandatory: true }).cast({}, 'here', {});
  expect((await inbox.find()).exchange).toBe('other');
  const nobody = client.prepare({ mandatory: true, topic: 'nobody' });
  await expect(nobody.cast({}, 'x', {})).rejects.toBeInstanceOf(MessageUndeliverable);
  await expect(nobody.call({}, 'x', {})).rejects.toBeInstanceOf(MessageUndeliverable);
});
