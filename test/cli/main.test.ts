import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { Definition } from '../../src/definition/types.js';
import { workspace } from '../definition/workspace.js';

const launched: { definition: Definition; reload: () => Promise<Definition> }[] = [];
let wait = async () => 0;
let inspected: object = { declared: false, faults: [] };
vi.mock('../../src/launcher/inspect-options.js', () => ({ inspectOptions: async () => inspected }));
vi.mock('../../src/launcher/launch.js', () => ({
  launch: async (definition: Definition, { reload }: { reload: () => Promise<Definition> }) => {
    launched.push({ definition, reload });
    return { wait: () => wait() };
  },
}));

/** Runs a command line in a directory; what it printed and its exit code. */
async function nova(cwd: string, ...argv: string[]) {
  const printed = { out: '', err: '' };
  let exited: number | undefined;
  const catching = (stream: 'out' | 'err') => (text: unknown) => {
    printed[stream] += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process, 'cwd').mockReturnValue(cwd),
    // run exits by itself, so that nothing a service left open can keep the process.
    vi.spyOn(process, 'exit').mockImplementation(((status: number) => {
      exited = status;
    }) as never),
    vi.spyOn(process.stdout, 'write').mockImplementation(catching('out') as never),
    vi.spyOn(process.stderr, 'write').mockImplementation(catching('err') as never),
  ];
  onTestFinished(() => void vi.restoreAllMocks());
  launched.length = 0;
  const code = await main(argv);
  for (const spy of spies) spy.mockRestore();
  return { code: exited ?? code, ...printed };
}

const SERVICES = {
  config: { debug: false },
  services: {
    api: { module: './api.js', export: 'Api', workers: 2, config: { listen: { port: 8080 }, apiKey: 'abc' } },
    mailer: { module: './api.js', after: ['api'] },
  },
};

function example(more: Record<string, string | object> = {}): string {
  return workspace({ 'services.json': SERVICES, 'api.js': '', ...more });
}

test.each([[[]], [['run']]])(
  '%j runs every service and ends with the exit code of the launcher',
  async (words) => {
    wait = async () => 75;
    expect(await nova(example(), ...words)).toEqual({ code: 75, out: '', err: '' });
    expect(launched[0]!.definition.services.map(({ name }) => name)).toEqual(['api', 'mailer']);
  },
);

test('options choose and override; what follows -- belongs to the services', async () => {
  const cwd = example({ 'other.json': SERVICES });
  const options = [
    '--config',
    'other.json',
    '--binary',
    'mailer',
    '--binary=api',
    '--workers',
    '3',
    '--set',
    'a.b=1',
  ];
  await nova(cwd, ...options, '--set=c=x,y', '--', '--listen.port=9000', '--debug');
  const { services, file } = launched[0]!.definition;
  expect(file).toBe(join(cwd, 'other.json'));
  expect(services.map(({ name, workers, config }) => [name, workers, config])).toEqual([
    ['api', 3, { debug: true, listen: { port: 9000 }, apiKey: 'abc', a: { b: 1 }, c: 'x,y' }],
    ['mailer', 3, { debug: true, listen: { port: 9000 }, a: { b: 1 }, c: 'x,y' }],
  ]);
});

test('a reload reads the definition again, by the same command line', async () => {
  const cwd = example();
  let reloaded: Definition | undefined;
  wait = async () => {
    reloaded = await launched[0]!.reload();
    return 0;
  };
  await nova(cwd, '--binary', 'api', '--workers', '5');
  expect(reloaded).toEqual(launched[0]!.definition);
  expect(reloaded).not.toBe(launched[0]!.definition);
});

