import { expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const one = (more = {}) => spec('a', 1, { gracefulTimeout: 60, ...more });

test('a worker that uses too much is killed, paid for like a crash, and replaced', () => {
  const run = Driver.up(one({ intensity: 5 }));
  const now = run.now;
  expect(run.exceeds(1)).toEqual(['kill 1']);
  expect(run.said('worker-exceeded')).toMatchObject([{ worker: 1, reason: 'uses too much' }]);
  expect(run.said('worker-crashed')).toMatchObject([{ reason: 'uses too much' }]);
  expect(run.state.services[0]!.crashes).toEqual([now]);
  expect(run.exceeds(1)).toEqual([]);
  expect(run.exit(1)).toEqual(['fork 2 a#0 g1']);
  expect(run.exceeds(2)).toEqual(['kill 2']);
  expect(run.state.services[0]!.crashes).toEqual([now, now]);
});

test('one that drains is killed, too; it was leaving anyway, so nothing is paid', () => {
  const run = Driver.up(one());
  run.leave(1);
  expect(run.exceeds(1)).toEqual(['kill 1']);
  expect(run.exit(1)).toEqual(['fork 2 a#0 g1']);
  expect(run.state.services[0]!.crashes).toEqual([]);
});

test('when the budget is empty, an essential service ends everything', () => {
  const run = Driver.up(one({ intensity: 0 }));
  expect(run.exceeds(1)).toEqual(['kill 1', 'announce stopping']);
  expect(run.said('service-failed')[0]!.reason).toContain('uses too much; more than 0 crashes');
  expect(run.exit(1)).toEqual(['exit 4']);
});

test('one of the new generation refuses its rollout', () => {
  const run = Driver.up(one());
  run.reload(one());
  expect(run.exceeds(2)).toEqual(['kill 2', 'refuse: a: worker 0 uses too much', 'announce ready']);
  expect(run.exit(2)).toEqual([]);
  expect(run.state.services[0]!.crashes).toEqual([]);
});

test('in a stop it is killed, and its work is cut', () => {
  const run = Driver.up(one());
  run.stop();
  expect(run.exceeds(1)).toEqual(['kill 1']);
  expect(run.exit(1)).toEqual(['exit 75']);
});

test('one that was told to end at once is left to its own deadline', () => {
  const run = Driver.up(one({ gracefulTimeout: 0 }));
  run.leave(1);
  expect(run.exceeds(1)).toEqual([]);
});
