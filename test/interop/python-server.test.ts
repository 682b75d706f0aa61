import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  getRpcClient,
  getTransport,
  MessageUndeliverable,
  MessagingTimeout,
  RemoteError,
  RpcVersionCapError,
  registerRemoteException,
  Target,
} from '../../src/messaging/index.js';
import { type Broker, broker } from './broker.js';
import { DISPATCH_ERRORS } from './dispatch-errors.js';
import { InteropError, InteropKwError, PrivateError } from './endpoints.js';
import { KeptLog } from './log.js';
import { installed, needsInterop } from './needs.js';
import { Peer } from './peer.js';

/** Our clients call the servers of Python's oslo.messaging. */

const TOPIC = 'interop';
const target = new Target({ topic: TOPIC });
let rabbit: Broker;
let python: Peer;
let transport: ReturnType<typeof getTransport>;
let client: ReturnType<typeof getRpcClient>;

beforeEach(needsInterop);

beforeAll(async () => {
  if (!installed()) return;
  for (const Class of [InteropError, InteropKwError, PrivateError]) registerRemoteException(Class);
  rabbit = await broker();
  const url = rabbit.url(await rabbit.vhost());
  python = await Peer.start(url);
  for (const server of ['srv1', 'srv2']) await python.serve({ topic: TOPIC, server });
  transport = getTransport(url, { log: new KeptLog().log, allowedRemoteExmods: ['interop_exc'] });
  client = getRpcClient(transport, target, { timeout: 20 });
});

afterAll(async () => {
  await transport?.close();
  await python?.end();
});

const call = (method: string, args: Record<string, unknown> = {}, context = {}) =>
  client.call(context, method, args);
/** The error of a call that must fail. */
const failure = (result: Promise<unknown>): Promise<unknown> =>
  result.then(
    (value) => Promise.reject(new Error(`there is a result: ${String(value)}`)),
    (error: unknown) => error,
  );

const proto = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}') as object;

test.each<[unknown, string]>([
  [null, 'None'],
  [true, 'True'],
  [0, '0'],
  [-1.5, '-1.5'],
  [1e300, '1e+300'],
  [2n ** 53n + 1n, '9007199254740993'],
  [-(10n ** 30n + 7n), '-1000000000000000000000000000007'],
  [7n, '7'],
  [Number.NaN, 'nan'],
  [Number.POSITIVE_INFINITY, 'inf'],
  [[Number.NEGATIVE_INFINITY], '[-inf]'],
  ['', "''"],
  ['h\u00e9llo \u2603 \u{1f600}', "'h\u00e9llo \u2603 \u{1f600}'"],
  ['\ud800', "'\\ud800'"],
  ['x\udc00\ud800', "'x\\udc00\\ud800'"],
  ['\0\u2028\x7f"\\', "'\\x00\\u2028\\x7f\"\\\\'"],
  [[], '[]'],
  [{}, '{}'],
  [[[], {}, [null]], '[[], {}, [None]]'],
  [{ '': '', a: { b: [1] } }, "{'': '', 'a': {'b': [1]}}"],
  [proto, "{'__proto__': {'polluted': 1}, 'constructor': 2}"],
])('%o is %s there', async (value, repr) => {
  expect(await call('repr_of', { value })).toBe(repr);
  expect(await call('echo', { value })).toEqual(value === 7n ? 7 : value);
});

test.each<[string, unknown]>([
  ['2**53+1', 2n ** 53n + 1n],
  ['10**30+7', 10n ** 30n + 7n],
  ['[2**31, -2**53 - 1]', [2 ** 31, -(2n ** 53n) - 1n]],
  ['2.0', 2],
  ["float('nan')", Number.NaN],
  ["[float('inf'), {'x': float('-inf')}]", [Number.POSITIVE_INFINITY, { x: Number.NEGATIVE_INFINITY }]],
  ["'h\\u00e9 \\U0001f600 \\ud800'", 'h\u00e9 \u{1f600} \ud800'],
  ["'NaN, Infinity: 12345678901234567890'", 'NaN, Infinity: 12345678901234567890'],
  ['(1, (2,))', [1, [2]]],
  ['{1: None, None: True, True: 1}', { '1': 1, null: true }],
  ["{'__proto__': {'polluted': 1}, 'constructor': 2}", proto],
  ["__import__('datetime').datetime(2020, 1, 2, 3, 4, 5, 6)", '2020-01-02T03:04:05.000006'],
  ["__import__('uuid').UUID(int=1)", '00000000-0000-0000-0000-000000000001'],
  ["b'bytes'", 'bytes'],
  ['None', null],
])('%s of Python is %o here', async (expression, value) => {
  const result = await call('value_of', { expression });
  expect(result).toEqual(value);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  if (value === proto) expect(Object.keys(result as object)).toEqual(['__proto__', 'constructor']);
});

