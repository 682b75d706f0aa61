import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Broker, broker } from './broker.js';
import { installed, needsInterop } from './needs.js';
import { Peer } from './peer.js';

/** Python against Python: that the broker and the peers are as the other tests take them to be. */

let rabbit: Broker;
let vhost: string;
let server: Peer;
let client: Peer;

beforeEach(needsInterop);

beforeAll(async () => {
  if (!installed()) return;
  rabbit = await broker();
  vhost = await rabbit.vhost();
  [server, client] = await Promise.all([Peer.start(rabbit.url(vhost)), Peer.start(rabbit.url(vhost))]);
  await server.serve({ topic: 'interop', server: 'srv1' });
});

afterAll(async () => {
  await Promise.all([server?.end(), client?.end()]);
});

test('a call, a cast and an exception', async () => {
  expect(await client.result('add', { topic: 'interop', args: { a: 2, b: 3 } })).toBe(5);
  await client.cast('counter_incr', { topic: 'interop', args: { key: 'c' } });
  expect(await server.counter('interop', 'srv1', 'c', 1)).toBe(1);
  expect(
    await client.exception('fail_expected', { topic: 'interop', args: { message: 'bad', code: 7 } }),
  ).toMatchObject({
    class: 'InteropError_Remote',
    module: 'interop_exc_Remote',
    args: "('bad', 7)",
    code: 7,
  });
  expect(await client.result('oslo_rpc_server_ping', { topic: 'interop' })).toBe('pong');
});

test('values come back as Python writes them', async () => {
  const literal = "[10000000000000000000000000000000007, 2.0, None, 'h\\u00e9 \\ud800 \\U0001f600']";
  const { repr } = await client.call('echo', { topic: 'interop', args_py: `{'value': ${literal}}` });
  expect(repr).toBe("[10000000000000000000000000000000007, 2.0, None, 'hé \\ud800 😀']");
});

test('the broker tells what it holds', async () => {
  const { exchanges, queues, consumers } = await rabbit.state(vhost);
  expect(exchanges.find((exchange) => exchange.name === 'openstack')).toMatchObject({ type: 'topic' });
  expect(queues.find((queue) => queue.name === 'interop.srv1')).toEqual({
    name: 'interop.srv1',
    type: 'classic',
    durable: false,
    auto_delete: false,
    exclusive: false,
    arguments: {},
    consumers: 1,
    messages: 0,
  });
  expect(consumers).toHaveLength(4);
  const connections = await rabbit.listConnections(vhost);
  expect(connections[0]).toMatchObject({ auth_mechanism: 'AMQPLAIN', timeout: 60 });
});
