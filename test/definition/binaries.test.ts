import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BUILT_IN_BINARIES } from '../../src/definition/binaries.js';
import { faultsOf, load, workspace } from './workspace.js';

const declaring = (name: string, binaries: object, more: object = {}) => ({
  name,
  'nova-launch': { binaries },
  ...more,
});

/** A package with two dependencies that declare binaries, and one that is not a dependency. */
function installed(more: Record<string, string | object> = {}): string {
  return workspace({
    'package.json': declaring(
      'me',
      { own: './own.js#Own' },
      { dependencies: { dep: '1' }, devDependencies: { '@s/dev': '1' } },
    ),
    'own.js': '',
    'node_modules/dep/package.json': declaring('dep', {
      'dep-api': './dist/api.js#Api',
      'dep-worker': { module: './dist/worker.js', workers: 2, config: { a: 1, b: 1 }, after: ['dep-api'] },
    }),
    'node_modules/dep/dist/api.js': '',
    'node_modules/dep/dist/worker.js': '',
    'node_modules/@s/dev/package.json': declaring('@s/dev', { dev: './dev.js', own: './dev.js' }),
    'node_modules/@s/dev/dev.js': '',
    'node_modules/stranger/package.json': declaring('stranger', { strange: './x.js' }),
    'sub/x': '',
    ...more,
  });
}

test('a name that the definition lacks is found in the current package and its direct dependencies', async () => {
  const cwd = installed();
  const { services, ...definition } = await load(join(cwd, 'sub'), { binaries: ['own', 'dep-api', 'dev'] });
  expect(definition).not.toHaveProperty('file');
  expect(services.map(({ name, module, export: exported }) => [name, module, exported])).toEqual([
    ['own', join(cwd, 'own.js'), 'Own'],
    ['dep-api', join(cwd, 'node_modules/dep/dist/api.js'), 'Api'],
    ['dev', join(cwd, 'node_modules/@s/dev/dev.js'), undefined],
  ]);
  expect(definition.warnings).toEqual([
    'The binary own of the package @s/dev is not used: the package me declares one of that name, too.',
  ]);
});

test('a dependency is found up the tree, as Node.js finds it', async () => {
  const cwd = workspace({
    'packages/me/package.json': { name: 'me', dependencies: { dep: '1' } },
    'node_modules/dep/package.json': declaring('dep', { api: './api.js' }),
    'node_modules/dep/api.js': '',
  });
  const { services } = await load(join(cwd, 'packages/me'), { binaries: ['api'] });
  expect(services[0]!.module).toBe(join(cwd, 'node_modules/dep/api.js'));
});

test('an entry without a module lies over the declaration, the shared config below both', async () => {
  const cwd = installed({
    'services.json': {
      config: { a: 0, shared: 0 },
      services: {
        'dep-worker': { config: { b: 2 }, after: [], readyTimeout: 5 },
        'dep-api': { export: 'Other' },
      },
    },
  });
  const [worker, api] = (await load(cwd)).services;
  expect(worker).toMatchObject({ workers: 2, readyTimeout: 5, after: [], config: { a: 1, b: 2, shared: 0 } });
  expect(api).toMatchObject({ module: join(cwd, 'node_modules/dep/dist/api.js'), export: 'Other' });
});

test('a definition that has a module is not mixed with a declaration of its name', async () => {
  const cwd = installed({
    'mine.js': '',
    'services.json': { services: { 'dep-worker': { module: './mine.js' } } },
  });
  expect((await load(cwd)).services[0]).toMatchObject({
    module: join(cwd, 'mine.js'),
    workers: 1,
    config: {},
  });
});

test('a declaration comes after another one, which is started first if it is selected', async () => {
  const cwd = installed();
  const both = await load(cwd, { binaries: ['dep-worker', 'dep-api'] });
  expect(both.services.map(({ name }) => name)).toEqual(['dep-api', 'dep-worker']);
  const { warnings } = await load(cwd, { binaries: ['dep-worker'] });
  expect(warnings).toEqual([
    'The service dep-worker starts without waiting for dep-api, which is not selected.',
  ]);
});

