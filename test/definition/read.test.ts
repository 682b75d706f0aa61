import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultsOf, load, workspace } from './workspace.js';

const API = { services: { api: { module: './api.js' } } };

test('--config comes before NOVA_LAUNCH_CONFIG, and that before ./services.json', async () => {
  const named = (name: string) => ({
    services: { [name]: { module: `${import.meta.dirname}/read.test.ts` } },
  });
  const cwd = workspace({
    'services.json': named('plain'),
    'env.json': named('env'),
    'flag.json': named('flag'),
  });
  const env = { NOVA_LAUNCH_CONFIG: 'env.json' };

  expect((await load(cwd)).services[0]!.name).toBe('plain');
  expect((await load(cwd, { env })).services[0]!.name).toBe('env');
  expect((await load(cwd, { env, config: 'flag.json' })).services[0]!.name).toBe('flag');
  expect((await load(cwd, { env: { NOVA_LAUNCH_CONFIG: '' } })).file).toBe(join(cwd, 'services.json'));
});

test('comments, trailing commas, a byte order mark and Windows line ends are accepted', async () => {
  const text =
    '\uFEFF// all of it\r\n{ "services": { "api": { "module": "./api.js", /* why */ "workers": 2, }, }, }\r\n';
  const cwd = workspace({ 'services.json': text, 'api.js': '' });
  expect((await load(cwd)).services[0]!.workers).toBe(2);
});

test('lines are counted the same whatever ends them', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = [
      '{',
      '  "services": {',
      '    "api": { "module": "./api.js", "workers": 0 }',
      '  }',
      '}',
    ].join(end);
    const [fault] = await faultsOf(workspace({ 'services.json': text, 'api.js': '' }));
    expect(fault).toMatchObject({ line: 3, column: 47 });
  }
});

test('relative paths start at the directory of the definition, which faults name as it was reached', async () => {
  const cwd = workspace({ 'deploy/services.json': API, 'deploy/api.js': '', 'here/x': '' });
  const { services } = await load(cwd, { config: 'deploy/services.json' });
  expect(services[0]!.module).toBe(join(cwd, 'deploy/api.js'));

  writeFileSync(join(cwd, 'deploy/services.json'), '{}');
  expect((await faultsOf(cwd, { config: 'deploy/services.json' }))[0]!.file).toBe('deploy/services.json');
  const outside = await faultsOf(join(cwd, 'here'), { config: '../deploy/services.json' });
  expect(outside[0]!.file).toBe(join(cwd, 'deploy/services.json'));
});

interface Unreadable {
  readonly make: (cwd: string) => void;
  readonly message: string | RegExp;
  readonly remedy: RegExp;
}

const UNREADABLE: Record<string, Unreadable> = {
  'nobody named it and it is missing': {
    make: () => {},
    message: /^there is no services.json in \/.*, and neither --config nor NOVA_LAUNCH_CONFIG names another$/,
    remedy: /--config FILE/,
  },
  'it is empty': {
    make: (cwd) => writeFileSync(join(cwd, 'services.json'), ' \n\t'),
    message: 'it is empty',
    remedy: /"services"/,
  },
  'it is a directory': {
    make: (cwd) => mkdirSync(join(cwd, 'services.json')),
    message: 'it is a directory',
    remedy: /Name the file in it/,
  },
  'it is a pipe': {
    make: (cwd) => execFileSync('mkfifo', [join(cwd, 'services.json')]),
    message: 'it is a pipe, a socket or a device',
    remedy: /read again at each reload/,
  },
  'it is UTF-16': {
    make: (cwd) => writeFileSync(join(cwd, 'services.json'), '\uFEFF{}', 'utf16le'),
    message: 'it is not UTF-8',
    remedy: /Save it as UTF-8/,
  },
  'it is larger than any definition': {
    make: (cwd) => writeFileSync(join(cwd, 'services.json'), Buffer.alloc(10 * 1024 * 1024 + 1)),
    message: 'it has 10485761 bytes',
    remedy: /another file/,
  },
  'its links go round in a circle': {
    make: (cwd) => symlinkSync('services.json', join(cwd, 'services.json')),
    message: 'it cannot be read (ELOOP)',
    remedy: /can be read/,
  },
  'it is nested beyond the stack': {
    make: (cwd) => writeFileSync(join(cwd, 'services.json'), '['.repeat(100_000)),
    message: 'it is nested too deeply to be read',
    remedy: /less deeply/,
  },
};

test.each(Object.entries(UNREADABLE))(
  'a file that cannot be a definition: %s',
  async (_, { make, message, remedy }) => {
    const cwd = workspace();
    make(cwd);
    const [fault, ...others] = await faultsOf(cwd);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ file: 'services.json', path: '', expected: 'a definition in JSON' });
    expect(fault).not.toHaveProperty('line');
    expect(fault!.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(fault!.remedy).toMatch(remedy);
  },
);

test('a missing file says who named it', async () => {
  const cwd = workspace({ file: '' });
  const flag = await faultsOf(cwd, { config: 'nope.json' });
  expect(flag[0]).toMatchObject({ file: 'nope.json', message: 'there is no such file (named by --config)' });
  const variable = await faultsOf(cwd, { env: { NOVA_LAUNCH_CONFIG: 'file/nope.json' } });
  expect(variable[0]!.remedy).toBe('Correct NOVA_LAUNCH_CONFIG.');
});
