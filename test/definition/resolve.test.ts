import { mkdirSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { resolveModule } from '../../src/definition/resolve.js';
import { load, workspace } from './workspace.js';

const pkg = (name: string, more: object) => ({ name, version: '1.0.0', ...more });

test('files: relative to the definition, absolute, and as a URL', async () => {
  const directory = workspace({ 'deploy/x': '', 'lib/a b.js': '' });
  const module = join(directory, 'lib/a b.js');
  for (const specifier of ['../lib/a b.js', module, pathToFileURL(module).href]) {
    expect(await resolveModule(specifier, join(directory, 'deploy'))).toEqual({ module });
  }
});

test('what comes with nova-launch, where it is not installed; where it is, that one', async () => {
  const directory = workspace({});
  const module = join(import.meta.dirname, '../../dist/nova/binaries/compute.js');
  expect(await resolveModule('nova-launch/nova/compute', directory)).toEqual({ module });

  const own = {
    'node_modules/nova-launch/package.json': pkg('nova-launch', { exports: { './nova/compute': './c.js' } }),
  };
  const other = workspace({ ...own, 'node_modules/nova-launch/c.js': '' });
  const installed = join(other, 'node_modules/nova-launch/c.js');
  expect(await resolveModule('nova-launch/nova/compute', other)).toEqual({ module: installed });
});

test.each<[string, string, object, string]>([
  ['main', 'dep', { main: './lib/m.js' }, 'lib/m.js'],
  ['a subpath without exports', 'dep/lib/m.js', {}, 'lib/m.js'],
  ['exports', 'dep', { exports: './lib/m.js' }, 'lib/m.js'],
  [
    'both conditions: that of require',
    'dep',
    { exports: { import: './lib/e.js', require: './lib/m.js' } },
    'lib/m.js',
  ],
  ['import only', 'dep', { exports: { import: './lib/e.js' } }, 'lib/e.js'],
  [
    'import only, deep',
    'dep',
    { exports: { '.': { browser: './x.js', import: { types: './x.d.ts', default: './lib/e.js' } } } },
    'lib/e.js',
  ],
  ['import only, a subpath', 'dep/sub', { exports: { './sub': { import: './lib/e.js' } } }, 'lib/e.js'],
  [
    'import only, a pattern',
    'dep/s/e.js',
    { exports: { './*': { import: './none/*' }, './s/*': { import: './lib/*' } } },
    'lib/e.js',
  ],
  ['import only, an array', 'dep', { exports: { import: [{ deno: './x.js' }, './lib/e.js'] } }, 'lib/e.js'],
])('packages: %s', async (_, specifier, json, expected) => {
  const directory = workspace({
    'node_modules/dep/package.json': pkg('dep', json),
    'node_modules/dep/lib/m.js': '',
    'node_modules/dep/lib/e.js': '',
    'deploy/x': '',
  });
  const module = join(directory, 'node_modules/dep', expected);
  expect(await resolveModule(specifier, join(directory, 'deploy'))).toEqual({ module });
});

test.each<[string, object, RegExp]>([
  ['dep/none', { exports: { import: './lib/e.js' } }, /does not export it/],
  ['dep', { exports: { import: './gone.js' } }, /does not export it/],
  ['dep', { exports: { import: '../escape.js' } }, /does not export it/],
  ['dep/gone.js', {}, /has no such file/],
  ['dep', { exports: './gone.js' }, /has no such file|is no file/],
])('%s of a package that says %j is a fault', async (specifier, json, message) => {
  const directory = workspace({
    'node_modules/dep/package.json': pkg('dep', json),
    'node_modules/escape.js': '',
  });
  expect(await resolveModule(specifier, directory)).toMatchObject({
    message: expect.stringMatching(message),
  });
});

test('a scoped package, and one of the same name as a part of Node.js is that part', async () => {
  const directory = workspace({
    'node_modules/@a/b/package.json': pkg('@a/b', { exports: { import: './i.js' } }),
    'node_modules/@a/b/i.js': '',
    'node_modules/fs/package.json': pkg('fs', { exports: { import: './i.js' } }),
    'node_modules/fs/i.js': '',
  });
  expect(await resolveModule('@a/b', directory)).toEqual({
    module: join(directory, 'node_modules/@a/b/i.js'),
  });
  expect(await resolveModule('fs', directory)).toMatchObject({
    message: 'found "fs", which is a part of Node.js',
  });
});

test('a package name with a slip', async () => {
  const directory = workspace({ 'package.json': pkg('me', { dependencies: { '@acme/api': '1' } }) });
  const resolution = await resolveModule('@acme/apii', directory);
  expect(resolution).toMatchObject({ remedy: 'Did you mean "@acme/api"?' });
});

test('a link is followed when the definition is loaded, so that a generation keeps its release', async () => {
  const directory = workspace({
    'releases/1/api.js': '',
    'releases/2/api.js': '',
    'services.json': { services: { api: { module: './current/api.js' } } },
  });
  symlinkSync('releases/1', join(directory, 'current'));
  const first = await load(directory);
  symlinkSync('releases/2', join(directory, 'next'));
  renameSync(join(directory, 'next'), join(directory, 'current'));
  const second = await load(directory);
  expect(first.services[0]!.module).toBe(join(directory, 'releases/1/api.js'));
  expect(second.services[0]!.module).toBe(join(directory, 'releases/2/api.js'));
});

test('a link to nowhere and a path through a file are faults', async () => {
  const directory = workspace({ 'a.js': '' });
  symlinkSync('gone.js', join(directory, 'link.js'));
  expect(await resolveModule('./link.js', directory)).toMatchObject({
    message: expect.stringMatching('does not exist'),
  });
  expect(await resolveModule('./a.js/b.js', directory)).toMatchObject({
    message: expect.stringMatching('does not exist'),
  });
  unlinkSync(join(directory, 'link.js'));
  mkdirSync(join(directory, 'link.js'));
  expect(await resolveModule('./link.js', directory)).toMatchObject({ remedy: 'Name the file in it.' });
});
