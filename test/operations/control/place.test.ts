import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  controlName,
  controlPath,
  controlPaths,
  knownSockets,
} from '../../../src/operations/control/place.js';

const env = { XDG_RUNTIME_DIR: '/run/user/7' };
const cwd = '/srv/hello';

test('a supervisor is found by its definition, however that is named', () => {
  const name = controlName({ cwd, env });
  expect(name).toMatch(/^hello-[0-9a-z]{10}$/);
  expect(controlName({ cwd: '/', config: 'srv/hello/services.json', env })).toBe(name);
  expect(controlName({ cwd: '/', env: { NOVA_LAUNCH_CONFIG: '/srv/hello/services.json' } })).toBe(name);
  expect(controlName({ cwd, env: { NOVA_LAUNCH_CONFIG: '' } })).toBe(name);
  expect(controlName({ cwd, config: 'prod.json', env })).toMatch(/^prod-/);
});

test('and by the chosen binaries, in any order', () => {
  const of = (...binaries: string[]) => controlName({ cwd, env, binaries });
  expect(of('a', 'b')).toBe(of('b', 'a', 'b'));
  expect(new Set([of(), of('a'), of('b'), of('a', 'b'), of('ab')]).size).toBe(5);
});

test('names of directories that are no names of files are made some', () => {
  expect(controlName({ cwd: '/srv/täglich & mehr', env })).toMatch(/^t-glich-mehr-[0-9a-z]{10}$/);
  expect(controlName({ cwd: '/', env })).toMatch(/^services-[0-9a-z]{10}$/);
  expect(controlName({ cwd: `/${'x'.repeat(200)}`, env })).toHaveLength(43);
});

test('the socket is in the directory for runtime files, or where --control says', () => {
  expect(controlPath({ cwd, env, name: 'web' })).toBe('/run/user/7/nova-launch/web.sock');
  expect(controlPath({ cwd, env, control: 'own.sock' })).toBe('/srv/hello/own.sock');
  const without = controlPath({ cwd, env: { XDG_RUNTIME_DIR: 'not/absolute' }, name: 'web' });
  const uid = process.geteuid!();
  expect(without).toBe(uid === 0 ? '/run/nova-launch/web.sock' : `${tmpdir()}/nova-launch-${uid}/web.sock`);
});

test('who asks looks where systemd would have put it, too', () => {
  const paths = controlPaths({ cwd, env, name: 'web' });
  expect(paths[0]).toBe('/run/user/7/nova-launch/web.sock');
  expect(paths).toContain('/run/nova-launch/web.sock');
  expect(controlPaths({ cwd, env, control: '/x.sock' })).toEqual(['/x.sock']);
});

test.each(['', '../x', 'a/b', '.hidden', 'x'.repeat(49), 'a b'])('%j is no name', (name) => {
  expect(() => controlName({ name })).toThrow(/cannot be the name/);
});

test('a path that a socket cannot have is refused', () => {
  expect(() => controlPath({ control: `/${'x'.repeat(107)}` })).toThrow(/has 108 bytes/);
});

test('the sockets that are there', () => {
  const runtime = mkdtempSync(join(tmpdir(), 'nova-place-'));
  onTestFinished(() => rmSync(runtime, { recursive: true }));
  mkdirSync(join(runtime, 'nova-launch/rpc'), { recursive: true });
  for (const file of ['b.sock', 'a.sock', 'c.txt']) writeFileSync(join(runtime, 'nova-launch', file), '');
  const found = knownSockets({ env: { XDG_RUNTIME_DIR: runtime } });
  const own = found.filter((path) => path.startsWith(runtime));
  expect(own.sort()).toEqual(['a', 'b'].map((name) => join(runtime, `nova-launch/${name}.sock`)));
});
