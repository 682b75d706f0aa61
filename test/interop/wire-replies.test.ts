import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getRpcServer, getTransport, Target } from '../../src/messaging/index.js';
import { type Broker, broker } from './broker.js';
import { Base } from './endpoints.js';
import { KeptLog } from './log.js';
import { installed, needsBroker } from './needs.js';
import { envelope, HEX32, hex32, type Inbox, PROPERTIES, RawPeer } from './raw.js';

/** What our servers take from the wire, and what they answer, member by member: as Python's 14.0.3. */

let rabbit: Broker;
let vhost: string;
let raw: RawPeer;
let replies: Inbox;
let transport: ReturnType<typeof getTransport>;
let server: ReturnType<typeof getRpcServer>;
const base = new Base('srv');

beforeEach(needsBroker);

beforeAll(async () => {
  if (!installed(needsBroker)) return;
  rabbit = await broker();
  vhost = await rabbit.vhost();
  transport = getTransport(rabbit.url(vhost), { log: new KeptLog().log });
  server = getRpcServer(transport, new Target({ topic: 'served', server: 'srv' }), [base]);
  await server.start();
  raw = await RawPeer.connect(rabbit.amqpUrl(vhost));
  replies = await raw.replyQueue();
});

afterAll(async () => {
  await raw?.close();
  await server?.stop();
  await server?.wait();
  await transport?.close();
});

/** The final reply to a call of our server. */
async function answer(method: string, args: object = {}, members: object = {}) {
  const id = await raw.call('served', replies, method, args, members);
  return await replies.find(({ inner }) => inner._msg_id === id && inner.ending === true);
}

test('a reply of ours', async () => {
  const reply = await answer('echo', { value: { a: [1, 2.5, null, true, 'h\u00e9\ud800'] } });
  expect(reply).toMatchObject({ exchange: '', routingKey: replies.queue });
  expect(reply.properties).toMatchObject(PROPERTIES);
  expect(reply.properties).not.toHaveProperty('expiration');
  expect(Object.keys(reply.envelope)).toEqual(['oslo.version', 'oslo.message']);
  expect(Object.keys(reply.inner)).toEqual(['result', 'failure', 'ending', '_msg_id', '_unique_id']);
  expect(reply.inner).toMatchObject({
    result: { a: [1, 2.5, null, true, 'h\u00e9\ud800'] },
    failure: null,
    ending: true,
  });
  expect(reply.inner._unique_id).toMatch(HEX32);
  expect((await answer('get_none')).inner).toMatchObject({ result: null, failure: null });
});

test.each([
  [
    'fail_expected',
    { message: 'bad', code: 7 },
    {
      class: 'InteropError',
      module: 'interop_exc',
      message: 'bad (code 7)',
      args: ['bad', 7],
      kwargs: {},
    },
  ],
  [
    'fail_kwargs',
    { message: 'kw', uuid: 'abc' },
    {
      class: 'InteropKwError',
      module: 'interop_exc',
      message: 'kw',
      args: ['kw'],
      kwargs: { uuid: 'abc' },
    },
  ],
  [
    'fail_as',
    { kind: 'TypeError', message: 'nope' },
    { class: 'TypeError', module: 'builtins', message: 'nope', args: ['nope'], kwargs: {} },
  ],
  [
    'no_such',
    {},
    {
      class: 'NoSuchMethod',
      module: 'oslo_messaging.rpc.dispatcher',
      message: 'Endpoint does not support RPC method no_such',
      args: ['Endpoint does not support RPC method no_such'],
      kwargs: {},
    },
  ],
])('the failure of %s', async (method, args, expected) => {
  const { inner } = await answer(method, args);
  expect(inner.result).toBe(null);
  expect(typeof inner.failure).toBe('string');
  const { tb, ...failure } = JSON.parse(inner.failure as string) as { tb: string[] };
  expect(failure).toEqual(expected);
  expect(Object.keys(JSON.parse(inner.failure as string) as object)).toEqual([
    ...['class', 'module', 'message', 'tb', 'args', 'kwargs'],
  ]);
  expect(tb.length).toBeGreaterThan(0);
  for (const line of tb) expect(line).toMatch(/\n$/);
});

