import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import { pretty } from '../../src/cli/pretty.js';
import { RPC_EXIT } from '../../src/cli/rpc-failure.js';
import { getRpcServer, getTransport, Target, type TargetInit } from '../../src/messaging/index.js';
import { workspace } from '../definition/workspace.js';

/** Runs a command line in a directory; what it printed and its exit code. */
async function nova(cwd: string, argv: readonly string[], { terminal = false } = {}) {
  const printed = { out: '', err: '' };
  const catching = (stream: 'out' | 'err') => (text: unknown) => {
    printed[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process, 'cwd').mockReturnValue(cwd),
    vi.spyOn(process.stdout, 'write').mockImplementation(catching('out') as never),
    vi.spyOn(process.stderr, 'write').mockImplementation(catching('err') as never),
  ];
  const streams = [process.stdout, process.stderr];
  const before = streams.map(({ isTTY }) => isTTY);
  for (const stream of streams) stream.isTTY = terminal;
  try {
    const code = await main(argv);
    return { code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const [index, stream] of streams.entries()) stream.isTTY = before[index]!;
  }
}

class Refused extends Error {
  static readonly python = { module: 'interop_exc', class: 'InteropError' };
}

let worlds = 0;

/** A fake:// with a server of the topic "sums"; what it was asked. */
async function world(target: TargetInit = {}, namespaced: TargetInit = {}) {
  const url = `fake://call-test-${++worlds}`;
  const asked: unknown[] = [];
  const endpoint = {
    target: new Target(namespaced),
    add: (_: unknown, { a, b }: { a: number; b: number }) => a + b,
    echo: (_: unknown, args: object) => {
      asked.push(args);
      return args;
    },
    nothing: () => {},
    refuse: () => {
      throw new Refused('bad (code 7)');
    },
    fault: () => {
      throw new TypeError('not a number');
    },
    hang: () => new Promise(() => {}),
  };
  const serve = async (server: string) => {
    const transport = getTransport(url, { log: silent });
    const served = getRpcServer(transport, new Target({ topic: 'sums', server, ...target }), [endpoint]);
    await served.start();
    onTestFinished(async () => {
      await served.stop();
      await transport.close();
    });
  };
  await serve('host1');
  return { url, asked, serve };
}
const silent = { debug() {}, info() {}, warn() {}, error() {} } as never;

const call = (url: string, ...rest: string[]) =>
  nova(workspace(), ['call', ...rest, '--transport-url', url, '--timeout', '5']);

test.for<[string, string]>([
  ['{"a":1,"b":[true,null,"x"]}', '{"a":1,"b":[true,null,"x"]}\n'],
  ['{ "big": 12345678901234567890, "nan": NaN }', '{"big":12345678901234567890,"nan":NaN}\n'],
  ['{}', '{}\n'],
])('the result of %s is one line of JSON', async ([args, out]) => {
  const { url } = await world();
  expect(await call(url, 'sums', 'echo', args)).toEqual({ code: 0, out, err: '' });
});

test('a result for people stands on several lines', async () => {
  const { url } = await world();
  const argv = ['call', 'sums', 'echo', '{"a": [1, NaN], "b": {}}', '--transport-url', url];
  const { out } = await nova(workspace(), argv, { terminal: true });
  expect(out).toBe('{\n  "a": [\n    1,\n    NaN\n  ],\n  "b": {}\n}\n');
});

test('pretty() is as JSON.stringify() is', () => {
  for (const value of [1, 'a', [], {}, [[], {}], { a: '[{",:\\"', b: [{ c: null }] }, [1, [2, [3]]]])
    expect(pretty(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
});

test('without arguments, and without a result', async () => {
  const { url } = await world();
  expect(await call(url, 'sums', 'nothing')).toEqual({ code: 0, out: 'null\n', err: '' });
});

test('options choose the server, the exchange, the namespace and the version', async () => {
  const { url, serve } = await world({ exchange: 'math' }, { namespace: 'n', version: '1.3' });
  await serve('host2');
  const options = ['--exchange', 'math', '--namespace', 'n', '--rpc-version', '1.2', '--server', 'host2'];
  const sum = ['sums', 'add', '{"a": 1, "b": 2}'];
  expect(await call(url, ...sum, ...options, '--mandatory')).toEqual({ code: 0, out: '3\n', err: '' });
  const later = await call(url, ...sum, ...options.slice(0, 4), '--rpc-version', '1.4');
  expect(later).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^oslo_messaging.*UnsupportedVersion: /),
  });
});

