import { statSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandOf, eventually } from './harness.js';
import { canBoot, HOME, Machine, PROGRAMS, PROJECT } from './machine/machine.js';
import { requires, requiresRoot } from './requires.js';

/** The unit that nova-launch systemd-unit prints, under a real systemd that has booted for it. */

let machine: Machine;

beforeEach(requiresRoot());
for (const [program, install] of PROGRAMS) beforeEach(requires(program, install));

const worker = { module: `${PROJECT}/test/fixtures/worker.js`, workers: 2, reload: { stableFor: 0.1 } };
const define = (services: object) => machine.write(`${HOME}/services.json`, { services });

/** Installs the unit of a definition; `more` lines of [Service] are laid over it. */
async function install(name: string, args: readonly string[] = [], more = ''): Promise<void> {
  const where = ['--config', `${HOME}/services.json`, '--run-as', 'hello'];
  const command = ['node', `${PROJECT}/bin/nova-launch.js`, 'systemd-unit', ...where, ...args];
  // What the test before has left behind runs the same definition.
  await machine.run('systemctl', 'stop', 'hello');
  await machine.run('systemctl', 'reset-failed', 'hello');
  machine.write(`/etc/systemd/system/${name}.service`, await machine.must(...command));
  machine.write(`/etc/systemd/system/${name}.service.d/test.conf`, `[Service]\n${more}\n`);
  await machine.must('systemctl', 'daemon-reload');
}

const mainPid = async () => Number(await machine.show('hello', 'MainPID'));

beforeAll(async () => {
  if (!canBoot()) return;
  machine = await Machine.boot();
  machine.write(`${HOME}/package.json`, { type: 'module' });
  machine.link(`${HOME}/node_modules/nova-launch`, PROJECT);
  await machine.must('useradd', '--system', 'hello');
}, 300_000);

afterAll(async () => {
  await machine?.off();
});

describe('a unit', () => {
  it('is started when the service is ready, as its own user, with a status for people', async () => {
    define({ a: { ...worker, config: { startDelay: 500 } } });
    await install('hello');
    const before = performance.now();
    await machine.must('systemctl', 'start', 'hello');
    expect(performance.now() - before).toBeGreaterThan(500);
    await machine.until('hello', 'StatusText', 'Ready: a 2/2 workers are ready.');
    expect(await machine.show('hello', 'ActiveState')).toBe('active');
    const uid = Number(await machine.must('id', '-u', 'hello'));
    const pids = await machine.processesOf('hello');
    expect(pids.map((pid) => statSync(`/proc/${pid}`).uid)).toEqual(pids.map(() => uid));
  });

  it('is found by root with the same --config', async () => {
    const status = ['status', '--config', `${HOME}/services.json`, '--json'];
    const text = await machine.must('node', `${PROJECT}/bin/nova-launch.js`, ...status);
    expect(JSON.parse(text)).toMatchObject({ state: 'running' });
  });

  it('is hardened', async () => {
    const text = await machine.must('systemd-analyze', 'security', '--no-pager', 'hello');
    expect(Number(/exposure level for hello.service: ([\d.]+)/.exec(text)?.[1])).toBeLessThan(3);
  });

  it('reloads, and stays as it was where the new definition is bad', async () => {
    const pid = await mainPid();
    define({ a: { ...worker, config: { text: 'second' } } });
    await machine.must('systemctl', 'reload', 'hello');
    await machine.logged('hello', 'reload-accepted');
    machine.write(`${HOME}/services.json`, '{ "services": ');
    await machine.must('systemctl', 'reload', 'hello');
    await machine.logged('hello', 'reload-refused');
    await machine.until('hello', 'ActiveState', 'active');
    await machine.until('hello', 'StatusText', 'Ready: a 2/2 workers are ready.');
    expect(await mainPid()).toBe(pid);
  });

  it('stops within its time, and leaves nothing behind', async () => {
    await machine.must('systemctl', 'stop', 'hello');
    expect(await machine.show('hello', 'ActiveState')).toBe('inactive');
    expect(await machine.show('hello', 'Result')).toBe('success');
    expect(await machine.show('hello', 'ExecMainStatus')).toBe('0');
    expect(await machine.processesOf('hello')).toEqual([]);
  });
});

it('a drain that is longer than TimeoutStopSec is waited for, as the launcher asks for the time', async () => {
  define({ a: { ...worker, config: { stopDelay: 2500 } } });
  await install('hello', [], 'TimeoutStopSec=1');
  await machine.must('systemctl', 'start', 'hello');
  await machine.must('systemctl', 'stop', 'hello');
  expect(await machine.show('hello', 'Result')).toBe('success');
});

it('a start that is longer than TimeoutStartSec is waited for, too', async () => {
  define({ a: { ...worker, config: { startDelay: 2000 } } });
  await install('hello', [], 'TimeoutStartSec=1');
  await machine.must('systemctl', 'start', 'hello');
  await machine.must('systemctl', 'stop', 'hello');
});

