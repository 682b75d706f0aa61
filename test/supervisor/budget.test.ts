import { describe, expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const patient = { intensity: null, backoff: { initial: 1, max: 8 }, stableFor: 60 };

/** The pauses, in seconds, before each try in a row of crashes. */
function pauses(crashes: number, seed = 1, more = {}): number[] {
  const run = new Driver([spec('a', 1, { ...patient, ...more })], seed);
  run.begin();
  for (let worker = 1; worker <= crashes; worker++) {
    run.crash(worker);
    run.pass(15);
  }
  return run.said('worker-crashed').map(({ retryIn }) => retryIn);
}

describe('back-off', () => {
  test('the first try is at once, in the same step', () => {
    const run = Driver.up(spec('a', 1, patient));
    expect(run.crash(1)).toEqual(['fork 2 a#0 g1']);
    expect(run.said('worker-crashed')).toMatchObject([
      { retryIn: 0, reason: 'exited with code 1', worker: 1 },
    ]);
  });

  test('then it doubles from initial up to max, plus 0..50 % of jitter, for whatever seed', () => {
    const bases = [1, 2, 4, 8, 8, 8];
    const shares: number[] = [];
    for (let seed = 0; seed < 200; seed++) {
      const [first, ...rest] = pauses(7, seed);
      expect(first).toBe(0);
      shares.push(...rest.map((pause, index) => pause / bases[index]! - 1));
    }
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shares)).toBeLessThan(0.5);
    expect(Math.min(...shares)).toBeLessThan(0.05);
    expect(Math.max(...shares)).toBeGreaterThan(0.45);
  });

  test('the same seed gives the same pauses, another one others', () => {
    expect(pauses(5, 7)).toEqual(pauses(5, 7));
    expect(pauses(5, 7)).not.toEqual(pauses(5, 8));
  });

  test('a hundred crashes do not overflow it', () => {
    const [last] = pauses(100).slice(-1);
    expect(last).toBeGreaterThanOrEqual(8);
    expect(last).toBeLessThan(12);
  });

  test('a max below initial is no shorter than initial', () => {
    const [, second, third] = pauses(3, 1, { backoff: { initial: 4, max: 1 } });
    for (const pause of [second!, third!]) expect(pause >= 4 && pause < 6).toBe(true);
  });

  test('the fork comes when the pause is over, and not before', () => {
    const run = new Driver([spec('a', 1, patient)]);
    run.begin();
    run.crash(1);
    expect(run.crash(2)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 backoff']);
    const { retryIn } = run.said('worker-crashed')[1]!;
    expect(run.pass(retryIn - 0.01)).toEqual([]);
    expect(run.pass(0.02)).toEqual(['fork 3 a#0 g1']);
  });

  test('a worker that was stable starts it anew; one that was only ready does not', () => {
    const run = new Driver([spec('a', 1, patient)]);
    run.begin();
    run.crash(1);
    run.ready(2);
    run.pass(59);
    expect(run.crash(2)).toEqual([]);
    run.pass(2);
    run.ready(3);
    run.pass(60);
    expect(run.crash(3)).toEqual(['fork 4 a#0 g1']);
  });
});

