import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIXTURES, gone, Place, ROOT, Run } from './harness.js';

/** Programs that embed what the command does: launch() and the launchers. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

function program(source: string): Run {
  const imports = `import { launch, loadDefinition, ProcessLauncher } from '${ROOT}/dist/index.js';\n`;
  place.write('program.mjs', imports + source);
  run = new Run([process.execPath, 'program.mjs'], { cwd: place.path });
  return run;
}

const definition = (name: string, workers: number) =>
  JSON.stringify({ services: { [name]: { module: `${FIXTURES}/worker.js`, workers } } });

it('L14: a process that the program started keeps its exit code', async () => {
  program(`
    import { spawn } from 'node:child_process';
    const running = await launch(${definition('a', 2)});
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => process.exit(7), 300)']);
    child.on('exit', (code) => {
      console.log('the child exited with ' + code);
      running.stop();
    });
    process.exit(await running.wait());
  `);
  expect(await run.exit()).toBe(0);
  expect(run.raw).toContain('the child exited with 7');
  expect(run.of('worker-crashed')).toEqual([]);
});

it('L15: two launchers in one process both replace what dies, and both stop at one SIGTERM', async () => {
  program(`
    const launchers = [];
    for (const input of [${definition('a', 2)}, ${definition('b', 1)}]) {
      launchers.push(new ProcessLauncher(await loadDefinition({ definition: input })));
    }
    for (const launcher of launchers) launcher.start();
    const codes = await Promise.all(launchers.map((launcher) => launcher.wait()));
    console.log('codes ' + codes.join(' '));
    process.exit(Math.max(...codes));
  `);
  await run.line('service-ready', 2);
  const before = run.workers;
  expect(before).toHaveLength(3);
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await run.line('worker-ready', 6);
  const after = run.workers;
  expect(after).toHaveLength(3);
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(run.raw).toContain('codes 0 0');
  await gone([...before, ...after]);
});