test('signs of life while a monitored call runs, and none after a dispatch error', async () => {
  const failed = await raw.call('served', replies, 'no_such', {}, { _timeout: 2 });
  const unsupported = await raw.call('served', replies, 'echo', {}, { _timeout: 2, version: '9.0' });
  const long = await raw.call('served', replies, 'sleep', { seconds: 3.4 }, { _timeout: 2 });
  const last = await replies.find(({ inner }) => inner._msg_id === long && inner.ending === true);
  expect(last.inner.result).toBe(3.4);
  const beats = replies.of(long).slice(0, -1);
  expect(beats.length).toBeGreaterThanOrEqual(3);
  expect(beats.length).toBeLessThanOrEqual(4);
  for (const { properties, inner } of beats) {
    expect(properties).toMatchObject(PROPERTIES);
    expect(inner).toEqual({
      result: null,
      failure: null,
      ending: false,
      _msg_id: long,
      _unique_id: expect.stringMatching(HEX32),
    });
  }
  expect(new Set(replies.of(long).map(({ inner }) => inner._unique_id)).size).toBe(beats.length + 1);
  for (const id of [failed, unsupported])
    expect(replies.of(id).map(({ inner }) => inner.ending)).toEqual([true]);
});

test('a request twice is run once; one without an id always', async () => {
  const unique = hex32();
  for (let sent = 0; sent < 2; sent++)
    await raw.send('served', { method: 'counter_incr', args: { key: 'twice' }, _unique_id: unique });
  for (let sent = 0; sent < 2; sent++)
    await raw.send('served', { method: 'counter_incr', args: { key: 'anonymous' } });
  expect(await base.counter('anonymous', 2)).toBe(2);
  expect(await base.counter('twice')).toBe(1);
});

test('what a receiver must take', async () => {
  const id = () => ({ _msg_id: hex32(), _reply_q: replies.queue });
  const value = { method: 'echo', args: { value: 1 } };
  // Not in an envelope; with members of no meaning; without args; with UTF-8 instead of escapes.
  const [bare, more, none, text] = [id(), id(), id(), id()];
  await raw.publish('served', JSON.stringify({ ...value, ...bare }));
  const { 'oslo.message': inner } = JSON.parse(envelope({ ...value, ...more, _other: 1 })) as Record<
    string,
    string
  >;
  await raw.publish('served', JSON.stringify({ more: [], 'oslo.message': inner, 'oslo.version': '2.0' }));
  await raw.send('served', { method: 'get_none', ...none });
  await raw.publish('served', envelope({ method: 'echo', args: { value: '\u2603\u{1f600}' }, ...text }), {
    headers: { 'x-other': 'header' },
  });
  const results = [];
  for (const { _msg_id } of [bare, more, none, text])
    results.push((await replies.find((message) => message.inner._msg_id === _msg_id)).inner);
  expect(results.map(({ failure }) => failure)).toEqual([null, null, null, null]);
  expect(results.map(({ result }) => result)).toEqual([1, 1, null, '\u2603\u{1f600}']);
});

test('what a receiver must refuse, and live on', async () => {
  const call = { method: 'counter_incr', args: { key: 'refused' } };
  for (const body of [
    'no JSON',
    '',
    '[]',
    'null',
    '"text"',
    '{}',
    Buffer.from([0xff, 0xfe, 0]),
    envelope(call, '3.0'),
    envelope(call, '2.1'),
    envelope(call, 'x'),
    envelope([]),
    envelope({ method: 7 }),
    JSON.stringify({ 'oslo.version': '2.0', 'oslo.message': 'no JSON' }),
    JSON.stringify({ 'oslo.version': '2.0', 'oslo.message': call }),
  ])
    await raw.publish('served', body);
  await raw.publish('served', 'not zlib', { headers: { compression: 'application/x-gzip' } });
  await raw.publish('served', 'no JSON', { headers: { compression: 'application/x-unknown' } });
  expect((await answer('echo', { value: 'alive' })).inner.result).toBe('alive');
  expect(await base.counter('refused')).toBe(0);
  // None of them went back to the queue.
  await expect
    .poll(async () => (await rabbit.listQueues(vhost)).find(({ name }) => name === 'served')?.messages)
    .toBe(0);
});

test('compressed messages, as kombu writes them', async () => {
  const members = { _msg_id: hex32(), _reply_q: replies.queue };
  const body = deflateSync(envelope({ method: 'echo', args: { value: 'packed' }, ...members }));
  await raw.publish('served', body, { headers: { compression: 'application/x-gzip' } });
  expect((await replies.find(({ inner }) => inner._msg_id === members._msg_id)).inner.result).toBe('packed');
});

test('a caller that has gone holds nobody up, and has its replies when it is back', async () => {
  const name = `reply_${hex32()}`;
  for (let sent = 0; sent < 70; sent++)
    await raw.send('served', { method: 'echo', args: { value: sent }, _msg_id: hex32(), _reply_q: name });
  expect((await answer('echo', { value: 'live' })).inner.result).toBe('live');
  const late = await raw.replyQueue(name);
  await late.find(undefined, 70);
  expect(new Set(late.messages.map(({ inner }) => inner.result)).size).toBe(70);
});
