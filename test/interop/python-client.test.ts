import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getRpcServer, getTransport, Target } from '../../src/messaging/index.js';
import { type Broker, broker } from './broker.js';
import { DISPATCH_ERRORS } from './dispatch-errors.js';
import { Base, Namespaced } from './endpoints.js';
import { KeptLog } from './log.js';
import { installed, needsInterop } from './needs.js';
import { Peer } from './peer.js';

/** Python's oslo.messaging calls our servers. */

const TOPIC = 'interop';
const topic = TOPIC;
let rabbit: Broker;
let python: Peer;
let transport: ReturnType<typeof getTransport>;
const kept = new KeptLog();
const bases = { srv1: new Base('srv1'), srv2: new Base('srv2') };
const servers: ReturnType<typeof getRpcServer>[] = [];

async function serve(base: Base, ofTopic = TOPIC) {
  const target = new Target({ topic: ofTopic, server: base.server });
  const server = getRpcServer(transport, target, [base, new Namespaced()], { pingEnabled: true });
  await server.start();
  servers.push(server);
  return server;
}

beforeEach(needsInterop);

beforeAll(async () => {
  if (!installed()) return;
  rabbit = await broker();
  const url = rabbit.url(await rabbit.vhost());
  transport = getTransport(url, { log: kept.log });
  [python] = await Promise.all([Peer.start(url), serve(bases.srv1), serve(bases.srv2)]);
});

afterAll(async () => {
  await python?.end();
  for (const server of servers) {
    await server.stop();
    await server.wait();
  }
  await transport?.close();
});

/** As Python writes them, and as they come back. */
const VALUES = [
  ...['None', 'True', 'False', '0', '-1', '9007199254740993', `-${10n ** 30n + 7n}`, '1.5', '-1e-07'],
  ...[
    "''",
    "'h\u00e9llo \u2603 \u{1d11e} \u{1f600}'",
    "'\\ud800'",
    "'x\\udc00\\ud800'",
    "'\\x00\\u2028\\x7f\"'",
  ],
  ...[
    '[]',
    '{}',
    '[[], {}, [None]]',
    "{'': ''}",
    "{'a': {'b': [None, True, {'c': 1}]}}",
    'nan',
    'inf',
    '-inf',
  ],
  ...[
    "{'__proto__': {'polluted': 1}, 'constructor': 2, 'toString': None}",
    "[nan, {'x': -inf}, 12345678901234567890]",
  ],
];

test.each(VALUES)('echo of %s', async (value) => {
  const inf = "__import__('math').inf";
  const nan = "__import__('math').nan";
  const expression = value.replace(/\binf\b/g, inf).replace(/\bnan\b/g, nan);
  expect((await python.call('echo', { topic, args_py: `{'value': ${expression}}` })).repr).toBe(value);
});

test('a float without a fraction comes back as an integer, which equals it', async () => {
  expect((await python.call('echo', { topic, args_py: "{'value': 2.0 }" })).repr).toBe('2');
});

test.each([
  ['2**53+1', 'bigint'],
  ['2**31', 'number'],
  ['1.5', 'number'],
  ['None', 'null'],
  ['()', 'array'],
])('%s is a %s here', async (value, type) => {
  expect((await python.call('type_of', { topic, args_py: `{'value': ${value}}` })).ok).toBe(type);
});

test('calls have named arguments, and results that may be nothing', async () => {
  expect(await python.result('add', { topic, args: { a: 2, b: 3 } })).toBe(5);
  expect((await python.call('get_none', { topic })).repr).toBe('None');
});

test('a call to a server reaches that one', async () => {
  for (const server of ['srv1', 'srv2'])
    expect(await python.result('whoami', { topic, server })).toEqual({ server, pid: process.pid });
});

test('the context arrives', async () => {
  const ctxt = {
    user_id: 'u1',
    roles: ['admin'],
    is_admin: true,
    nested: { k: null },
    'h\u00e9': '\u{1f600}',
  };
  expect(await python.result('ctxt_echo', { topic, ctxt })).toMatchObject(ctxt);
});

test('an error with a Python identity is the real class there', async () => {
  const error = await python.exception('fail_expected', { topic, args: { message: 'bad', code: 7 } });
  expect(error).toMatchObject({ class: 'InteropError_Remote', module: 'interop_exc_Remote', code: 7 });
  expect(error.args).toBe("('bad', 7)");
  expect(error.mro).toContain('interop_exc.InteropError');
  expect(error.message).toMatch(/^bad \(code 7\)\n/);
  expect(error.message).toContain('endpoints.ts');
  // It was expected: nothing to bother an operator with.
  expect(kept.of('error')).toEqual([]);
});

test('its kwargs arrive', async () => {
  const error = await python.exception('fail_kwargs', {
    topic,
    args: { message: 'kw', uuid: 'abc', n: 3 },
  });
  expect(error).toMatchObject({ class: 'InteropKwError_Remote', args: "('kw',)" });
  expect(error.kwargs).toBe("{'uuid': 'abc', 'n': 3}");
  expect(kept.of('error')).toHaveLength(1);
});

