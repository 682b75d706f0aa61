import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, childrenOf, commandOf, eventually, Place, Run } from './harness.js';
import { zombiesOf } from './proc.js';
import { requires } from './requires.js';

/** A launcher to which the kernel gives its orphaned descendants, though it is not process 1: prctl(PR_SET_CHILD_SUBREAPER). */

let place: Place;
let run: Run;

/** The attribute survives an exec: some containers and sandboxes start their command like that. */
const SUBREAPER =
  'import ctypes, os, sys; ctypes.CDLL(None).prctl(36, 1); os.execvp(sys.argv[1], sys.argv[1:])';

/** Leaves a process behind that nobody waits for, at each `leave` file; what it starts itself has an exit code. */
const SERVICE = `
import { execFile, spawn } from 'node:child_process';
import { watch } from 'node:fs';
export default {
  start() {
    const leave = () => {
      spawn('sh', ['-c', 'sleep 0.05 & exit 0']);
      execFile('sh', ['-c', 'exit 7'], (error) => console.log('own ended with ' + error.code)).unref();
    };
    this.watcher = watch('.', (_event, name) => name === 'leave' && leave());
  },
  stop() { this.watcher.close(); },
};
`;

beforeEach(requires('python3', 'apt-get install python3'));

beforeEach(() => {
  place = new Place();
  place.write('service.mjs', SERVICE);
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

function begin(workers: number, ...before: string[]): void {
  place.write('services.json', { services: { a: { module: './service.mjs', workers } } });
  run = new Run([...before, process.execPath, BIN], { cwd: place.path });
}

it.each([
  [2, 'service-ready'],
  [1, 'ready'],
])('with %i worker(s) it reaps what it adopts, again and again', async (workers, ready) => {
  begin(workers, 'python3', '-c', SUBREAPER);
  await run.line(ready);
  for (let round = 1; round <= 2; round++) {
    writeFileSync(`${place.path}/leave`, String(round));
    await eventually(() => zombiesOf(run.pid).length > 0, 'zombies');
    await eventually(() => zombiesOf(run.pid).length === 0, 'none');
  }
  // Not of Node.js's own children: they keep their exit codes.
  const codes = () => run.transcript().match(/own ended with \S+/g) ?? [];
  await run.until(() => codes().length >= 2 * workers, 'exit codes');
  expect(new Set(codes())).toEqual(new Set(['own ended with 7']));
  if (workers > 1) {
    const worker = childrenOf(run.pid).find((pid) => commandOf(pid).includes('worker-entry'))!;
    process.kill(worker, 'SIGKILL');
    expect((await run.line('worker-crashed')).msg).toMatch(/was ended by SIGKILL/);
  }
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(run.of('no-reaper')).toEqual([]);
});
