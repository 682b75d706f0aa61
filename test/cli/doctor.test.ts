import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import type { Finding, Machine } from '../../src/cli/doctor/check.js';
import { firstProcess, startScript } from '../../src/cli/doctor/first-process.js';
import { descriptors, processes } from '../../src/cli/doctor/limits.js';
import { cpusFor, memoryFor } from '../../src/cli/doctor/resources.js';
import { judgeNode, runtimeDirectory } from '../../src/cli/doctor/surroundings.js';
import { judgeUnit, seconds, systemd } from '../../src/cli/doctor/units.js';
import { definition, service } from '../launcher/definitions.js';

const MIB = 2 ** 20;

/** A machine with these files. */
function machine(files: Record<string, string>, more: Partial<Machine> = {}): Machine {
  const read = (file: string) => {
    const content = files[file];
    if (content === undefined) throw new Error(`ENOENT ${file}`);
    return content;
  };
  return { read, env: {}, cwd: '/srv/hello', uid: 1000, ...more };
}

const verdicts = async (all: Finding[] | Promise<Finding[]>) => (await all).map(({ verdict }) => verdict);

/** 5 processes: two workers each, two that a reload adds, and the supervisor; with 11 threads, 77. */
const SERVICES = definition(service('a'), service('b'));

const limits = (files: string, threads: string) => ({
  '/proc/self/limits': `Limit  Soft Limit  Hard Limit  Units\nMax processes  10  ${threads}  processes\nMax open files            1024  ${files}  files\n`,
});

describe('descriptors', () => {
  test.each([
    ['524288', 'ok'],
    ['unlimited', 'ok'],
    ['4095', 'warn'],
    ['82', 'warn'],
    ['81', 'fail'],
  ])('of a hard limit of %s', async (hard, expected) => {
    expect(await verdicts(descriptors(machine(limits(hard, '1')), SERVICES))).toEqual([expected]);
  });

  test('without /proc', async () =>
    expect(await verdicts(descriptors(machine({}), SERVICES))).toEqual(['warn']));
});

describe('processes', () => {
  const cgroup = (max: string, current: string) => ({
    '/proc/self/cgroup': '0::/x\n',
    '/sys/fs/cgroup/x/pids.max': `${max}\n`,
    '/sys/fs/cgroup/x/pids.current': `${current}\n`,
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['enough for the user', limits('1', '77'), 1000, 'ok'],
    ['too few for the user', limits('1', '76'), 1000, 'fail'],
    ['of no matter to root', limits('1', '76'), 0, 'ok'],
    ['no limit of the group', { ...limits('1', '999'), ...cgroup('max', '900') }, 0, 'ok'],
    ['too few in the group', { ...limits('1', '999'), ...cgroup('76', '1') }, 0, 'fail'],
    ['too few left in the group', { ...limits('1', '999'), ...cgroup('100', '24') }, 0, 'warn'],
    ['just enough left in the group', { ...limits('1', '999'), ...cgroup('100', '23') }, 0, 'ok'],
  ])('%s', async (_name, files, uid, expected) => {
    expect(await verdicts(processes(machine(files, { uid }), SERVICES))).toEqual([expected]);
  });
});

test.each([
  [8, 'ok'],
  [9, 'warn'],
])('%i workers on 2 CPUs', async (workers, expected) => {
  expect(await verdicts(cpusFor([service('a', { workers })], { cpus: 2, memory: 0 }))).toEqual([expected]);
});

test.each([
  [64 + 3 * 100, 'ok'],
  [64 + 3 * 100 - 1, 'warn'],
])('3 workers of 100 MiB in %i MiB', async (memory, expected) => {
  const recycle = { maxLifetime: 0, maxTasks: 0, maxMemory: { soft: 50 * MIB, hard: 100 * MIB } };
  const found = memoryFor([service('a', { recycle })], { cpus: 1, memory: memory * MIB });
  expect(await verdicts(found)).toEqual([expected]);
});

test.each([
  ['18.20.0', 'fail'],
  ['20.18.3', 'fail'],
  ['20.19.0', 'ok'],
  ['21.7.0', 'warn'],
  ['24.1.0', 'ok'],
])('Node.js %s', (version, expected) => expect(judgeNode(version).verdict).toBe(expected));

