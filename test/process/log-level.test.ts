import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Ended, nova } from './control-harness.js';
import { eventually, gone, launch, Place, type Run } from './harness.js';

/** The level of a service is changed while it runs: for all its workers, and for those that come, until a reload. */

const SERVICE = `
import { existsSync } from 'node:fs';
export default class Chatty {
  constructor({ log, config, worker }) { Object.assign(this, { log, child: log.child({ part: 'inner' }), config, worker }); }
  start() {
    if (this.config.fail) throw new Error('on purpose');
    this.timer = setInterval(() => { this.log.debug('own'); this.child.debug('inner'); this.log.warn('tick'); }, 20);
  }
  stop() { clearInterval(this.timer); }
}`;

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
  place.write('chatty.mjs', SERVICE);
});

afterEach(() => {
  run.destroy();
  place.remove();
});

function write(workers: number, config: object = {}): void {
  const service = { module: './chatty.mjs', workers, config, reload: { stableFor: 0.1 } };
  place.write('services.json', { services: { a: service } });
}

const level = (service: string, name: string): Promise<Ended> => nova(place, 'log-level', service, name);

/**
 * Which worker processes say a thing from now on; waits until each has said something since. By the lines' own times:
 * what was said before may still be in a pipe.
 */
async function saying(text: string): Promise<number[]> {
  const from = Date.now();
  const since = () => run.lines.filter(({ time }) => Number(time) > from);
  const said = (what: string) =>
    new Set(
      since()
        .filter(({ msg }) => msg === what)
        .map(({ pid }) => pid!),
    );
  const ticks = (pid: number) => since().filter((line) => line.pid === pid && line.msg === 'tick').length;
  const pids = () => (run.workers.length > 0 ? run.workers : [run.pid]);
  await eventually(() => pids().every((pid) => ticks(pid) >= 3), 'three ticks of each');
  return [...said(text)].sort();
}

it('of workers, of those that replace them, and of what is new', async () => {
  write(2);
  run = launch(place);
  await run.line('worker-ready', 2);
  expect(await saying('own')).toEqual([]);
  expect(await level('a', 'debug')).toMatchObject({
    status: 0,
    stdout: 'Service a logs at the level debug until the next reload.\n',
  });
  await run.message(/^inner$/);
  process.kill(run.workers[0]!, 'SIGKILL');
  await run.line('worker-ready', 3);
  const loud = await saying('inner');
  expect(loud).toEqual([...run.workers].sort());
  expect(run.of('log-level')[0]).toMatchObject({ service: 'a', logLevel: 'debug' });

  write(2, { fail: true });
  expect((await nova(place, 'reload', '--wait')).status).toBe(5);
  expect(await saying('own')).toEqual(loud);
  write(2);
  expect((await nova(place, 'reload', '--wait')).status).toBe(0);
  await gone(loud);
  expect(await saying('own')).toEqual([]);
});

it('in one process; back by default; what is no level, and no service', async () => {
  write(1);
  run = launch(place);
  await run.line('ready');
  expect(await saying('own')).toEqual([]);
  await level('a', 'debug');
  expect(await saying('own')).toEqual([run.pid]);
  expect((await level('a', 'default')).stdout).toBe('Service a logs at the level of its config again.\n');
  expect(await saying('own')).toEqual([]);
  expect(await level('a', 'loud')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/"loud" is no log level\nRemedy: There are: trace, debug, info/),
  });
  expect(await level('b', 'debug')).toMatchObject({ status: 2 });
});

const ownLevel = (name: string): Promise<Ended> => nova(place, 'log-level', '--launcher', name);

it('of the launcher itself: less, and as much as it takes in and does; the services keep theirs', async () => {
  write(2);
  run = launch(place);
  await run.line('worker-ready', 2);
  expect(await ownLevel('error')).toMatchObject({
    status: 0,
    stdout: 'The launcher itself logs at the level error until it is told otherwise.\n',
  });
  // Said while it still could be.
  expect(run.of('log-level')[0]).toMatchObject({ logLevel: 'error', level: 30 });
  await nova(place, 'scale', 'a', '3');
  await eventually(() => run.workers.length === 3, 'a third worker');
  await saying('tick');
  expect(run.of('scaled')).toEqual([]);
  expect((await nova(place, 'events')).stdout).toContain('scaled');

  await ownLevel('debug');
  process.kill(run.workers[0]!, 'SIGKILL');
  const step = await run.message(/^Step: exit of worker \d; log, fork\.$/);
  expect(step).toMatchObject({ level: 20, pid: run.pid, event: { type: 'exit', signal: 'SIGKILL' } });
  expect(await saying('own')).toEqual([]);
  expect((await ownLevel('default')).stdout).toBe('The launcher itself logs at its usual level again.\n');
  expect(run.of('log-level').map(({ logLevel }) => logLevel)).toEqual(['error', 'debug', 'default']);
});

it('of the launcher itself in one process; a level alone is not enough', async () => {
  write(1);
  run = launch(place);
  await run.line('ready');
  await ownLevel('silent');
  expect((await ownLevel('loud')).status).toBe(2);
  await nova(place, 'reload', '--wait');
  expect(run.of('reload-accepted')).toEqual([]);
  await ownLevel('info');
  await nova(place, 'reload', '--wait');
  await run.line('reload-accepted');
  for (const argv of [['debug'], ['--launcher'], ['--launcher', 'a', 'debug']])
    expect(await nova(place, 'log-level', ...argv)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('log-level takes a service and a level, or --launcher and a level'),
    });
});
