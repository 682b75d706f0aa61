import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIXTURES, gone, Place, ROOT, Run } from './harness.js';

/** Programs that embed launchers beside things of their own. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

function begin(source: string): void {
  const program = place.write('program.mjs', `import { launch } from '${ROOT}/dist/index.js';\n${source}`);
  run = new Run([process.execPath, program], { cwd: place.path });
}

const SERVICE = `{ module: '${FIXTURES}/worker.js', workers: 2, reload: { stableFor: 0.1 } }`;
const started = (service: string) =>
  run.lines.filter((line) => line.service === service && line.msg === 'started');

it('L14: children of the program keep their exit codes while workers crash and are replaced', async () => {
  begin(`
    import { spawn } from 'node:child_process';
    const launcher = await launch({ services: { a: ${SERVICE} } });
    process.on('SIGUSR2', () => {
      for (const code of [0, 7, 42]) {
        const child = spawn('sh', ['-c', 'sleep 0.3; exit ' + code]);
        child.on('exit', (got, signal) => console.log('child ' + code + ' ' + got + ' ' + signal));
      }
      const child = spawn('sleep', ['60']);
      child.on('exit', (got, signal) => console.log('child killed ' + got + ' ' + signal));
      child.kill('SIGTERM');
    });
    process.exitCode = await launcher.wait();`);
  await run.line('service-ready');
  const workers = run.workers;
  run.signal('SIGUSR2');
  for (const pid of workers) process.kill(pid, 'SIGKILL');
  await run.line('worker-ready', 4);
  await run.until(() => run.raw.length === 4, 'the four children');
  expect([...run.raw].sort()).toEqual([
    'child 0 0 null',
    'child 42 42 null',
    'child 7 7 null',
    'child killed null SIGTERM',
  ]);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
});

const TWO = `
  const [a, b] = [await launch({ services: { a: ${SERVICE} } }), await launch({ services: { b: ${SERVICE} } })];
  process.on('SIGUSR2', () => a.stop());
  a.wait().then((code) => console.log('a has ended with ' + code));
  b.wait().then((code) => console.log('b has ended with ' + code));
  await Promise.all([a.wait(), b.wait()]);`;

/** Both launchers serve, and all four workers have said so, each through a pipe of its own. */
async function bothServe(): Promise<void> {
  await run.line('service-ready', 2);
  const all = () => started('a').length + started('b').length;
  await run.until(() => all() === 4, 'four workers');
}

it('L15: of two launchers in one program each replaces its own workers, and both stop', async () => {
  begin(TWO);
  await bothServe();
  const workers = run.workers;
  expect(workers).toHaveLength(4);
  for (const service of ['a', 'b']) {
    process.kill(started(service)[0]!.pid!, 'SIGKILL');
    await run.until(() => started(service).length === 3, `a replacement in ${service}`);
  }
  expect(run.of('worker-crashed').map(({ service }) => service)).toEqual(['a', 'b']);
  const all = run.workers;
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  await gone([...workers, ...all]);
  expect([...run.raw].sort()).toEqual(['a has ended with 0', 'b has ended with 0']);
  expect(run.lines.filter(({ msg }) => msg === 'stopped')).toHaveLength(4);
});

it('L15: one of them stops, and the other goes on', async () => {
  begin(TWO);
  await bothServe();
  run.signal('SIGUSR2');
  await run.until(() => run.raw.includes('a has ended with 0'), 'the end of a');
  expect(run.workers).toEqual(
    started('b')
      .map(({ pid }) => pid)
      .sort(),
  );
  process.kill(run.workers[0]!, 'SIGKILL');
  await run.until(() => started('b').length === 3, 'a replacement in b');
  run.signal('SIGHUP');
  await run.line('reload-accepted');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(run.raw).toEqual(['a has ended with 0', 'b has ended with 0']);
});