test.each([
  ['/sbin/init\0splash\0', 'ok'],
  ['/usr/bin/tini\0--\0node\0x.js\0', 'ok'],
  ['node\0node_modules/nova-launch/bin/nova-launch.js\0', 'ok'],
  ['npm start\0\0\0', 'warn'],
  ['/bin/sh\0-c\0nova-launch\0', 'warn'],
  ['/opt/own-init\0', 'ok'],
])('process 1: %j', async (command, expected) => {
  const [first] = await firstProcess(machine({ '/proc/1/cmdline': command }), undefined);
  expect(first!.verdict).toBe(expected);
});

test.each([
  ['{"scripts": {"start": "nova-launch"}}', ['warn']],
  ['{"scripts": {"start": "cd x && exec nova-launch"}}', ['ok']],
  ['{"scripts": {"start": "node server.js"}}', []],
  ['{}', []],
  ['nonsense', []],
])('npm start in %s', async (text, expected) => {
  expect(await verdicts(startScript(machine({ '/srv/hello/package.json': text }), undefined))).toEqual(
    expected,
  );
});

describe('systemd', () => {
  const UNIT = 'Type=notify\nExecStart=/usr/bin/node /x/nova-launch.js\nTimeoutStopSec=71\n';

  it('fits', () => expect(judgeUnit('a.service', UNIT, SERVICES)).toMatchObject([{ verdict: 'ok' }]));

  test.each([
    ['a stop that is cut', UNIT.replace('71', '70'), ['fail']],
    ['the last of several values', `${UNIT}TimeoutStopSec=30\n`, ['fail']],
    ['a start that is cut', `${UNIT}TimeoutStartSec=29\n`, ['warn']],
    ['not told', UNIT.replace('Type=notify\n', ''), ['warn']],
    ['npm', UNIT.replace('/usr/bin/node', '/usr/bin/npm run'), ['warn']],
  ])('%s', (_name, text, expected) => {
    expect(judgeUnit('a.service', text, SERVICES).map(({ verdict }) => verdict)).toEqual(expected);
  });

  test('a stop without a bound fits only where systemd has none', () => {
    const endless = definition(service('a', { gracefulShutdownTimeout: 0 }));
    expect(judgeUnit('a.service', UNIT, endless)).toMatchObject([{ verdict: 'fail' }]);
    const patient = UNIT.replace('71', 'infinity');
    expect(judgeUnit('a.service', patient, endless)).toMatchObject([{ verdict: 'ok' }]);
  });

  test.each([
    [{ NOTIFY_SOCKET: '/run/x' }, 'ok'],
    [{ INVOCATION_ID: '1', JOURNAL_STREAM: '8:1' }, 'warn'],
  ])('run by a unit: %j', async (env, expected) => {
    expect(await verdicts(systemd(machine({}, { env }), SERVICES))).toEqual([expected]);
  });

  test.each([
    ['90', 90],
    ['1min 30s', 90],
    ['2h', 7200],
    ['2 minutes', 120],
    ['1week 3 days', 864_000],
    ['20000us', 0.02],
    ['500ms', 0.5],
    ['infinity', Number.POSITIVE_INFINITY],
    [undefined, 90],
  ])('%s', (text, expected) => expect(seconds(text)).toBe(expected));
});

describe('the runtime directory', () => {
  const found = (path: string, uid = process.geteuid!()) =>
    verdicts(runtimeDirectory(machine({}, { env: { XDG_RUNTIME_DIR: path }, uid }), undefined));

  it('can be made, is ours alone, or is of somebody else', async () => {
    const place = mkdtempSync(join(tmpdir(), 'nova-launch-'));
    onTestFinished(() => rmSync(place, { recursive: true }));
    expect(await found(join(place, 'later'))).toEqual(['ok']);
    mkdirSync(join(place, 'nova-launch'), { mode: 0o700 });
    expect(await found(place)).toEqual(['ok']);
    expect(await found(place, 12_345)).toEqual(['warn']);
    chmodSync(join(place, 'nova-launch'), 0o755);
    expect(await found(place)).toEqual(['warn']);
    writeFileSync(join(place, 'file'), '');
    expect(await found(join(place, 'file'))).toEqual(['warn']);
  });
});
