import { afterEach, beforeEach, expect, it } from 'vitest';
import { nova } from './control-harness.js';
import { FIXTURES, launch, Place, Run } from './harness.js';

/** Thousands of requests at the control socket, hundreds at once, some of them hostile: those who supervise do not wait for them. */

const KILLS = 21;
const AT_ONCE = 200;
const HOSTILE = 40;
const REQUESTS = 10_000;

let place: Place;
let run: Run;
let path: string;

beforeEach(async () => {
  place = new Place();
  path = `${place.path}/control.sock`;
  const restart = { intensity: 'unlimited', backoff: { initial: 0.01, max: 0.01 } };
  const service = { module: `${FIXTURES}/worker.js`, workers: 2, restart, reload: { stableFor: 0.05 } };
  place.write('services.json', { services: { a: service } });
  run = launch(place, ['--control', path]);
  await run.line('worker-ready', 2);
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Milliseconds from a SIGKILL to the line that tells of it, which is logged in the step that forks the next. */
async function deathToFork(): Promise<number> {
  const deaths = run.of('worker-crashed').length;
  const ready = run.of('worker-ready').length;
  const killed = Date.now();
  process.kill(run.workers[0]!, 'SIGKILL');
  const { time } = await run.line('worker-crashed', deaths + 1);
  await run.line('worker-ready', ready + 1);
  return (time as number) - killed;
}

/** Killed one after the other, until it is enough. */
async function deaths(enough: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (times.length < KILLS || !enough()) times.push(await deathToFork());
  return times;
}

/** The load is theirs, and what it costs to make it is not to be measured: whoever supervises has the CPU first. */
const load = () =>
  new Run(
    [
      ...['nice', '-n', '19', process.execPath, `${FIXTURES}/control-clients.js`, path],
      ...[REQUESTS, AT_ONCE, HOSTILE].map(String),
    ],
    { cwd: place.path },
  );

it(`${REQUESTS} requests, ${AT_ONCE} at once, with hostile ones: a death is noticed within twice the time`, async () => {
  // What serves the socket is loaded with the first.
  expect(await nova(place, 'status', '--control', path)).toMatchObject({ status: 0 });
  const quiet = median(await deaths(() => true));
  const began = performance.now();
  const clients = load();
  const times = await deaths(() => clients.raw.includes('enough')).finally(() => clients.signal('SIGTERM'));
  const seconds = (performance.now() - began) / 1000;
  expect(await clients.exit()).toBe(0);
  const answers = clients.lines[0] as unknown as Record<string, number>;
  const busy = median(times);
  console.log(
    `control: death to fork ${quiet} ms quiet, ${busy} ms busy (${times.length} deaths in ${seconds.toFixed(1)} s): ${JSON.stringify(answers)}`,
  );
  const sum = (of: readonly [string, number][]) => of.reduce((all, [, count]) => all + count, 0);
  const all = Object.entries(answers);
  const hostile = all.filter(([answer]) => answer.startsWith('hostile'));
  expect(sum(all)).toBeGreaterThanOrEqual(REQUESTS);
  expect(sum(hostile)).toBeGreaterThan(HOSTILE);
  const usual = ['200', '503', ...hostile.map(([answer]) => answer)];
  expect(all.filter(([answer]) => !usual.includes(answer))).toEqual([]);
  // Either end of a time is a whole millisecond of the clock, so that it may be read as one more than it was.
  expect(busy).toBeLessThanOrEqual(2 * quiet + 1);
  expect(await nova(place, 'status', '--control', path)).toMatchObject({ status: 0 });
});
