import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, FIXTURES, type Line, launch, Place, type Run } from './harness.js';

/** The log in a file that logrotate moves away. */

let place: Place;
let run: Run;
let logs: string;

beforeEach(() => {
  place = new Place();
  logs = join(place.path, 'logs');
  mkdirSync(logs);
});

afterEach(() => {
  run?.destroy();
  place.remove();
});

function begin(workers: number): void {
  const services = { a: { module: `${FIXTURES}/worker.js`, workers } };
  place.write('services.json', { log: { file: 'logs/a.log', mode: '0600' }, services });
  run = launch(place);
}

function linesOf(name: string): Line[] {
  const file = join(logs, name);
  if (!existsSync(file)) return [];
  const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line));
}

const told = (name: string, id: string) =>
  eventually(() => linesOf(name).some((line) => line.id === id), `${id} in ${name}`);

it.each([
  ['one process', 1, 'ready'],
  ['supervised', 2, 'service-ready'],
])('%s: SIGUSR1 opens the file anew; the old one has all that was before', async (_name, workers, ready) => {
  begin(workers);
  await told('a.log', ready);
  expect(statSync(join(logs, 'a.log')).mode & 0o777).toBe(0o600);
  renameSync(join(logs, 'a.log'), join(logs, 'a.log.1'));
  run.signal('SIGUSR1');
  await told('a.log', 'log-reopened');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(linesOf('a.log.1').map(({ id }) => id)).toEqual(expect.arrayContaining(['started', ready]));
  const ids = linesOf('a.log').map(({ id }) => id);
  expect([ids[0], ids.at(-1)]).toEqual(['log-reopened', 'stopped']);
  expect({ lines: run.lines, stderr: run.stderr }).toEqual({ lines: [], stderr: '' });
});

it('one that cannot be opened anew: the log goes on in the file that it had, and says so', async () => {
  begin(2);
  await told('a.log', 'service-ready');
  renameSync(logs, `${logs}.old`);
  run.signal('SIGUSR1');
  logs = `${logs}.old`;
  await told('a.log', 'log-failed');
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(0);
  expect(linesOf('a.log').at(-1)).toMatchObject({ id: 'stopped' });
});

it('one that cannot be opened at the start is refused, and nothing runs', async () => {
  rmSync(logs, { recursive: true });
  begin(2);
  expect(await run.exit()).toBe(78);
  expect(run.stderr).toMatch(/the log file cannot be opened: ENOENT.*\nRemedy: Make its directory/);
  expect(place.processes).toEqual([]);
});