test('an error of the method is 1: its class, then its message', async () => {
  const { url } = await world();
  const refused = await call(url, 'sums', 'refuse');
  expect(refused).toEqual({ code: 1, out: '', err: 'interop_exc.InteropError: bad (code 7)\n' });
  const told = await call(url, 'sums', 'refuse', '--verbose');
  expect(told.err).toMatch(/^interop_exc.InteropError: bad \(code 7\)\nError: bad.*\n {4}at .*refuse/);
  expect(await call(url, 'sums', 'fault')).toMatchObject({ code: 1, err: 'TypeError: not a number\n' });
  const none = await call(url, 'sums', 'gone');
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('NoSuchMethod: ') });
});

test.for<[string[], RegExp]>([
  [['sums', 'hang'], /no reply to hang of sums within 0.1 s; 2 servers serve the topic sums: host1, host2\n/],
  [
    ['none', 'hang'],
    /within 0.1 s; nobody serves the topic none \(exchange openstack, fake:.*\n.*Start a server/,
  ],
  [['sums', 'hang', '--server', 'x'], /none of the name x, but 2 servers serve the topic sums/],
  [
    ['none', 'hang', '--mandatory'],
    /hang of none was not sent; nobody serves the topic none .*\nRemedy: Start/,
  ],
])('%j is 75, and says who serves', async ([words, message]) => {
  const { url, serve } = await world();
  await serve('host2');
  const argv = ['call', ...words, '--transport-url', url, '--timeout', '0.1'];
  const { code, out, err } = await nova(workspace(), argv);
  expect({ code, out }).toEqual({ code: 75, out: '' });
  expect(err).toMatch(message);
});

test('a person is told after two seconds what is waited for', async () => {
  const { url } = await world();
  const argv = ['call', 'none', 'x', '--transport-url', url, '--timeout', '2.2'];
  const { err } = await nova(workspace(), argv, { terminal: true });
  expect(err).toMatch(/^nova-launch: waiting: nobody serves the topic none .*\nnova-launch: no reply/);
});

test('a broker that cannot be reached is 75', async () => {
  const argv = [
    'call',
    'sums',
    'add',
    '--transport-url',
    'rabbit://u:secret@127.0.0.1:1/',
    '--timeout',
    '0.3',
  ];
  const { code, err } = await nova(workspace(), argv);
  expect(code).toBe(75);
  expect(err).toMatch(
    /^nova-launch: The broker 127.0.0.1:1 cannot be reached: .*ECONNREFUSED.*\nnova-launch: no/,
  );
  expect(err).toMatch(
    /u:\*\*\*@127.0.0.1:1\/ does not tell who serves .*\nRemedy: See whether the broker runs/,
  );
  expect(err).not.toContain('secret');
});

test('cast hands over, to one or to all', async () => {
  const { url, asked, serve } = await world();
  await serve('host2');
  const cast = (...rest: string[]) =>
    nova(workspace(), ['cast', 'sums', 'echo', '{"a": 1}', '--transport-url', url, ...rest]);
  expect(await cast()).toEqual({ code: 0, out: '', err: '' });
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(await cast('--fanout')).toEqual({ code: 0, out: '', err: '' });
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  expect(await cast('--server', 'host3', '--mandatory')).toMatchObject({ code: 75 });
});

test.for<[string[], RegExp, RegExp?]>([
  [['call', 'sums'], /missing required argument 'method'/],
  [['call', 'sums', 'add', '{}', 'x'], /too many arguments/],
  [['call', '', 'add'], /the topic is empty/],
  [['call', 'sums', ''], /the method is empty/],
  [
    ['call', 'sums', 'add', '{a: 1}'],
    /no JSON: found a at position 2; expected/,
    /double quotes.*Example: nova/,
  ],
  [
    ['call', 'sums', 'add', '{"a": 1'],
    /found the end at position 8; expected "}"/,
    /call sums add '\{"a": 1/,
  ],
  [['call', 'sums', 'add', '{"a": 1,}'], /no JSON: .* at position 9/],
  [['call', 'sums', 'add', "{'a': 1}"], /found 'a' at position 2; expected double quotes/],
  [['call', 'sums', 'add', '{"n": NaN, "a": x}'], /found x at position 17/],
  [['call', 'sums', 'add', ''], /no JSON: /, /Example/],
  [['call', 'sums', 'add', '[1, 2]'], /arguments are an array; expected a JSON object/],
  [['cast', 'sums', 'add', '7'], /arguments are a number; expected a JSON object/, /nova-launch cast sums/],
  [['call', 'sums', 'add', 'null'], /arguments are null/],
  [['call', 'sums', 'add', '--', '{}'], /"\{\}" stands after --/],
  [['call', 'sums', 'add', '--timeout', '0'], /Expected a number of seconds above 0/],
  [['call', 'sums', 'add', '--timeout', 'soon'], /Expected a number of seconds above 0/],
  [['call', 'sums', 'add', '--fanout'], /unknown option '--fanout'/],
  [['call', 'sums', 'add', '--rpc-version', 'new'], /--rpc-version: .*"new"/, /major.minor/],
  [
    ['call', 'sums', 'add', '--transport-url', 'secret'],
    /--transport-url: The transport URL begins with no scheme/,
  ],
  [
    ['call', 'sums', 'add', '--transport-url', 'amqp://u:secret@h'],
    /no driver .*"amqp".*Did you mean rabbit/,
  ],
  [['call', 'sums', 'add', '--transport-url', 'rabbit://u:secret@h:x/'], /--transport-url: Wrong port/],
  [['call', 'sums', 'add', '--transport-url', 'rabbit://u:secret@h/?a=b'], /There is no option a of rabbit/],
  [['--verbose', 'call'], /unknown option '--verbose'/],
])('%j is wrong usage', async ([argv, message, remedy]) => {
  const { code, out, err } = await nova(workspace(), argv);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
  expect(err).toMatch(/\nRemedy: \S/);
  if (remedy) expect(err.split('Remedy: ')[1]).toMatch(remedy);
  expect(err).not.toMatch(/\n {4}at |secret@/);
});

/** A definition; its modules do not exist, for a call needs none. */
const definition = (services: object, config?: object) => ({ ...(config && { config }), services });
const service = (config: object = {}) => ({ module: './gone.js', config });

test.for<[string, (url: string) => object]>([
  ['what all share', (transportUrl) => definition({ api: service() }, { transportUrl })],
  [
    'the service that has the topic',
    (transportUrl) =>
      definition({ a: service({ topic: 'sums', transportUrl }), b: service() }, { transportUrl: 'fake://x' }),
  ],
  [
    'the service of that name',
    (transportUrl) =>
      definition({ sums: service({ transportUrl }), b: service({ transportUrl: 'fake://x' }) }),
  ],
  [
    'the services, which agree',
    (transportUrl) =>
      definition({ a: service({ transportUrl }), b: service({ transportUrl }), c: service() }),
  ],
  [
    'a variable, where others are not set',
    (transportUrl) => ({
      services: {
        sums: {
          ...service({ transportUrl: `\${NOT_SET:-${transportUrl}}`, other: `\${NOT_SET}` }),
          env: { A: `\${NOT_SET}` },
        },
        b: service({ transportUrl: `\${NOT_SET}`, password: `\${file:/gone}` }),
      },
    }),
  ],
])('the transport is that of %s', async ([, make]) => {
  const { url } = await world();
  const cwd = workspace({ 'services.json': make(url) });
  const answer = { code: 0, out: '3\n', err: '' };
  expect(await nova(cwd, ['call', 'sums', 'add', '{"a": 1, "b": 2}'])).toEqual(answer);
});

test('of the definition come the exchanges and the timeout, too', async () => {
  const { url } = await world({ exchange: 'math' });
  const config = { transportUrl: url, controlExchange: 'no', rpcResponseTimeout: '0.1', exchange: 'no' };
  const services = definition({ a: service({ topic: 'sums', exchange: 'math' }) }, config);
  const cwd = workspace({ 'other.json': services });
  const argv = ['call', 'sums', '--config', 'other.json'];
  expect(await nova(cwd, [...argv, 'add', '{"a": 1, "b": 2}'])).toMatchObject({ code: 0, out: '3\n' });
  expect(await nova(cwd, [...argv, 'hang'])).toMatchObject({
    code: 75,
    err: expect.stringContaining('within 0.1 s; 1 server serves the topic sums: host1'),
  });
  vi.stubEnv('NOVA_LAUNCH_CONFIG', 'other.json');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await nova(cwd, ['call', 'sums', 'nothing'])).toMatchObject({ code: 0 });
});

