import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURES, gone, type Line, launch, Place, type Run } from './harness.js';

/** Several services through their lives: started and stopped in order, reloaded as a diff, replaced when they hang. */

let place: Place;
let run: Run;

beforeEach(() => {
  place = new Place();
});

afterEach(() => {
  run.destroy();
  place.remove();
});

const WORKER = { module: `${FIXTURES}/worker.js`, gracefulShutdownTimeout: 10, reload: { stableFor: 0.1 } };

function define(services: Record<string, object>): void {
  const all = Object.entries(services).map(([name, service]) => [name, { ...WORKER, ...service }]);
  place.write('services.json', { services: Object.fromEntries(all) });
}

async function begin(services: Record<string, object>): Promise<void> {
  define(services);
  run = launch(place);
  await run.line('service-ready', Object.keys(services).length);
}

async function stop(code = 0): Promise<void> {
  const workers = run.workers;
  run.signal('SIGTERM');
  expect(await run.exit()).toBe(code);
  await gone(workers);
}

const of = (service: string, msg: string) =>
  run.lines.filter((line) => line.service === service && line.msg === msg);
const said = (service: string, id: string) => {
  const lines = run.of(id).filter((line) => line.service === service);
  expect(lines).toHaveLength(2);
  return lines;
};
/** Pids of a service's workers that are alive, by number. */
function alive(service: string): number[] {
  const lines = of(service, 'start').filter(({ pid }) => run.workers.includes(pid!));
  return lines.sort((a, b) => a.worker! - b.worker!).map(({ pid }) => pid!);
}
const index = (line: Line) => run.lines.indexOf(line);
const firstOf = (lines: Line[]) => Math.min(...lines.map(index));
const lastOf = (lines: Line[]) => Math.max(...lines.map(index));

describe('several services', () => {
  it('start one after the other, each when all workers of the one before are ready, and stop in reverse', async () => {
    await begin({
      c: { workers: 2, after: ['b'], config: { stopDelay: 200 } },
      b: { workers: 2, after: ['a'], config: { startDelay: 200, stopDelay: 200 } },
      a: { workers: 2, config: { startDelay: 300 } },
    });
    // What a worker prints comes on a way of its own: only what the launcher says has an order with that of others.
    expect(firstOf(of('b', 'start'))).toBeGreaterThan(lastOf(said('a', 'worker-ready')));
    expect(firstOf(of('c', 'start'))).toBeGreaterThan(lastOf(said('b', 'worker-ready')));
    expect(run.of('service-ready').map(({ service }) => service)).toEqual(['a', 'b', 'c']);
    await stop();
    for (const name of ['a', 'b', 'c']) expect(of(name, 'stopped')).toHaveLength(2);
    expect(firstOf(of('b', 'stop true'))).toBeGreaterThan(lastOf(said('c', 'worker-gone')));
    expect(firstOf(of('a', 'stop true'))).toBeGreaterThan(lastOf(said('b', 'worker-gone')));
  });

  it('what comes after one that is not ready is not started; SIGTERM stops at once', async () => {
    define({ a: { workers: 1, config: { hangAt: 'start' } }, b: { workers: 1, after: ['a'] } });
    run = launch(place);
    await run.until(() => of('a', 'start').length === 1, 'the start of a');
    await stop();
    expect(of('b', 'start')).toEqual([]);
  });
});

describe('a reload', () => {
  it('adds, removes and changes services and numbers of workers', async () => {
    await begin({
      same: { workers: 2, restartMethod: 'mutate', config: { text: 'one' } },
      fewer: { workers: 3, restartMethod: 'mutate' },
      more: { workers: 1 },
      removed: { workers: 2 },
    });
    const before = {
      same: alive('same'),
      fewer: alive('fewer'),
      more: alive('more'),
      removed: alive('removed'),
    };
    define({
      same: { workers: 2, restartMethod: 'mutate', config: { text: 'two' } },
      fewer: { workers: 1, restartMethod: 'mutate' },
      more: { workers: 3, config: { text: 'two' } },
      added: { workers: 2, after: ['more'] },
    });
    run.signal('SIGHUP');
    await run.line('reload-accepted');
    // Old workers: two of removed, two of fewer, one of more.
    await run.line('worker-gone', 5);
    await run.until(() => of('same', 'reset two').length === 2, 'reset() of both workers of same');
    // What a worker has printed last may come after the news of its end.
    const stopped = () => of('removed', 'stopped').length + of('fewer', 'stopped').length;
    await run.until(() => stopped() === 4, 'the last lines of removed and fewer');
    expect(alive('same')).toEqual(before.same);
    expect(alive('fewer')).toEqual(before.fewer.slice(0, 1));
    expect(alive('removed')).toEqual([]);
    expect(alive('added')).toHaveLength(2);
    expect(alive('more')).toHaveLength(3);
    expect(alive('more')).not.toContain(before.more[0]);
    expect(of('more', 'construct two').map(({ worker, generation }) => [worker, generation])).toEqual(
      expect.arrayContaining([0, 1, 2].map((worker) => [worker, 2])),
    );
    expect(of('removed', 'stopped')).toHaveLength(2);
    expect(of('fewer', 'stopped')).toHaveLength(2);
    expect(run.of('worker-crashed')).toEqual([]);
    await stop();
  });

  it('L3: replaces a worker whose stop(true) hangs after its graceful deadline', async () => {
    const config = { stopDelay: 60_000 };
    await begin({ a: { workers: 2, gracefulShutdownTimeout: 0.5, config } });
    const before = run.workers;
    run.signal('SIGHUP');
    await run.line('worker-gone', 2);
    await run.line('reload-accepted');
    await gone(before);
    await run.until(() => of('a', 'stop false').length === 2, 'stop(false) of both');
    expect(run.workers).toHaveLength(2);
    await stop(75);
  });

  it('L3: and one whose stop(false) hangs as well is killed', async () => {
    await begin({
      a: { workers: 1, gracefulShutdownTimeout: 0.5, config: { hangAt: 'stop' } },
      b: { workers: 1 },
    });
    const [before] = alive('a');
    run.signal('SIGHUP');
    await gone([before!]);
    await run.line('reload-accepted');
    expect(run.of('worker-overdue').map(({ rung }) => rung)).toEqual(['terminate', 'kill']);
    expect(alive('a')).toHaveLength(1);
  });
});
