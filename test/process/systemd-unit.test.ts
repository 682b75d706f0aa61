import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, FIXTURES, Place, ROOT } from './harness.js';
import { requires } from './requires.js';

/** nova-launch systemd-unit; what systemd does with it is in machine.test.ts. */

let place: Place;

beforeEach(() => {
  place = new Place();
});

afterEach(() => place.remove());

function unit(args: readonly string[], env: Record<string, string> = {}): string {
  const command = [BIN, 'systemd-unit', ...args];
  const options = { cwd: place.path, env: { ...process.env, ...env }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, command, options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const module = `${FIXTURES}/worker.js`;
const TEXT = '$' + '{TEXT:-none}';

it('runs what the same command line would run, from anywhere', () => {
  const a = { module, workers: 2, config: { text: TEXT }, readyTimeout: 7, gracefulShutdownTimeout: 9 };
  mkdirSync(`${place.path}/it is`);
  place.write('it is/services.json', { services: { a, b: { ...a, after: ['a'], config: {} } } });
  const config = ['--config', 'it is/services.json', '--set', 'x=1'];
  const text = unit([...config, '--run-as', 'ada', '--', '--stopDelay=5'], { TEXT: 'x' });
  const lines = text.split('\n');
  const expected = [
    'Description=a, b, run by nova-launch',
    'User=ada',
    `WorkingDirectory=${place.path}/it is`,
    `ExecStart=${process.execPath} ${BIN} run --config "${place.path}/it is/services.json" --set x=1 -- --stopDelay=5`,
    '# The definition reads TEXT.',
    'EnvironmentFile=-%E/nova-launch/it is.env',
    'TimeoutStartSec=44',
    'TimeoutStopSec=25',
    'WatchdogSec=67',
  ];
  expect(lines.filter((line) => expected.includes(line)).sort()).toEqual([...expected].sort());
  const one = unit([...config, '--binary', 'b'], { TEXT: 'x' });
  expect(one).toContain(`${place.path}/it is/services.json" --binary b`);
  expect(one).toContain('be saved as /etc/systemd/system/b.service');
});

it('has its name, and its control socket, where they were given', () => {
  place.write('services.json', { services: { a: { module } } });
  const text = unit(['--name', 'front', '--control', 'own.sock']);
  expect(text).toContain('be saved as /etc/systemd/system/front.service');
  expect(text).toContain(`run --name front --control ${place.path}/own.sock --config`);
  expect(unit(['--no-control'])).toContain('run --no-control --config');
});

it('of one process: its own watchdog is the only one', () => {
  place.write('services.json', { services: { a: { module, watchdogTimeout: 20 } } });
  expect(unit([])).toContain('\nWatchdogSec=20\n');
  place.write('services.json', { services: { a: { module, watchdogTimeout: 0 } } });
  expect(unit([])).not.toContain('WatchdogSec');
});

it('where every worker has a limit of memory, all together have one', () => {
  const recycle = { maxMemory: { hard: '256M' } };
  place.write('services.json', { services: { a: { module, workers: 3, recycle } } });
  expect(unit([])).toContain(`\nMemoryMax=${(4 * 256 + 128) * 2 ** 20}\n`);
});

it('docs/systemd.md shows what it prints', () => {
  const a = { module, workers: 2, config: { token: TEXT.replace('TEXT:-none', 'TOKEN') } };
  place.write('services.json', { services: { api: a } });
  const printed = unit(['--run-as', 'hello', '--name', 'hello'], { TOKEN: 'x' })
    .replaceAll(BIN, '/srv/hello/node_modules/.bin/nova-launch')
    .replaceAll(process.execPath, '/usr/bin/node')
    .replaceAll(place.path, '/srv/hello')
    .replace('--name hello ', '');
  const [, shown] = /```ini\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/systemd.md'), 'utf8'))!;
  expect(shown).toBe(printed);
});

it('a definition with a fault makes no unit', () => {
  place.write('services.json', '{}');
  const { status, stdout } = spawnSync(process.execPath, [BIN, 'systemd-unit'], { cwd: place.path });
  expect({ status, stdout: String(stdout) }).toEqual({ status: 78, stdout: '' });
});

it.for([
  ['of the machine', []],
  ['of the machine, notify-reload', ['--notify-reload']],
  ['of a user', ['--user']],
] as const)('systemd-analyze accepts it: %s', ([name, args], context) => {
  requires('systemd-analyze', 'apt-get install systemd')(context);
  // Of systemd before 253 the type is a warning; it is not accepted then.
  const version = Number(/\d+/.exec(String(spawnSync('systemd-analyze', ['--version']).stdout))?.[0]);
  place.write('services.json', { services: { a: { module, config: { text: `${TEXT}-` } } } });
  const file = place.write('hello.service', unit([...args, '--run-as', userInfo().username, '--', '--b=$x']));
  const mode = name === 'of a user' ? ['--user'] : [];
  const { status, stderr } = spawnSync('systemd-analyze', [...mode, 'verify', file], {
    env: { ...process.env, XDG_RUNTIME_DIR: place.path },
    encoding: 'utf8',
  });
  const complaints = stderr.split('\n').filter((line) => line.includes('hello.service'));
  if (name.endsWith('notify-reload') && version < 253) {
    expect(complaints).toEqual([expect.stringContaining('notify-reload')]);
    return;
  }
  expect({ status, complaints }).toEqual({ status: 0, complaints: [] });
});

it('a name that run would refuse is in no unit', () => {
  place.write('services.json', { services: { a: { module } } });
  const args = [BIN, 'systemd-unit', '--name', 'a b'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: place.path, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('cannot be the name of a supervisor');
});
