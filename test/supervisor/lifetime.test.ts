import { expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const mortal = (size: number, more = {}) => spec('a', size, { maxLifetime: 1000, ...more });

/** All ready at 0 s. */
function ready(size: number, seed = 1): Driver {
  const run = new Driver([mortal(size)], seed);
  run.begin();
  run.allReady();
  return run;
}

test('a worker that has lived for long enough is worn, at a time of its own within the last tenth', () => {
  const run = ready(20);
  const ends = run.state.slots.map(({ expiresAt }) => expiresAt!);
  for (const end of ends) {
    expect(end).toBeGreaterThan(900);
    expect(end).toBeLessThanOrEqual(1000);
  }
  expect(new Set(ends).size).toBe(20);
  expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(50);
  expect(run.pass(900)).toEqual([]);
  run.pass(100);
  expect(run.said('worker-worn')).toHaveLength(20);
  expect(run.said('worker-worn')[0]!.reason).toMatch(
    /^has lived for 9\d\d s \(recycle\.maxLifetime is 1000\)$/,
  );
});

test('the same seed has the same lifetimes', () => {
  const ends = (seed: number) => ready(3, seed).state.slots.map(({ expiresAt }) => expiresAt);
  expect(ends(7)).toEqual(ends(7));
  expect(ends(7)).not.toEqual(ends(8));
});

test('it counts from when the worker became ready, and the replacement has one of its own', () => {
  const run = new Driver([mortal(1, { readyTimeout: 500 })]);
  run.begin();
  run.pass(400);
  run.ready(1);
  expect(run.pass(900)).toEqual([]);
  expect(run.pass(100)).toEqual(['fork 2 a#0 g1']);
  run.ready(2);
  const since = run.now;
  expect(run.slot(2).expiresAt).toBeGreaterThan(since + 900);
  expect(run.slot(1).expiresAt).toBeNull();
});

test('a mutate brings another lifetime, counted from the same moment; a worn worker stays worn', () => {
  const mutated = (maxLifetime: number | null) => mortal(2, { restartMethod: 'mutate', maxLifetime });
  const run = new Driver([mutated(1000)]);
  run.begin();
  run.allReady();
  run.pass(100);
  run.wears(2);
  run.reload(mutated(200));
  expect(run.slot(1).expiresAt).toBeGreaterThan(180);
  expect(run.slot(1).expiresAt).toBeLessThanOrEqual(200);
  expect(run.slot(2)).toMatchObject({ worn: true, expiresAt: null });
  run.reload(mutated(null));
  expect(run.slot(1).expiresAt).toBeNull();
});
