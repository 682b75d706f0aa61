import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getRpcClient, getRpcServer, getTransport, Target } from '../../src/messaging/index.js';
import { type Broker, broker } from './broker.js';
import { Base } from './endpoints.js';
import { KeptLog } from './log.js';
import { installed, needsBroker } from './needs.js';

/** What we declare at the broker: what Python's oslo.messaging 14.0.3 declares. */

let rabbit: Broker;
let vhost: string;
let transport: ReturnType<typeof getTransport>;
let server: ReturnType<typeof getRpcServer>;

beforeEach(needsBroker);

beforeAll(async () => {
  if (!installed(needsBroker)) return;
  rabbit = await broker();
  vhost = await rabbit.vhost();
  transport = getTransport(rabbit.url(vhost), { log: new KeptLog().log });
  server = getRpcServer(transport, new Target({ topic: 'served', server: 'srv' }), [new Base('srv')]);
  await server.start();
});

afterAll(async () => {
  await server?.stop();
  await server?.wait();
  await transport?.close();
});

test('a server declares what Python declares', async () => {
  const { exchanges, queues, bindings, consumers } = await rabbit.state(vhost);
  const named = (rows: typeof exchanges, name: string) => rows.find((row) => row.name === name);
  const exchange = { durable: false, internal: false, arguments: {} };
  expect(named(exchanges, 'openstack')).toEqual({
    ...exchange,
    name: 'openstack',
    type: 'topic',
    auto_delete: false,
  });
  expect(named(exchanges, 'served_fanout')).toEqual({
    ...exchange,
    name: 'served_fanout',
    type: 'fanout',
    auto_delete: true,
  });

  const queue = { type: 'classic', durable: false, auto_delete: false, exclusive: false, messages: 0 };
  const ours = queues.filter(({ name }) => String(name).startsWith('served'));
  const fanout = ours.map(({ name }) => String(name)).find((name) => name.startsWith('served_fanout'))!;
  expect(fanout).toMatch(/^served_fanout_[0-9a-f]{32}$/);
  const expected = [
    { ...queue, name: 'served', consumers: 1, arguments: {} },
    { ...queue, name: 'served.srv', consumers: 1, arguments: {} },
    { ...queue, name: fanout, consumers: 1, arguments: { 'x-expires': 1_800_000 } },
  ];
  expect(ours).toHaveLength(3);
  expect(ours).toEqual(expect.arrayContaining(expected));

  const bound = bindings.filter(({ source_name }) => source_name !== '');
  for (const [source_name, destination_name, routing_key] of [
    ['openstack', 'served', 'served'],
    ['openstack', 'served.srv', 'served.srv'],
    ['served_fanout', fanout, 'served'],
  ])
    expect(bound).toContainEqual({
      source_name,
      destination_name,
      destination_kind: 'queue',
      routing_key,
      arguments: {},
    });
  expect(bound).toHaveLength(3);

  const taken = consumers.filter(({ queue_name }) => String(queue_name).startsWith('served'));
  expect(taken).toHaveLength(3);
  for (const consumer of taken) expect(consumer).toMatchObject({ ack_required: true, arguments: {} });
});

test('our connections have the heartbeat of Python, and a name', async () => {
  const client = getRpcClient(transport, new Target({ topic: 'served' }), { timeout: 20 });
  expect(await client.call({}, 'echo', { value: 1 })).toBe(1);
  const connections = await rabbit.listConnections(vhost);
  expect(connections.length).toBeGreaterThan(1);
  for (const connection of connections)
    expect(connection).toMatchObject({
      timeout: 60,
      frame_max: 131_072,
      client_properties: { connection_name: expect.any(String) },
    });
});

test.each([
  ['amqp_durable_queues=true', { durable: true, arguments: {} }, 1_800_000],
  ['amqp_auto_delete=true', { auto_delete: true, arguments: {} }, 1_800_000],
  [
    'rabbit_quorum_queue=true',
    { durable: true, type: 'quorum', arguments: { 'x-queue-type': 'quorum' } },
    1_800_000,
  ],
  ['rabbit_transient_queues_ttl=90', { durable: false, arguments: {} }, 90_000],
])('the option %s', async (options, queue, expires) => {
  const other = await rabbit.vhost();
  const optional = getTransport(`${rabbit.url(other)}?${options}`);
  const running = getRpcServer(optional, new Target({ topic: 'opt', server: 'srv' }), [new Base('srv')]);
  await running.start();
  const client = getRpcClient(optional, new Target({ topic: 'opt' }), { timeout: 20 });
  expect(await client.call({}, 'echo', { value: 1 })).toBe(1);
  const { exchanges, queues } = await rabbit.state(other);
  for (const name of ['opt', 'opt.srv']) expect(queues.find((row) => row.name === name)).toMatchObject(queue);
  const { durable = false, auto_delete = false } = queue as { durable?: boolean; auto_delete?: boolean };
  expect(exchanges.find(({ name }) => name === 'openstack')).toMatchObject({ durable, auto_delete });
  const transient = queues.filter(({ name }) => /^(reply|opt_fanout)_/.test(String(name)));
  expect(transient).toHaveLength(2);
  for (const row of transient)
    expect(row).toMatchObject({ durable: false, auto_delete: false, arguments: { 'x-expires': expires } });
  await running.stop();
  await running.wait();
  await optional.close();
  await rabbit.removeVhost(other);
});

test('what is left behind: the queues of the topic, nothing of a process', async () => {
  const other = await rabbit.vhost();
  const leaving = getTransport(rabbit.url(other));
  const running = getRpcServer(leaving, new Target({ topic: 'left', server: 'srv' }), [new Base('srv')]);
  await running.start();
  expect(
    await getRpcClient(leaving, new Target({ topic: 'left' }), { timeout: 20 }).call({}, 'get_none', {}),
  ).toBe(null);
  await running.stop();
  await running.wait();
  await leaving.close();
  expect((await rabbit.listQueues(other)).map(({ name }) => name).sort()).toEqual(['left', 'left.srv']);
  // Connections are closed by us; the broker forgets them a moment later.
  await expect.poll(() => rabbit.listConnections(other), { timeout: 5000 }).toEqual([]);
});