test('an unknown name lists what is known, and where from, and what was meant', async () => {
  const cwd = installed({ 'services.json': { services: { mailer: { module: './own.js' } } } });
  await expect(load(cwd, { binaries: ['dep_ap'] })).rejects.toMatchObject({
    code: 'NL_USAGE',
    exitCode: 2,
    // Built-in ones may follow.
    message: expect.stringContaining(
      [
        'there is no binary "dep_ap". Known are:',
        '  mailer (services.json)',
        '  own (the package me)',
        '  dep-api (the package dep)',
        '  dep-worker (the package dep)',
        '  dev (the package @s/dev)',
        '  own (the package @s/dev)',
      ].join('\n'),
    ),
    remedy: 'Did you mean --binary dep-api?',
  });
  await expect(load(cwd, { binaries: ['strange'] })).rejects.toMatchObject({ code: 'NL_USAGE' });
  await expect(load(cwd, { binaries: ['__proto__'] })).rejects.toMatchObject({ code: 'NL_USAGE' });
});

test('where there is no definition either, an unknown name is still a usage error', async () => {
  await expect(load(workspace(), { binaries: ['api'] })).rejects.toMatchObject({
    code: 'NL_USAGE',
    message: expect.stringMatching(/^there is no binary "api"\. /),
  });
});

test('a definition that was named must be there even if it is not needed', async () => {
  const faults = await faultsOf(installed(), { binaries: ['own'], config: 'gone.json' });
  expect(faults[0]!.message).toBe('there is no such file (named by --config)');
});

test('faults of a declaration name the package.json and the place in it', async () => {
  const declared = [
    '{ "name": "dep", "scripts": { "x": "echo $' + '{NOT_OURS}" },',
    '  "nova-launch": { "binaries": {',
    '    "a": "./gone.js#A",',
    '    "b": { "workers": 0, "modul": "./x.js" } } } }',
  ].join('\n');
  const cwd = workspace({
    'package.json': { dependencies: { dep: '1' } },
    'node_modules/dep/package.json': declared,
  });
  const faults = await faultsOf(cwd, { binaries: ['a', 'b'] });
  expect(faults.map(({ file, path, line, column }) => `${file}:${line}:${column} ${path}`)).toEqual([
    'node_modules/dep/package.json:3:10 nova-launch.binaries.a.module',
    'node_modules/dep/package.json:4:5 nova-launch.binaries.b',
    'node_modules/dep/package.json:4:23 nova-launch.binaries.b.workers',
    'node_modules/dep/package.json:4:26 nova-launch.binaries.b.modul',
  ]);
});

test('a package.json that is broken or declares nonsense is passed over', async () => {
  const cwd = workspace({
    'package.json': { dependencies: { broken: '1', list: '1', gone: '1' }, 'nova-launch': [] },
    'node_modules/broken/package.json': '{',
    'node_modules/list/package.json': { 'nova-launch': { binaries: ['x'] } },
  });
  await expect(load(cwd, { binaries: ['x'] })).rejects.toMatchObject({ code: 'NL_USAGE' });
});

test('built-in binaries come last', async () => {
  const builtIn = BUILT_IN_BINARIES as Record<string, { module: string; workers?: number }>;
  builtIn['nova-test'] = { module: './errors.ts', workers: 3 };
  onTestFinished(() => {
    delete builtIn['nova-test'];
  });
  const { services } = await load(workspace(), { binaries: ['nova-test'] });
  expect(services[0]).toMatchObject({ workers: 3, module: join(import.meta.dirname, '../../src/errors.ts') });
  const cwd = workspace({ 'package.json': declaring('me', { 'nova-test': './mine.js' }), 'mine.js': '' });
  const mine = await load(cwd, { binaries: ['nova-test'] });
  expect(mine.services[0]!.module).toBe(join(cwd, 'mine.js'));
});