test('the command line wins; the definition that lies about is then not read', async () => {
  const { url } = await world({ exchange: 'math' });
  const sum = ['call', 'sums', 'nothing', '--transport-url', url];
  expect(await nova(workspace({ 'services.json': '{' }), [...sum, '--exchange', 'math'])).toMatchObject({
    code: 0,
  });
  const config = { transportUrl: 'nonsense', controlExchange: 'math' };
  const cwd = workspace({ 'services.json': definition({ a: service() }, config) });
  expect(await nova(cwd, [...sum, '--config', 'services.json'])).toMatchObject({ code: 0 });
});

test('several ways and no sign which: 2, and what to do', async () => {
  const services = { a: service({ transportUrl: 'fake://a' }), b: service({ transportUrl: 'fake://b' }) };
  const cwd = workspace({ 'services.json': definition(services) });
  const { code, err } = await nova(cwd, ['call', 'sums', 'add']);
  expect(code).toBe(2);
  expect(err).toMatch(
    /services of services.json are reached on different ways \(a, b\).*\nRemedy: .*--transport-url/,
  );
});

test.for<[string, string | object, RegExp]>([
  ['text', '{ "services": ', /services.json:1:15 /],
  [
    'number',
    definition({ a: service() }, { transportUrl: 7 }),
    /config.transportUrl: found 7; expected a string/,
  ],
  [
    'URL',
    definition({ sums: service({ transportUrl: 'rabbit://u:secret@h:x/' }) }),
    /services.json:1:\d+ {2}services.sums.config.transportUrl: found a transport URL that is wrong \(Wrong port/,
  ],
  [
    'variable',
    definition({ sums: service({ transportUrl: `\${NOT_SET}` }) }),
    /services.sums.config.transportUrl: the environment variable NOT_SET is not set/,
  ],
  [
    'option',
    definition(
      { a: service() },
      { transportUrl: 'rabbit://u:secret@h/', oslo_messaging_rabbit: { heartbeat: 1 } },
    ),
    /config.oslo_messaging_rabbit: found what the driver refuses \(There is no option heartbeat/,
  ],
  [
    'query',
    definition({ a: service() }, { transportUrl: 'rabbit://u:secret@h/?heartbeat=1' }),
    /config.transportUrl: found what the driver refuses \(There is no option heartbeat/,
  ],
])('a wrong %s in the definition is 78, with its place', async ([, text, message]) => {
  const { code, err } = await nova(workspace({ 'services.json': text }), ['call', 'sums', 'add']);
  expect(code).toBe(78);
  expect(err).toMatch(message);
  expect(err).not.toContain('secret');
});

test('a definition that is named and missing is 78; without any it is ipc://', async () => {
  const cwd = workspace();
  expect(await nova(cwd, ['call', 'x', 'y', '--config', 'gone.json'])).toMatchObject({ code: 78 });
  vi.stubEnv('XDG_RUNTIME_DIR', cwd);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { code, err } = await nova(cwd, ['call', 'x', 'y', '--mandatory']);
  expect({ code, err }).toEqual({
    code: 75,
    err: expect.stringContaining('nobody serves the topic x (exchange openstack, ipc://)'),
  });
});

test('help and docs/operations.md have the exit codes', async () => {
  const operations = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  const table = operations.split('### Of call and cast')[1]!.split(/^#/m)[0]!;
  const { out } = await nova(workspace(), ['help', 'call']);
  for (const code of [0, ...Object.values(RPC_EXIT), 70, 78]) {
    expect(out).toMatch(new RegExp(`^ +${code}  \\S`, 'm'));
    expect(table).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
  }
  expect((await nova(workspace(), ['cast', '--help'])).out).toContain('--fanout');
});
