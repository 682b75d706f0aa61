import { afterEach, beforeEach, expect, test } from 'vitest';
import { getTransport, type Transport } from '../../src/messaging/index.js';
import { RequestContext } from '../../src/nova/context/index.js';
import { NovaObject } from '../../src/nova/objects/index.js';
import { createNotifier } from '../../src/nova/rpc/index.js';
import { eventually } from '../process/harness.js';
import { type Broker, broker } from './broker.js';
import { KeptLog } from './log.js';
import { installed, needsBroker, needsInterop } from './needs.js';
import { Peer } from './peer.js';
import { HEX32, PROPERTIES, RawPeer } from './raw.js';

/** What is told on the bus, and who hears it. */

let rabbit: Broker;
let vhost: string;
let raw: RawPeer;
let transport: Transport;
let kept: KeptLog;
const context = new RequestContext({
  user_id: 'u1',
  project_id: 'p1',
  roles: ['admin'],
  auth_token: 'secret',
});

const notifying = (keep: boolean) =>
  createNotifier({
    transport,
    host: 'c1',
    binary: 'nova-compute',
    notifications: {
      format: 'both',
      topics: ['notifications'],
      versionedTopics: ['versioned_notifications'],
      keep,
    },
    log: kept.log,
  });
const queues = async () => (await rabbit.listQueues(vhost)).map(({ name }) => name);

beforeEach(needsBroker);

beforeEach(async () => {
  if (!installed(needsBroker)) return;
  rabbit = await broker();
  vhost = await rabbit.vhost();
  kept = new KeptLog();
  transport = getTransport({ transportUrl: rabbit.url(vhost), controlExchange: 'nova' }, { log: kept.log });
  raw = await RawPeer.connect(rabbit.amqpUrl(vhost));
});

afterEach(async () => {
  await raw?.close();
  await transport?.close();
});

test('are messages as oslo.messaging sends them, in the exchange of Nova', async () => {
  const inbox = await raw.queue('notifications.info', 'nova');
  await notifying(false).legacy(context, 'compute.instance.create.start', { node: null });
  const { exchange, routingKey, properties, envelope, inner } = await inbox.find();
  expect([exchange, routingKey]).toEqual(['nova', 'notifications.info']);
  expect(properties).toMatchObject(PROPERTIES);
  expect(properties).not.toHaveProperty('expiration');
  expect(Object.keys(envelope)).toEqual(['oslo.version', 'oslo.message']);
  expect(Object.keys(inner).slice(0, 7)).toEqual([
    ...['message_id', 'publisher_id', 'event_type', 'priority', 'payload', 'timestamp', '_unique_id'],
  ]);
  expect(inner).toMatchObject({
    publisher_id: 'compute.c1',
    event_type: 'compute.instance.create.start',
    priority: 'INFO',
    payload: { node: null },
    _unique_id: expect.stringMatching(HEX32),
    _context_request_id: context.request_id,
    _context_auth_token: null,
  });
});

test('leave nothing behind where nobody listens', async () => {
  const notifier = notifying(false);
  await notifier.legacy(context, 'compute.instance.update', {});
  await notifier.versioned(context, 'instance.update', {});
  expect(await queues()).toEqual([]);
  expect(kept.said.filter(({ level }) => level === 'warn')).toEqual([]);
});

test('wait for who listens later, if they are kept: the queues are as oslo declares them', async () => {
  const notifier = notifying(true);
  await notifier.legacy(context, 'compute.instance.update', { n: 1 });
  await notifier.legacy(context, 'compute.instance.update', { n: 2 });
  await notifier.versioned(context, 'instance.update', {}, 'ERROR');
  expect(
    (await rabbit.listQueues(vhost)).sort((a, b) => String(a.name).localeCompare(String(b.name))),
  ).toEqual(
    [
      ['notifications.info', 2],
      ['versioned_notifications.error', 1],
    ].map(([name, messages]) => ({
      ...{ name, messages, type: 'classic', durable: false, auto_delete: false, exclusive: false },
      ...{ arguments: {}, consumers: 0 },
    })),
  );
  const inbox = await raw.queue('notifications.info', 'nova');
  expect((await inbox.find(() => true, 2)).inner.payload).toEqual({ n: 2 });
});

test('go into a queue that somebody has declared in another way', async () => {
  await raw.channel.assertExchange('nova', 'topic', { durable: false });
  await raw.channel.assertQueue('notifications.info', { durable: true, autoDelete: false });
  await raw.channel.bindQueue('notifications.info', 'nova', 'notifications.info');
  const notifier = notifying(true);
  await notifier.legacy(context, 'compute.instance.update', { n: 1 });
  await notifier.legacy(context, 'compute.instance.update', { n: 2 });
  const inbox = await raw.consume('notifications.info');
  await inbox.find(({ inner }) => inner.payload.n === 2);
  const warnings = kept.of('warn').filter((sentence) => sentence.includes('used as it is'));
  expect(warnings).toHaveLength(1);
});

test('do not fail what they tell of while the broker is gone', async () => {
  const notifier = notifying(false);
  await notifier.legacy(context, 'compute.instance.update', { n: 1 });
  const inbox = await raw.queue('notifications.info', 'nova');
  await rabbit.stopApp();
  try {
    await notifier.legacy(context, 'compute.instance.update', { n: 2 });
    expect(
      kept
        .of('warn')
        .some((line) => line.startsWith('The notification compute.instance.update was not sent')),
    ).toBe(true);
    expect(inbox.messages).toEqual([]);
  } finally {
    await rabbit.startApp();
  }
  raw = await RawPeer.connect(rabbit.amqpUrl(vhost));
  const again = await raw.queue('notifications.info', 'nova');
  let n = 2;
  await eventually(async () => {
    await notifier.legacy(context, 'compute.instance.update', { n: ++n });
    return kept.of('info').some((line) => line.startsWith('Notifications are sent again'));
  }, 'notifications to be sent again');
  expect((await again.find()).inner.payload.n).toBeGreaterThan(2);
});

test("are heard by a listener of Python's oslo.messaging", async (test) => {
  needsInterop(test);
  const python = await Peer.start(rabbit.url(vhost));
  await python.ask('listen', { topic: 'notifications', exchange: 'nova' });
  await python.ask('listen', { topic: 'versioned_notifications', exchange: 'nova' });
  const notifier = notifying(false);
  await notifier.legacy(context, 'compute.instance.update', { state: 'active' });
  const payload = new NovaObject({ uuid: 'u1' });
  await notifier.versioned(context, 'instance.update', payload, 'ERROR');
  const { ok: legacy } = await python.ask('heard', { topic: 'notifications', least: 1 });
  expect(legacy).toEqual([
    expect.objectContaining({
      priority: 'info',
      publisher_id: 'compute.c1',
      event_type: 'compute.instance.update',
      payload: { state: 'active' },
      ctxt: expect.objectContaining({ request_id: context.request_id, user: 'u1', auth_token: null }),
    }),
  ]);
  const { ok: versioned } = await python.ask('heard', { topic: 'versioned_notifications', least: 1 });
  expect(versioned).toEqual([
    expect.objectContaining({
      priority: 'error',
      publisher_id: 'nova-compute:c1',
      payload: expect.objectContaining({ 'nova_object.data': { uuid: 'u1' } }),
    }),
  ]);
  await python.end();
});
