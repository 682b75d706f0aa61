import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nova } from './control-harness.js';
import { BIN, childrenOf, commandOf, eventually, Place, ROOT, Run } from './harness.js';
import { freePort } from './http-place.js';
import { zombiesOf } from './proc.js';
import { requires } from './requires.js';

/** As process 1 of a container: here, of a namespace of processes. */

let place: Place;
let run: Run;

const UNSHARE = [
  '--pid',
  '--fork',
  '--mount-proc',
  '--kill-child',
  ...(process.getuid?.() === 0 ? [] : ['-r']),
];

beforeEach(requires('unshare', 'apt-get install util-linux'));
beforeEach((context) => {
  const { status } = spawnSync('unshare', [...UNSHARE, 'true']);
  if (status !== 0 && !process.env.NOVA_LAUNCH_CI) context.skip('needs namespaces: run it as root');
});

/** Leaves a process behind that nobody waits for, at each `leave` file; what it starts itself has an exit code. */
const SERVICE = `
import { execFile, spawn } from 'node:child_process';
import { watch } from 'node:fs';
export default {
  start() {
    const leave = () => {
      spawn('sh', ['-c', 'sleep 0.05 & exit 0']);
      const own = execFile('sh', ['-c', 'exit 7'], (error) => console.log('own ended with ' + error.code));
      own.unref();
    };
    for (let count = 0; count < 3; count++) leave();
    this.watcher = watch('.', (_event, name) => name === 'leave' && leave());
    console.log('left');
  },
  stop() { this.watcher.close(); },
};
`;

beforeEach(() => {
  place = new Place();
  place.write('service.mjs', SERVICE);
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

function begin(workers: number): void {
  place.write('services.json', { services: { a: { module: './service.mjs', workers } } });
  run = new Run(['unshare', ...UNSHARE, process.execPath, BIN], { cwd: place.path });
}

/** So many children of the service's own have been asked for their exit codes. */
const ended = (count: number) =>
  run.until(() => run.transcript().split('own ended with 7').length > count, `${count} exit codes`);

/** The pid that process 1 of the container has here. */
const launcher = () => childrenOf(run.pid)[0]!;

it.each([1, 2])(
  '%i worker(s): adopted zombies are reaped, own children keep their exit codes',
  async (workers) => {
    begin(workers);
    await ended(3 * workers);
    await eventually(() => zombiesOf(launcher()).length > 0, 'zombies');
    await eventually(() => zombiesOf(launcher()).length === 0, 'none');
    writeFileSync(`${place.path}/leave`, '');
    await ended(4 * workers);
    await eventually(() => zombiesOf(launcher()).length > 0, 'zombies again');
    await eventually(() => zombiesOf(launcher()).length === 0, 'none again');

    if (workers > 1) {
      const worker = childrenOf(launcher()).find((pid) => commandOf(pid).includes('worker-entry'))!;
      process.kill(worker, 'SIGKILL');
      expect((await run.line('worker-crashed')).msg).toMatch(/was ended by SIGKILL/);
      await run.line('worker-ready', 3);
    }
    process.kill(launcher(), 'SIGTERM');
    expect(await run.exit()).toBe(0);
    expect(run.of('no-reaper')).toEqual([]);
  },
);

it('a reload and the exit codes are those of any launcher', async () => {
  begin(2);
  await run.line('worker-ready', 2);
  process.kill(launcher(), 'SIGHUP');
  await run.line('reload-accepted');
  place.write('service.mjs', 'throw new Error("broken");');
  process.kill(launcher(), 'SIGHUP');
  await run.line('reload-refused');
  process.kill(launcher(), 'SIGTERM');
  expect(await run.exit()).toBe(0);
  begin(2);
  expect(await run.exit()).toBe(4);
});

it('the image of examples/container: what its probes ask is answered, and it stops cleanly', async () => {
  const files = join(ROOT, 'examples/container');
  const [port, metrics] = [await freePort(), await freePort()];
  const services = readFileSync(join(files, 'services.json'), 'utf8');
  place.write('services.json', services.replace('0.0.0.0:9464', `127.0.0.1:${metrics}`));
  place.write('hello.js', readFileSync(join(files, 'hello.js'), 'utf8'));
  place.write('package.json', { type: 'module' });
  mkdirSync(join(place.path, 'node_modules'));
  symlinkSync(ROOT, join(place.path, 'node_modules/nova-launch'));
  const [, cmd = ''] = /^CMD (.*)$/m.exec(readFileSync(join(files, 'Dockerfile'), 'utf8'))!;
  const [, ...args] = JSON.parse(cmd) as string[];
  const env = { PORT: String(port), XDG_RUNTIME_DIR: place.path };
  run = new Run(['unshare', ...UNSHARE, process.execPath, ...args], { cwd: place.path, env });
  await eventually(async () => (await statusOf(metrics, '/readyz')) === 200, '/readyz to be 200');
  expect(await statusOf(metrics, '/livez')).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('Hello\n');
  process.kill(launcher(), 'SIGTERM');
  expect(await run.exit()).toBe(0);
});

const statusOf = (port: number, path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } }).then(
    ({ status }) => status,
    () => 0,
  );

it('is stopped from outside, where its pid is that of another process', async () => {
  begin(2);
  await run.line('service-ready');
  expect(await nova(place, 'stop')).toMatchObject({ status: 0, stderr: '' });
  expect(await run.exit()).toBe(0);
});