describe('budget', () => {
  const tight = { intensity: 2, period: 30, stableFor: 1, backoff: { initial: 0.1, max: 1 } };

  test('intensity crashes within the period are forgiven, older ones forgotten', () => {
    const run = Driver.up(spec('a', 1, tight));
    for (const [worker, pause] of [1, 2, 3].map((worker) => [worker, worker === 1 ? 30 : 1] as const)) {
      expect(run.crash(worker)).toEqual([`fork ${worker + 1} a#0 g1`]);
      run.ready(worker + 1);
      run.pass(pause);
    }
    expect(run.crash(4)).toEqual(['announce stopping', 'exit 4']);
  });

  test('it is one for all the workers of a service, and each service has its own', () => {
    const run = Driver.up(spec('a', 3, tight), spec('b', 1, tight));
    run.crash(1);
    run.crash(4);
    run.crash(2);
    expect(run.state.stopping).toBeNull();
    run.crash(3);
    expect(run.state.stopping).toMatchObject({ code: 4 });
  });

  test('an essential service that is given up stops everything in order, and exits with 4', () => {
    const run = Driver.up(spec('a', 1), spec('b', 1, { intensity: 0, after: ['a'] }));
    expect(run.crash(2)).toEqual(['announce stopping', 'drain 1']);
    expect(run.said('service-failed')).toMatchObject([
      {
        service: 'b',
        essential: true,
        reason: 'worker 0 exited with code 1; more than 0 crashes within 30 s',
      },
    ]);
    expect(run.exit(1)).toEqual(['exit 4']);
  });

  test('one that is not essential loses the place, and all others go on', () => {
    const run = Driver.up(spec('a', 1), spec('b', 2, { intensity: 0, essential: false }));
    expect(run.crash(2)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 ready', 'b#0 g1 failed', 'b#1 g1 ready']);
    expect(run.said('service-failed')).toMatchObject([{ service: 'b', essential: false }]);
    expect(run.pass(1e6)).toEqual([]);
    expect(run.crash(1)).toEqual(['fork 4 a#0 g1']);
  });

  test('when every place is given up there is nothing to supervise', () => {
    const run = Driver.up(spec('a', 1, { intensity: 0, essential: false }));
    expect(run.crash(1)).toEqual(['announce stopping', 'exit 4']);
  });

  test('a worker that is late when the budget is empty is still seen to its end', () => {
    const run = new Driver([spec('a', 1), spec('b', 1, { intensity: 0, essential: false, readyTimeout: 9 })]);
    run.begin();
    run.ready(1);
    expect(run.pass(9)).toEqual(['terminate 2']);
    expect(run.pass(5)).toEqual(['kill 2']);
    expect(run.exit(2)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 ready', 'b#0 g1 failed']);
  });
});

describe('a fork that fails', () => {
  test('waits always, pays nothing, and backs off', () => {
    const run = new Driver([spec('a', 1, { intensity: 0, backoff: { initial: 0.1, max: 30 } })]);
    run.begin();
    for (let worker = 1; worker <= 4; worker++) {
      expect(run.forkFails(worker)).toEqual([]);
      expect(run.pass(1.5)).toEqual([`fork ${worker + 1} a#0 g1`]);
    }
    const waits = run.said('fork-failed').map(({ retryIn }) => retryIn);
    for (const [index, base] of [0.1, 0.2, 0.4, 0.8].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(base);
      expect(waits[index]).toBeLessThan(base * 1.5);
    }
    expect(run.state.services[0]!.crashes).toEqual([]);
    expect(run.ready(5)).toEqual(['announce ready']);
  });

  test('waits even where the definition has no back-off at all', () => {
    const run = new Driver([spec('a', 1, { backoff: { initial: 0, max: 0 } })]);
    run.begin();
    run.forkFails(1);
    expect(run.said('fork-failed')[0]!.retryIn).toBeGreaterThanOrEqual(0.05);
  });
});

test('what is no service is not tried again: essential ends with 78, when its worker has gone', () => {
  const run = new Driver([spec('a', 2)]);
  run.begin();
  expect(run.unusable(1)).toEqual(['terminate 1', 'announce stopping', 'drain 2']);
  run.exit(2);
  expect(run.exit(1)).toEqual(['exit 78']);
});

test('what is no service and not essential is said once, and the others go on', () => {
  const run = new Driver([spec('a', 1), spec('b', 2, { essential: false })]);
  run.begin();
  run.ready(1);
  for (const worker of [2, 3]) {
    expect(run.unusable(worker)).toEqual([`terminate ${worker}`]);
    expect(run.exit(worker)).toEqual([]);
  }
  expect(run.said('no-service')).toHaveLength(1);
  expect(run.slots).toEqual(['a#0 g1 ready', 'b#0 g1 failed', 'b#1 g1 failed']);
});