test.each<[string[], string | RegExp, RegExp?]>([
  [['foo'], "unknown command 'foo'"],
  [['chek'], /unknown command 'chek'\n\(Did you mean check\?\)/],
  [['--config', 'services.json', 'check'], /check stands behind options/, /nova-launch check/],
  [['run', 'api'], /run takes no "api"/, /--binary api/],
  [['check', 'extra'], /check takes no "extra"/],
  [['--conf', 'x'], /unknown option '--conf'\n\(Did you mean --config\?\)/],
  [['--json'], /unknown option '--json'/],
  [['--config'], /argument missing/],
  [['--workers', '0'], /'0' is invalid. Expected a positive integer or auto/],
  [['--workers', '-1'], /'-1' is invalid/],
  [['--workers', '1.5'], /'1.5' is invalid/],
  [['--workers', 'four'], /'four' is invalid/],
  [['--workers', '1e3'], /'1e3' is invalid/],
  [['--workers', ' 1'], /' 1' is invalid/],
  [['--workers', ''], /'' is invalid/],
  [['--workers', '1025'], /at most 1024/],
  [['--binary', 'api,mailer'], /no binary "api,mailer"/],
  [['--binary', 'mialer'], /no binary "mialer"/, /Did you mean --binary mailer\?/],
  [['--set', 'debug'], /not of the form group.key=value/],
  [['--', 'api'], /"api" after -- belongs to no option/],
  [['completion'], /missing required argument 'shell'/],
  [['completion', 'tcsh'], /no completion for "tcsh"/, /bash or zsh or fish/],
])('%j is wrong usage: 2, a message and a remedy, and nothing is run', async (argv, message, remedy) => {
  const { code, out, err } = await nova(example(), ...argv);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(typeof message === 'string' ? `nova-launch: ${message}` : message);
  expect(err).toMatch(/\nRemedy: \S/);
  if (remedy) expect(err.split('Remedy: ')[1]).toMatch(remedy);
  expect(err).not.toMatch(/\n {4}at |^error:/m);
  expect(launched).toEqual([]);
});

test.each([[[]], [['check']], [['plan']]])(
  '%j prints every fault of a definition and is 78',
  async (words) => {
    const cwd = workspace({
      'services.json': '{ "services": {\n "api": { "workers": 0,\n "module": "./gone.js" } } }',
    });
    expect(await nova(cwd, ...words)).toEqual({
      code: 78,
      out: '',
      err: expect.stringMatching(
        /^nova-launch: the definition has 2 faults:\nservices.json:2:22 {2}services.api.workers: .*\nservices.json:3:12 {2}services.api.module: .*\n$/,
      ),
    });
  },
);

test('no definition at all is 78, and says what was looked for', async () => {
  const { code, err } = await nova(workspace());
  expect(code).toBe(78);
  expect(err).toMatch(
    /^nova-launch: the definition has a fault:\nservices.json {2}there is no services.json in .*--config FILE/,
  );
});

test('what nobody foresaw is 70, with its stack', async () => {
  wait = () => Promise.reject(new TypeError('boom'));
  const { code, err } = await nova(example());
  expect(code).toBe(70);
  expect(err).toMatch(/^nova-launch: TypeError: boom\n {4}at /);
  expect(err).toMatch(/please report it/);
});

test('check names the place of an option that is wrong, and warns of a module that does not load', async () => {
  const cwd = example();
  const fault = { path: ['listen', 'port'], at: 'value', message: 'expected string', remedy: 'Correct it.' };
  inspected = { declared: true, faults: [fault] };
  const { code, err } = await nova(cwd, 'check', '--binary', 'api');
  expect(code).toBe(78);
  expect(err).toMatch(/services\.json:\d+:\d+ {2}services\.api\.config\.listen\.port: expected string/);
  expect((await nova(cwd, 'check', '--binary', 'api', '--set', 'listen.port=9')).err).toContain(
    '--set  listen.port',
  );
  inspected = { failed: 'it threw' };
  expect((await nova(cwd, 'check')).out).toContain('The module of api could not be loaded: it threw.');
  inspected = { declared: false, faults: [] };
});

test('options prints the JSON Schema of a service, or of all by name', async () => {
  const cwd = example();
  inspected = { declared: true, faults: [], schema: { type: 'object' } };
  expect(JSON.parse((await nova(cwd, 'options', '--binary', 'api')).out)).toEqual({ type: 'object' });
  const all = JSON.parse((await nova(cwd, 'options')).out);
  expect(all).toEqual({ api: { type: 'object' }, mailer: { type: 'object' } });
  inspected = { declared: false, faults: [] };
  const { code, err } = await nova(cwd, 'options', '--binary', 'api');
  expect([code, err]).toEqual([2, expect.stringContaining('declares no options')]);
});

