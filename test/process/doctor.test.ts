import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, FIXTURES, Place } from './harness.js';
import { freePort } from './http-place.js';
import { requires } from './requires.js';

/** nova-launch doctor on this machine; what it makes of others is in test/cli/doctor.test.ts. */

let place: Place;

beforeEach(() => {
  place = new Place();
});

afterEach(() => place.remove());

interface Finding {
  readonly check: string;
  readonly verdict: string;
  readonly found: string;
  readonly remedy?: string;
}

function doctor(before: readonly string[] = [], args: readonly string[] = []) {
  const [program = '', ...rest] = [...before, process.execPath, BIN, 'doctor', ...args];
  const env = { ...process.env, XDG_RUNTIME_DIR: place.path, NOTIFY_SOCKET: undefined };
  const { status, stdout, stderr } = spawnSync(program, rest, { cwd: place.path, env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return { status, stdout };
}

function findings(before: readonly string[] = []) {
  const { status, stdout } = doctor(before, ['--json']);
  const { ok, findings: all } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  return { status, ok, all, of: (check: string) => all.find((finding) => finding.check === check) };
}

const module = `${FIXTURES}/worker.js`;
const define = (services: object) => place.write('services.json', { services });

it('on a fit machine ends with 0; each finding that is not ok says what to change', () => {
  define({ a: { module, workers: 2 } });
  const { status, ok, all, of } = findings();
  expect({ status, ok }).toEqual({ status: 0, ok: true });
  expect(of('definition')!.found).toBe('It has 1 service and 2 workers.');
  expect(of('libc')!.verdict).toBe('ok');
  expect(of('runtime directory')!.found).toBe(`${place.path}/nova-launch can be used.`);
  const checks = ['node', 'descriptors', 'processes', 'cpus', 'memory', 'process 1', 'systemd', 'clock'];
  expect(all.map(({ check }) => check)).toEqual(expect.arrayContaining(checks));
  for (const { verdict, remedy } of all) expect(remedy === undefined).toBe(verdict === 'ok');
});

it('prints a line for each, with what to change below it, and the sum', () => {
  define({ a: { module } });
  place.write('package.json', { scripts: { start: 'nova-launch' } });
  const { stdout } = doctor();
  expect(stdout).toMatch(/^ok {4}definition {9}It has 1 service and 1 worker\.$/m);
  expect(stdout).toMatch(/^warn {2}npm start .*\n {25}Write "start": "exec nova-launch"\.$/m);
  expect(stdout).toMatch(/^\d+ ok, \d+ warnings?, 0 failures$/m);
});

it('without a definition looks at the machine alone', () => {
  const { status, of } = findings();
  expect(status).toBe(0);
  expect(of('definition')).toMatchObject({ verdict: 'warn' });
});

it('a definition with a fault: 78', () => {
  define({ a: { module: './missing.js' } });
  const { status, ok, of } = findings();
  expect({ status, ok }).toEqual({ status: 78, ok: false });
  expect(of('definition')!.found).toContain('missing.js');
});

it('too few descriptors for the supervisor: 4', (context) => {
  requires('prlimit', 'apt-get install util-linux')(context);
  define({ a: { module, workers: 50 } });
  const { status, of } = findings(['prlimit', '--nofile=200:200']);
  expect(status).toBe(4);
  expect(of('descriptors')).toMatchObject({ verdict: 'fail', found: expect.stringContaining('200') });
});

it('a broker that nobody is: 4, without its password', async () => {
  const port = await freePort();
  const transportUrl = `rabbit://u:geheim@127.0.0.1:${port}/`;
  define({ a: { module, config: { transportUrl } }, b: { module, config: { transportUrl } } });
  const { status, all } = findings();
  expect(status).toBe(4);
  const [found, ...others] = all.filter(({ check }) => check === 'broker');
  expect(found).toMatchObject({ verdict: 'fail', found: expect.stringMatching(/ECONNREFUSED/) });
  expect(found!.found).toContain('that of a, b');
  expect(others).toEqual([]);
  expect(JSON.stringify(all)).not.toContain('geheim');
});

it('a database that cannot be: 4; the services of Nova that share one are told together', () => {
  const config = { database: `sqlite:${place.path}/missing/nova.sqlite` };
  define({ 'nova-conductor': { config }, 'nova-scheduler': { config }, a: { module } });
  const { status, all } = findings();
  expect(status).toBe(4);
  expect(all.filter(({ check }) => check === 'database')).toEqual([
    {
      check: 'database',
      verdict: 'fail',
      found: expect.stringMatching(/nova\.sqlite, that of nova-conductor, nova-scheduler: ENOENT/),
      remedy: expect.stringContaining('Make the directory of the file'),
    },
  ]);
});

it('the database of Nova that is not named is that of the current directory', () => {
  define({ 'nova-conductor': { workers: 1 } });
  const { status, of } = findings();
  expect(status).toBe(0);
  expect(of('database')!.found).toContain(
    `${place.path}/nova.sqlite, that of nova-conductor, has no tables yet`,
  );
});
