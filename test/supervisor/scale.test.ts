import { describe, expect, test } from 'vitest';
import { MAX_WORKERS } from '../../src/definition/settings.js';
import { MOST_WORKERS } from '../../src/supervisor/limits.js';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const sizes = (run: Driver) => run.said('scaled').map(({ workers }) => workers);
const refusals = (run: Driver) => run.said('scale-refused').map(({ workers, reason }) => [workers, reason]);

test('to a number, up and down; the same again changes nothing', () => {
  const run = Driver.up(spec('a', 1));
  expect(run.scaleTo('a', 3)).toEqual(['fork 2 a#1 g1', 'fork 3 a#2 g1']);
  run.finish();
  expect(run.scaleTo('a', 3)).toEqual([]);
  expect(run.scaleTo('a', 1)).toEqual(['drain 2', 'drain 3']);
  expect(sizes(run)).toEqual([3, 3, 1]);
});

test.each([
  [0, 'it needs one; "stop" lets it rest'],
  [MOST_WORKERS + 1, '1024 are the most'],
  [1.5, '1.5 is no number of workers'],
  [Number.NaN, 'NaN is no number of workers'],
])('to %d is refused', (to, reason) => {
  const run = Driver.up(spec('a', 2));
  expect(run.scaleTo('a', to)).toEqual([]);
  expect(refusals(run)).toEqual([[2, reason]]);
  expect(run.state.services[0]).toMatchObject({ size: 2, nextSize: 2 });
});

test('the most is what a definition may ask for', () => {
  expect(MOST_WORKERS).toBe(MAX_WORKERS);
});

test('one that has as many as may be is not given one more', () => {
  const run = Driver.up(spec('a', 1));
  run.scaleTo('a', MOST_WORKERS);
  run.scale('a', 1);
  expect(refusals(run)).toEqual([[MOST_WORKERS, '1024 are the most']]);
});

describe('a number survives', () => {
  test('reloads, until a definition has another', () => {
    const run = Driver.up(spec('a', 1));
    run.scaleTo('a', 2);
    run.finish();
    run.reload(spec('a', 1));
    run.finish();
    expect(run.slots).toEqual(['a#0 g2 ready', 'a#1 g2 ready']);
    run.reload(spec('a', 3));
    run.finish();
    expect(run.slots).toHaveLength(3);
  });

  test('in the middle of a rollout, also one that brings another number: who came last counts', () => {
    const run = Driver.up(spec('a', 1));
    run.reload(spec('a', 4));
    run.scaleTo('a', 2);
    expect(run.finish()).toContain('accept 2');
    expect(run.slots).toEqual(['a#0 g2 ready', 'a#1 g2 ready']);
  });

  test('the rollback of one', () => {
    const run = Driver.up(spec('a', 1));
    run.reload(spec('a', 4));
    run.scaleTo('a', 2);
    run.crash(2);
    run.finish();
    expect(run.slots).toEqual(['a#0 g1 ready', 'a#1 g1 ready']);
  });

  test('a rest', () => {
    const run = Driver.up(spec('a', 1));
    run.rest('a');
    run.exit(1);
    expect(run.scaleTo('a', 2)).toEqual([]);
    expect(run.wake('a')).toEqual(['fork 2 a#0 g1', 'fork 3 a#1 g1']);
  });
});

test('of a service that a rollout is only adding', () => {
  const run = Driver.up(spec('a', 1, { restartMethod: 'mutate' }));
  run.reload(spec('a', 1, { restartMethod: 'mutate' }), spec('b', 1));
  run.scaleTo('b', 2);
  run.finish();
  expect(run.slots).toEqual(['a#0 g1 ready', 'b#0 g2 ready', 'b#1 g2 ready']);
});

test('in a stop, and of a service that the definition has no more, it is refused', () => {
  const run = Driver.up(spec('a', 1, { restartMethod: 'mutate' }), spec('b', 1));
  run.reload(spec('a', 1, { restartMethod: 'mutate' }));
  run.scaleTo('b', 2);
  run.stop();
  run.scaleTo('a', 2);
  expect(refusals(run)).toEqual([
    [1, 'the definition does not have it any more'],
    [1, 'everything stops'],
  ]);
});