test('calls, to any server and to one', async () => {
  expect(await call('add', { a: 2, b: 3 })).toBe(5);
  expect(await call('get_none')).toBe(null);
  for (const server of ['srv1', 'srv2'])
    expect(await client.prepare({ server }).call({}, 'whoami', {})).toEqual({ server, pid: python.pid });
});

test('the context arrives', async () => {
  const context = { user_id: 'u1', roles: ['admin'], nested: { k: null }, 'h\u00e9': '\u{1f600}' };
  expect(await call('ctxt_echo', {}, context)).toEqual({ ...context, client_timeout: null });
});

test('an exception of an allowed module is the registered class here', async () => {
  const error = await failure(call('fail_expected', { message: 'bad', code: 7 }));
  expect(error).toBeInstanceOf(InteropError);
  expect(error).toMatchObject({ message: 'bad (code 7)', text: 'bad', code: 7 });

  const other = await failure(call('fail_kwargs', { message: 'kw', uuid: 'abc', n: 3 }));
  expect(other).toBeInstanceOf(InteropKwError);
  expect(other).toMatchObject({ message: 'kw', kwargs: { uuid: 'abc', n: 3 } });
});

test('one of another module is a RemoteError, registered or not', async () => {
  const error = (await failure(call('fail_private', { message: 'priv' }))) as RemoteError;
  expect(error).toBeInstanceOf(RemoteError);
  expect(error).toMatchObject({ excType: 'PrivateError', module: 'interop_private', value: 'priv' });
  expect(error.message).toContain('Remote error: PrivateError priv');
  expect(error.traceback.join('')).toMatch(/Traceback \(most recent call last\):\n[\s\S]*endpoints\.py/);
});

test('exceptions of Python itself', async () => {
  const error = await failure(call('fail_value', { message: 'nope' }));
  expect(error).toBeInstanceOf(RangeError);
  expect(error).toMatchObject({ message: 'nope' });
  const wrong = await failure(call('add', { a: 1 }));
  expect(wrong).toBeInstanceOf(TypeError);
  expect(wrong).toMatchObject({ message: "Base.add() missing 1 required positional argument: 'b'" });
});

test.each(DISPATCH_ERRORS)('%s with %o: %s', async (method, overrides, excType, value) => {
  const error = await failure(client.prepare(overrides).call({}, method, { value: 1 }));
  expect(error).toBeInstanceOf(RemoteError);
  expect(error).toMatchObject({ excType, value, module: 'oslo_messaging.rpc.dispatcher' });
});

test('namespaces, versions and caps', async () => {
  const inNamespace = { namespace: 'ns_a', version: '2.1' };
  expect(await client.prepare(inNamespace).call({}, 'echo', { value: 1 })).toEqual({ ns: 'ns_a', value: 1 });
  expect(await client.prepare({ ...inNamespace, version: '2.3' }).call({}, 'only_here', {})).toBe(
    'only in ns_a',
  );
  const capped = getRpcClient(transport, target, { timeout: 20, versionCap: '2.2' });
  expect(
    await failure(capped.prepare({ ...inNamespace, version: '2.3' }).call({}, 'echo', { value: 1 })),
  ).toBeInstanceOf(RpcVersionCapError);
});