test('a class that the client does not allow is a RemoteError', async () => {
  expect(await python.exception('fail_private', { topic, args: { message: 'priv' } })).toMatchObject({
    class: 'RemoteError',
    module: 'oslo_messaging.rpc.client',
    exc_type: 'PrivateError',
    value: 'priv',
  });
  expect(
    await python.exception('fail_as', { topic, args: { kind: 'QuotaExceeded', message: 'no more' } }),
  ).toMatchObject({ class: 'RemoteError', exc_type: 'QuotaExceeded', value: 'no more' });
});

test.each([
  ['TypeError', 'TypeError'],
  ['RangeError', 'ValueError'],
  ['Error', 'Exception'],
])('a %s of JavaScript is builtins.%s', async (kind, name) => {
  const error = await python.exception('fail_as', { topic, args: { kind, message: 'nope' } });
  // Python cannot replace the class of these, so their message is what has the traceback.
  expect(error.mro).toContain(`builtins.${name}`);
  expect([name, `${name}_Remote`]).toContain(error.class);
  expect(error.message).toMatch(/^nope\b/);
});

test('casts are run, also at one server, and by all with fanout', async () => {
  await python.cast('counter_incr', { topic, server: 'srv2', args: { key: 'one' } });
  expect(await bases.srv2.counter('one', 1)).toBe(1);
  expect(await bases.srv1.counter('one')).toBe(0);

  await python.cast('counter_incr', { topic, fanout: true, args: { key: 'all' } });
  expect(await bases.srv1.counter('all', 1)).toBe(1);
  expect(await bases.srv2.counter('all', 1)).toBe(1);

  for (let sent = 0; sent < 10; sent++) await python.cast('counter_incr', { topic, args: { key: 'any' } });
  // Round robin.
  expect(await bases.srv1.counter('any', 5)).toBe(5);
  expect(await bases.srv2.counter('any', 5)).toBe(5);
});

test('namespaces and versions', async () => {
  const call = { topic, namespace: 'ns_a', args: { value: 1 } };
  expect(await python.result('echo', { ...call, version: '2.1' })).toEqual({ ns: 'ns_a', value: 1 });
  expect(await python.result('only_here', { topic, namespace: 'ns_a', version: '2.3' })).toBe('only in ns_a');
});

test.each(DISPATCH_ERRORS)('%s with %o: %s', async (method, target, exc_type, value) => {
  const error = await python.exception(method, { topic, ...target });
  expect(error).toMatchObject({ class: 'RemoteError', exc_type, value });
});

test('a server answers pings', async () => {
  expect(await python.result('oslo_rpc_server_ping', { topic, server: 'srv1' })).toBe('pong');
});

test('the client times out; the late reply does no harm', async () => {
  const call = python.exception('sleep', { topic, timeout: 1, args: { seconds: 1.4 } });
  expect(await call).toMatchObject({ class: 'MessagingTimeout' });
  await python.result('sleep', { topic, args: { seconds: 0.6 } });
  expect(await python.result('echo', { topic, args: { value: 'later' } })).toBe('later');
});

test('signs of life keep a monitored call alive, up to its timeout', async () => {
  const monitored = { topic, call_monitor_timeout: 2 };
  const [long, longer] = await Promise.all([
    python.call('sleep', { ...monitored, timeout: 20, args: { seconds: 3.4 } }),
    python.call('sleep', { ...monitored, timeout: 3, args: { seconds: 3.6 } }),
  ]);
  expect(long.ok).toBe(3.4);
  expect(longer.exc).toMatchObject({ class: 'MessagingTimeout' });
  expect(longer.seconds).toBeGreaterThan(2.9);
});

test('nobody answers a monitored call to an absent server', async () => {
  const call = { topic, server: 'ghost', timeout: 20, call_monitor_timeout: 1, args: { value: 1 } };
  const { exc, seconds } = await python.call('echo', call);
  expect(exc).toMatchObject({ class: 'MessagingTimeout' });
  expect(seconds).toBeLessThan(5);
});

test('at_least_once: there is a server, or there is none', async () => {
  const call = { topic, at_least_once: true, args: { value: 1 } };
  expect(await python.result('echo', call)).toBe(1);
  expect((await python.exception('echo', { ...call, topic: 'ghost' })).class).toBe('MessageUndeliverable');
});

test('1 MiB each way', async () => {
  expect(await python.result('size_of', { topic, args_py: "{'value': 'x' * 2**20}" })).toBe(2 ** 20);
  expect(await python.result('blob', { topic, args: { size: 2 ** 20 } })).toBe('x'.repeat(2 ** 20));
});

test('50 callers at once', async () => {
  expect(await python.calls(500, 50, { topic })).toEqual({ good: 500, bad: [] });
});

test('compressed requests', async () => {
  const call = { topic, options: '?kombu_compression=gzip' };
  expect(await python.result('echo', { ...call, args: { value: 'h\u00e9' } })).toBe('h\u00e9');
  expect(await python.result('size_of', { ...call, args_py: "{'value': 'x' * 2**20}" })).toBe(2 ** 20);
});

test('no call is lost when servers come and go', async () => {
  await serve(new Base('stays'), 'rolling');
  for (const name of ['first', 'second', 'third']) {
    const base = new Base(name);
    const leaving = await serve(base, 'rolling');
    const calls = python.calls(300, 20, { topic: 'rolling', timeout: 15 });
    await base.counter('echo', 10);
    await leaving.stop();
    await leaving.wait();
    expect(await calls).toEqual({ good: 300, bad: [] });
    expect(await base.counter('echo')).toBeLessThan(150);
  }
});