test('check says what was resolved', async () => {
  const cwd = example();
  expect(await nova(cwd, 'check')).toEqual({
    code: 0,
    err: '',
    out: [
      'services.json: 2 services, no fault',
      `  api     2 workers  ${cwd}/api.js#Api`,
      `  mailer  1 worker   ${cwd}/api.js`,
      '',
    ].join('\n'),
  });
  const { out } = await nova(cwd, 'check', '--binary', 'mailer');
  expect(out).toMatch(/^services.json: 1 service, no fault\n.*\nWarning: .*without waiting for api/);
});

test('plan says what would be run, and why', async () => {
  const cwd = example();
  const { code, out } = await nova(cwd, 'plan', '--workers', '3', '--', '--listen.port=9000');
  expect(code).toBe(0);
  expect(out).toBe(`services.json: 2 services in start order, run by ProcessLauncher, scheduling policy none

1. api: 3 workers of ${cwd}/api.js, export Api
   settings that are not left at their defaults
     workers  3  (--workers)
   config
     debug        false  (services.json:1)
     listen.port  9000   (option after --)
     apiKey       "***"  (services.json:1)

2. mailer: 3 workers of ${cwd}/api.js
   settings that are not left at their defaults
     workers  3        (--workers)
     after    ["api"]  (services.json:1)
   config
     debug        false  (services.json:1)
     listen.port  9000   (option after --)
`);
  expect(launched).toEqual([]);
});

test('plan --json is the same for programs', async () => {
  const { out } = await nova(example(), 'plan', '--binary', 'api', '--json', '--workers', '1');
  const plan = JSON.parse(out);
  expect(plan.launcher).toBe('ServiceLauncher');
  expect(plan.services[0].config).toContainEqual({ path: 'apiKey', value: '***', origin: 'services.json:1' });
});

test('--version is that of the package', async () => {
  const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
  expect(await nova(workspace(), '--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  expect(await nova(workspace(), '-V')).toMatchObject({ code: 0, out: `${version}\n` });
});

test('what is missing names the help of the command, also where that finds it itself', async () => {
  expect(await nova(example(), 'log-level', 'api')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Remedy: See nova-launch log-level --help.'),
  });
});

test.each([['--inspect=99999'], ['--inspect=localhost:80'], ['--inspect=x']])(
  '%s is no address of a debugger',
  async (option) => {
    const { code, err } = await nova(example(), option);
    expect(code).toBe(2);
    expect(err).toContain('is no address of a debugger');
    expect(launched).toEqual([]);
  },
);

test.each([['--help'], ['-h'], ['help']])('%s needs no other document', async (word) => {
  const { code, out, err } = await nova(workspace(), word);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { ERRORS } = await import('../../src/errors.js');
  const codes = new Set([0, 75, 130, ...Object.values(ERRORS).map(({ exitCode }) => exitCode)]);
  for (const exitCode of codes) expect(out).toMatch(new RegExp(`^ +${exitCode}  \\S`, 'm'));
  for (const option of [
    '--config',
    '--binary',
    '--workers',
    '--set',
    '--version',
    '--help',
    '-- SERVICE OPTIONS',
  ]) {
    expect(out).toContain(option);
  }
  for (const command of ['run', 'check', 'plan', 'completion'])
    expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
  for (const signal of ['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGTTIN', 'SIGTTOU']) expect(out).toContain(signal);
  const { SETTINGS } = await import('../../src/definition/settings.js');
  for (const setting of Object.keys(SETTINGS)) expect(out).toContain(setting.split('.').at(-1));
});

test('the definitions in --help are right', async () => {
  const { NOTES } = await import('../../src/cli/help.js');
  const examples = NOTES.match(/^ {4}\{ "services.*$|^ {4}\{\n[\s\S]*?^ {4}\}$/gm)!;
  expect(examples).toHaveLength(2);
  for (const text of examples) {
    const cwd = workspace({
      'api.js': '',
      'cache.js': '',
      'services.json': text.replace('/run/token', './api.js'),
    });
    expect(await nova(cwd, 'check')).toMatchObject({ code: 0, err: '' });
  }
});

test('help of a command', async () => {
  const { code, out } = await nova(workspace(), 'help', 'plan');
  expect(code).toBe(0);
  expect(out).toContain('--json');
  expect((await nova(workspace(), 'plan', '--help')).out).toBe(out);
});