test('casts: to any, to one, to all', async () => {
  const increment = (key: string, overrides: { server?: string; fanout?: boolean }) =>
    client.prepare(overrides).cast({}, 'counter_incr', { key });
  await increment('one', { server: 'srv2' });
  expect(await python.counter(TOPIC, 'srv2', 'one', 1)).toBe(1);
  await increment('all', { fanout: true });
  expect(await python.counter(TOPIC, 'srv1', 'all', 1)).toBe(1);
  expect(await python.counter(TOPIC, 'srv2', 'all', 1)).toBe(1);
  for (let sent = 0; sent < 10; sent++) await increment('any', {});
  expect(await python.counter(TOPIC, 'srv1', 'any', 5)).toBe(5);
  expect(await python.counter(TOPIC, 'srv2', 'any', 5)).toBe(5);
});

test('a ping', async () => {
  expect(await client.prepare({ server: 'srv1' }).call({}, 'oslo_rpc_server_ping', {})).toBe('pong');
});

test('a time-out; the late reply does no harm', async () => {
  const short = client.prepare({ timeout: 1 });
  expect(await failure(short.call({}, 'sleep', { seconds: 1.4 }))).toBeInstanceOf(MessagingTimeout);
  await call('sleep', { seconds: 0.6 });
  expect(await call('echo', { value: 'later' })).toBe('later');
});

test('a signal ends the wait', async () => {
  const started = performance.now();
  const signal = AbortSignal.timeout(100);
  await failure(client.call({}, 'sleep', { seconds: 1 }, { signal }));
  expect(performance.now() - started).toBeLessThan(900);
});

test('signs of life keep a monitored call alive, up to its timeout', async () => {
  const started = performance.now();
  const [long, longer] = await Promise.all([
    client.prepare({ timeout: 20, callMonitorTimeout: 2 }).call({}, 'sleep', { seconds: 3.4 }),
    failure(client.prepare({ timeout: 3, callMonitorTimeout: 2 }).call({}, 'sleep', { seconds: 3.6 })).then(
      (error) => ({ error, after: performance.now() - started }),
    ),
  ]);
  expect(long).toBe(3.4);
  expect(longer.error).toBeInstanceOf(MessagingTimeout);
  expect(longer.after).toBeGreaterThan(2900);
});

test('nobody there', async () => {
  const ghost = { server: 'ghost', timeout: 20 };
  const started = performance.now();
  expect(
    await failure(client.prepare({ ...ghost, callMonitorTimeout: 1 }).call({}, 'echo', { value: 1 })),
  ).toBeInstanceOf(MessagingTimeout);
  expect(performance.now() - started).toBeLessThan(5000);
  expect(
    await failure(client.prepare({ ...ghost, mandatory: true }).call({}, 'echo', { value: 1 })),
  ).toBeInstanceOf(MessageUndeliverable);
  expect(await client.prepare({ server: 'srv1', mandatory: true }).call({}, 'echo', { value: 1 })).toBe(1);
});

test('1 MiB each way', async () => {
  const value = 'x'.repeat(2 ** 20);
  expect(await call('size_of', { value })).toBe(2 ** 20);
  expect(await call('blob', { size: 2 ** 20 })).toBe(value);
});

test('50 calls at once', async () => {
  const numbers = Array.from({ length: 500 }, (_, number) => number);
  const caller = async (first: number) => {
    const results: unknown[] = [];
    for (let number = first; number < 500; number += 50) results.push(await call('echo', { value: number }));
    return results;
  };
  const results = await Promise.all(numbers.slice(0, 50).map(caller));
  expect(results.flat().sort((a, b) => (a as number) - (b as number))).toEqual(numbers);
});

test('compressed replies', async () => {
  await python.serve({ topic: 'compressed', server: 'srv', options: '?kombu_compression=gzip' });
  const compressed = client.prepare({ topic: 'compressed' });
  expect(await compressed.call({}, 'echo', { value: 'h\u00e9' })).toBe('h\u00e9');
  expect(await compressed.call({}, 'blob', { size: 2 ** 20 })).toBe('x'.repeat(2 ** 20));
});

test('another exchange is another world', async () => {
  await python.serve({ topic: TOPIC, server: 'elsewhere', exchange: 'other' });
  const elsewhere = client.prepare({ exchange: 'other', server: 'elsewhere' });
  expect(await elsewhere.call({}, 'whoami', {})).toEqual({ server: 'elsewhere', pid: python.pid });
});