it('the journal has the level of every line as its priority, and the line without it', async () => {
  machine.write(
    `${HOME}/levels.mjs`,
    `export default class Levels {
       constructor({ log, worker }) { Object.assign(this, { log, worker }); }
       start() {
         for (const level of ['debug', 'info', 'warn', 'error', 'fatal']) this.log[level]('said at ' + level);
         console.log('printed');
         console.error('printed as an error');
         this.timer = setInterval(() => {}, 1000);
         if (this.worker === 1) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 200);
       }
       stop() { clearInterval(this.timer); }
     }`,
  );
  define({ levels: { module: './levels.mjs', workers: 2, config: { debug: true } } });
  await install('levels');
  await machine.must('systemctl', 'start', 'levels');
  await machine.logged('levels', 'worker-crashed');
  await machine.must('systemctl', 'stop', 'levels');
  // pino's levels, by the names of syslog: debug, info, warning, err, crit.
  const PRIORITY: Record<number, number> = { 20: 7, 30: 6, 40: 4, 50: 3, 60: 2 };
  const all = await machine.priorities('levels');
  expect(all.filter(({ line, priority }) => priority !== PRIORITY[line.level])).toEqual([]);
  const said = new Map(all.map(({ line, priority }) => [line.msg, priority]));
  expect(Object.fromEntries(said)).toMatchObject({
    'said at debug': 7,
    'said at info': 6,
    'said at warn': 4,
    'said at error': 3,
    'said at fatal': 2,
    printed: 6,
    'printed as an error': 3,
  });
  const ids = new Map(all.map(({ line, priority }) => [line.id, priority]));
  expect(Object.fromEntries(ids)).toMatchObject({ 'worker-ready': 6, 'worker-crashed': 4, stopped: 6 });
  const warnings = await machine.priorities('levels', '-p', 'warning');
  expect(warnings).toEqual(all.filter(({ line }) => line.level >= 40));
});

describe('Type=notify-reload', () => {
  it('systemctl reload waits until the new generation serves, or is refused', async () => {
    define({ a: worker });
    await install('hello', ['--notify-reload']);
    await machine.must('systemctl', 'start', 'hello');
    const workers = async () =>
      (await machine.processesOf('hello')).filter((pid) => commandOf(pid).includes('worker-entry'));
    await machine.until('hello', 'StatusText', 'Ready: a 2/2 workers are ready.');
    const before = await workers();
    define({ a: { ...worker, config: { startDelay: 300 } } });
    await machine.must('systemctl', 'reload', 'hello');
    expect(before).toHaveLength(2);
    expect((await workers()).filter((pid) => before.includes(pid))).toEqual([]);
    machine.write(`${HOME}/services.json`, 'nonsense');
    await machine.must('systemctl', 'reload', 'hello');
    await machine.until('hello', 'ActiveState', 'active');
    await machine.must('systemctl', 'stop', 'hello');
  });
});

it('a supervisor that is stuck is killed by the watchdog, and started again', async () => {
  define({ a: worker });
  await install('hello', [], 'WatchdogSec=1\nRestartSec=0');
  await machine.must('systemctl', 'start', 'hello');
  const pid = await mainPid();
  await machine.must('sh', '-c', `kill -STOP ${pid}`);
  await machine.until('hello', 'NRestarts', '1');
  await machine.until('hello', 'MainPID', new RegExp(`^(?!0$|${pid}$)`));
  await machine.until('hello', 'StatusText', /^Ready/);
  // And it is left alone as long as it is well: for more than its time.
  const again = await machine.show('hello', 'WatchdogTimestampMonotonic');
  await machine.until('hello', 'WatchdogTimestampMonotonic', new RegExp(`^(?!${again}$)`));
  await machine.must('systemctl', 'stop', 'hello');
});

describe('a start that fails', () => {
  it('for a definition that is wrong: the unit fails at once, and is not tried again', async () => {
    define({ a: worker });
    await install('hello', [], 'RestartSec=0');
    define({ a: { module: './missing.js' } });
    expect((await machine.run('systemctl', 'start', 'hello')).code).not.toBe(0);
    expect(await machine.show('hello', 'ActiveState')).toBe('failed');
    expect(await machine.show('hello', 'ExecMainStatus')).toBe('78');
    expect(await machine.show('hello', 'NRestarts')).toBe('0');
  });

  it('for a service that keeps failing: exit code 4, and systemd tries it again', async () => {
    define({ a: { ...worker, restart: { intensity: 0 }, config: { throwAt: 'start' } } });
    await machine.run('systemctl', 'start', '--no-block', 'hello');
    await machine.until('hello', 'NRestarts', /^[1-9]/);
    expect(await machine.show('hello', 'ExecMainStatus')).toMatch(/^[04]$/);
    // The journal has what it said later than systemd knows that it has ended.
    const gaveUp = async () =>
      (await machine.lines('hello')).some(({ id, code }) => id === 'stopped' && code === 4);
    await eventually(gaveUp, 'the line that tells exit code 4');
  });
});

it('a socket unit starts it at the first connection; a restart of the service refuses none', async () => {
  machine.write(
    `${HOME}/web.js`,
    `import { HttpService } from 'nova-launch/http-service';
     export default class Web extends HttpService {
       app() { return (request, response) => response.end('hello'); }
     }`,
  );
  const http = { systemd: 'web', accessLog: false };
  define({ web: { module: './web.js', workers: 2, config: { http } } });
  await install('web');
  machine.write(
    '/etc/systemd/system/web.socket',
    '[Socket]\nListenStream=127.0.0.1:80\nFileDescriptorName=web\n',
  );
  await machine.must('systemctl', 'daemon-reload');
  await machine.must('systemctl', 'start', 'web.socket');
  expect(await machine.show('web.service', 'ActiveState')).toBe('inactive');
  const ask = `fetch('http://127.0.0.1/').then((answer) => answer.text()).then(console.log)`;
  expect(await machine.must('node', '-e', ask)).toBe('hello\n');
  expect(await machine.show('web.service', 'ActiveState')).toBe('active');
  const restart = machine.must('systemctl', 'restart', 'web.service');
  for (let asked = 0; asked < 5; asked++) expect(await machine.must('node', '-e', ask)).toBe('hello\n');
  await restart;
  await eventually(async () => (await machine.must('node', '-e', ask)) === 'hello\n', 'an answer');
});
