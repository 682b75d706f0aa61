import { describe, expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const some = (size: number, more = {}) => spec('a', size, { gracefulTimeout: 60, stableFor: 2, ...more });

describe('a worn worker', () => {
  test('serves until its replacement is stable, then drains', () => {
    const run = Driver.up(some(1));
    expect(run.wears(1)).toEqual(['fork 2 a#0 g1']);
    expect(run.said('worker-worn')).toMatchObject([{ worker: 1, reason: 'is worn' }]);
    expect(run.ready(2)).toEqual([]);
    expect(run.pass(1.9)).toEqual([]);
    expect(run.pass(0.1)).toEqual(['drain 1']);
    expect(run.said('worker-recycled')).toMatchObject([{ worker: 2, number: 0 }]);
    expect(run.exit(1)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 ready']);
    expect(run.state.services[0]!.crashes).toEqual([]);
  });

  test('is told so once', () => {
    const run = Driver.up(some(1));
    run.wears(1);
    expect(run.wears(1)).toEqual([]);
    expect(run.said('worker-worn')).toHaveLength(1);
  });

  test('waits while others are replaced: never more than surge at once', () => {
    const run = Driver.up(some(4, { surge: 2 }));
    const forks = [1, 2, 3, 4].flatMap((worker) => run.wears(worker));
    expect(forks).toEqual(['fork 5 a#0 g1', 'fork 6 a#1 g1']);
    run.ready(5);
    expect(run.pass(2)).toEqual(['drain 1']);
    // The one that drains still takes room.
    expect(run.exit(1)).toEqual(['fork 7 a#2 g1']);
    run.finish();
    expect(run.slots).toEqual(['a#0 g1 ready', 'a#1 g1 ready', 'a#2 g1 ready', 'a#3 g1 ready']);
    expect(run.state.slots.some(({ worn, renews }) => worn || renews)).toBe(false);
  });

  test('that crashes is paid for, and succeeded by the replacement under way', () => {
    const run = Driver.up(some(1, { intensity: 5 }));
    run.wears(1);
    expect(run.crash(1)).toEqual([]);
    expect(run.said('worker-crashed')).toMatchObject([{ worker: 1, retryIn: 0 }]);
    expect(run.state.services[0]!.crashes).toHaveLength(1);
    expect(run.slots).toEqual(['a#0 g1 starting']);
    expect(run.crash(2)).toEqual(['fork 3 a#0 g1']);
    expect(run.said('worker-crashed')).toMatchObject([{ worker: 1 }, { worker: 2 }]);
    expect(run.said('recycle-failed')).toEqual([]);
  });

  test('that crashes with an empty budget does not end what its replacement can go on with', () => {
    const run = Driver.up(some(1, { intensity: 0 }));
    run.wears(1);
    run.crash(1);
    expect(run.state.stopping).toBeNull();
    run.finish();
    expect(run.slots).toEqual(['a#0 g1 ready']);
  });

  test('that is told to end from outside drains at once', () => {
    const run = Driver.up(some(1));
    run.wears(1);
    expect(run.leave(1)).toEqual(['drain 1']);
    expect(run.exit(1)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 starting']);
  });

  test('that uses too much meanwhile is killed, and leaves its place to the replacement', () => {
    const run = Driver.up(some(1));
    run.wears(1);
    expect(run.exceeds(1)).toEqual(['kill 1']);
    expect(run.exit(1)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 starting']);
  });
});

describe('a replacement that fails costs nothing, and is tried again later:', () => {
  test.each([
    ['crashes', (run: Driver) => run.crash(2), 'exited with code 1', []],
    ['could not be forked', (run: Driver) => run.forkFails(2), 'could not be forked: EAGAIN', []],
    ['is no service', (run: Driver) => run.unusable(2), 'is no service', ['terminate 2']],
    ['is late', (run: Driver) => run.pass(30), 'was not ready within 30 s', ['terminate 2']],
    ['uses too much', (run: Driver) => run.exceeds(2), 'uses too much', ['kill 2']],
    ['is told to end', (run: Driver) => run.leave(2), 'was told to end from outside', ['drain 2']],
  ])('one that %s', (_, fails, reason, orders) => {
    const run = Driver.up(some(1, { intensity: 0, backoff: { initial: 1, max: 30 } }));
    run.wears(1);
    expect(fails(run)).toEqual(orders);
    expect(run.state.services[0]!.crashes).toEqual([]);
    const [failure] = run.said('recycle-failed');
    expect(failure).toMatchObject({ number: 0, reason });
    expect(failure!.retryIn).toBeGreaterThanOrEqual(1);
    expect(failure!.retryIn).toBeLessThanOrEqual(1.5);
    if (orders.length > 0) run.exit(2);
    expect(run.slots).toEqual(['a#0 g1 ready']);
    expect(run.pass(failure!.retryIn)).toEqual(['fork 3 a#0 g1']);
  });

  test('one that is stuck before it is stable', () => {
    const run = new Driver([some(1, { watchdogTimeout: 3, stableFor: 10 })]);
    run.begin();
    run.ready(1);
    run.wears(1);
    run.ready(2);
    run.pass(2);
    run.beat(1);
    expect(run.pass(1)).toEqual(['diagnose 2']);
    run.beat(1);
    run.pass(2);
    run.beat(1);
    run.pass(2);
    run.beat(1);
    expect(run.pass(1)).toEqual(['kill 2']);
    expect(run.said('recycle-failed')[0]!.reason).toContain('watchdogTimeout');
    expect(run.state.services[0]!.crashes).toEqual([]);
  });

  test('the waits double, up to the maximum of the back-off', () => {
    const run = Driver.up(some(1, { backoff: { initial: 1, max: 4 } }));
    run.wears(1);
    for (let worker = 2; worker <= 6; worker++) {
      run.crash(worker);
      run.pass(run.said('recycle-failed').at(-1)!.retryIn);
    }
    const waits = run.said('recycle-failed').map(({ retryIn }) => retryIn);
    for (const [place, base] of [1, 2, 4, 4, 4].entries()) {
      expect(waits[place]).toBeGreaterThanOrEqual(base);
      expect(waits[place]).toBeLessThanOrEqual(base * 1.5);
    }
  });
});

describe('what wears out', () => {
  test('while it starts is replaced when it serves', () => {
    const run = new Driver([some(1)]);
    run.begin();
    expect(run.wears(1)).toEqual([]);
    expect(run.ready(1)).toEqual(['fork 2 a#0 g1', 'announce ready']);
  });

  test('while it is a replacement is replaced when it is none any more', () => {
    const run = Driver.up(some(1));
    run.wears(1);
    run.ready(2);
    expect(run.wears(2)).toEqual([]);
    expect(run.pass(2)).toEqual(['drain 1']);
    expect(run.exit(1)).toEqual(['fork 3 a#0 g1']);
  });

  test('in a stop, or when it drains, is not spoken of', () => {
    const run = Driver.up(some(2));
    run.leave(1);
    expect(run.wears(1)).toEqual([]);
    run.stop();
    expect(run.wears(2)).toEqual([]);
    expect(run.said('worker-worn')).toEqual([]);
  });
});
