import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN, eventually, FIXTURES, gone, Place, Run } from './harness.js';
import { requires } from './requires.js';

/** Under npm start, as a package's user runs it. */

let place: Place;
let run: Run;

beforeEach(requires('npm', 'it comes with Node.js'));

beforeEach(() => {
  place = new Place();
  const command = `"${process.execPath}" "${BIN}"`;
  place.write('package.json', { private: true, scripts: { start: command, exec: `exec ${command}` } });
  const config = { journal: `${place.path}/journal`, stopDelay: 2000 };
  place.write('services.json', { services: { a: { module: `${FIXTURES}/journal.js`, workers: 2, config } } });
});

async function begin(script: 'start' | 'exec'): Promise<void> {
  run = new Run(['npm', 'run', script], { cwd: place.path, detached: true });
  await run.line('worker-ready', 2);
}

afterEach(() => {
  run.destroy();
  place.remove();
});

function noted(text: string): number {
  const journal = `${place.path}/journal`;
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n') : [];
  return lines.filter((line) => line.endsWith(` ${text}`)).length;
}

async function expectDrained(): Promise<void> {
  await eventually(() => place.processes.length === 0, 'the end of all processes');
  expect([noted('stop true'), noted('stopped'), noted('stop false'), noted('start')]).toEqual([2, 2, 0, 2]);
}

it.each([
  ['Ctrl-C, which reaches the whole group and is passed on by npm', 'SIGINT'],
  ['SIGTERM to the group', 'SIGTERM'],
] as const)('%s: the workers are drained, and all processes end', async (_name, signal) => {
  await begin('start');
  run.signalGroup(signal);
  await expectDrained();
});

it.each([
  ['exec', 'the launcher has it from npm'],
  ['start', 'npm gives it to the shell of the script, with whose end the launcher stops'],
] as const)('SIGTERM to npm alone (script %s): %s', async (script, _why) => {
  await begin(script);
  run.signal('SIGTERM');
  await expectDrained();
});

it('npm that is killed: the launcher stops, too', async () => {
  await begin('exec');
  run.signal('SIGKILL');
  await expectDrained();
});

it('Ctrl-C twice, impatiently: stop(false), and all processes end', async () => {
  await begin('start');
  run.signalGroup('SIGINT');
  await eventually(() => noted('stop true') === 2, 'stop(true)');
  // Within half a second they are one key press.
  await new Promise((done) => setTimeout(done, 550));
  run.signalGroup('SIGINT');
  await gone(place.processes);
  expect(noted('stop false')).toBe(2);
});
