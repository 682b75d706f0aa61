import { expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const some = (size: number, more = {}) => spec('a', size, { gracefulTimeout: 60, stableFor: 2, ...more });

test('a rollout replaces all anyway: nothing new is begun, and the wear is gone with the worker', () => {
  const run = Driver.up(some(1));
  run.reload(some(1));
  expect(run.wears(1)).toEqual([]);
  run.ready(2);
  expect(run.pass(2)).toEqual(['drain 1', 'accept 2', 'announce ready']);
  run.finish();
  expect(run.slots).toEqual(['a#0 g2 ready']);
  expect(run.said('worker-recycled')).toEqual([]);
});

test('after a rollout that was refused, the worn worker is replaced', () => {
  const run = Driver.up(some(1));
  run.reload(some(1));
  run.wears(1);
  expect(run.crash(2)).toEqual(['refuse: a: worker 0 exited with code 1', 'announce ready', 'fork 3 a#0 g1']);
});

test('a replacement that is under way is finished in a rollout, which waits for the room', () => {
  const run = Driver.up(some(1));
  run.wears(1);
  expect(run.reload(some(1))).toEqual(['readDefinition', 'announce reloading']);
  run.ready(2);
  expect(run.pass(2)).toEqual(['drain 1']);
  expect(run.exit(1)).toEqual(['fork 3 a#0 g2']);
  run.finish();
  expect(run.slots).toEqual(['a#0 g2 ready']);
});

test('nothing is begun while a definition is read, or another reload waits', () => {
  const run = Driver.up(some(1));
  run.hangUp();
  run.hangUp();
  expect(run.wears(1)).toEqual([]);
  expect(run.happens({ type: 'definitionRefused', reason: 'syntax' })).toEqual([
    'refuse: syntax',
    'readDefinition',
  ]);
  expect(run.happens({ type: 'definitionRefused', reason: 'syntax' })).toEqual([
    'refuse: syntax',
    'fork 2 a#0 g1',
  ]);
});

test('a worker that a rollout has brought, and that wears out in it, is replaced after it', () => {
  const run = Driver.up(some(1));
  run.reload(some(1));
  run.ready(2);
  expect(run.wears(2)).toEqual([]);
  expect(run.pass(2)).toEqual(['drain 1', 'accept 2', 'announce ready']);
  expect(run.exit(1)).toEqual(['fork 3 a#0 g2']);
});

test('a mutate takes no wear away, and is told to the replacement, too', () => {
  const mutated = some(1, { restartMethod: 'mutate' });
  const run = Driver.up(mutated);
  run.wears(1);
  expect(run.reload(mutated)).toEqual([
    'readDefinition',
    'announce reloading',
    'accept 2',
    'mutate 1',
    'mutate 2',
    'announce ready',
  ]);
  run.ready(2);
  expect(run.pass(2)).toEqual(['drain 1']);
});

test('scaled down, the worn one and its replacement both go', () => {
  const run = Driver.up(some(2));
  run.wears(2);
  expect(run.scale('a', -1)).toEqual(['drain 2', 'drain 3']);
  run.finish();
  expect(run.slots).toEqual(['a#0 g1 ready']);
});

test('scaled up, the wear stays, and both come', () => {
  const run = Driver.up(some(1));
  run.wears(1);
  expect(run.scale('a', 1)).toEqual(['fork 3 a#1 g1']);
  run.finish();
  expect(run.slots).toEqual(['a#0 g1 ready', 'a#1 g1 ready']);
  expect(run.said('worker-recycled')).toMatchObject([{ worker: 2 }]);
});

test('in a stop both drain', () => {
  const run = Driver.up(some(1));
  run.wears(1);
  expect(run.stop()).toEqual(['announce stopping', 'drain 1', 'drain 2']);
  run.exit(2);
  expect(run.exit(1)).toEqual(['exit 0']);
});

test('a service that a reload takes out drains both', () => {
  const run = Driver.up(some(1), spec('b', 1));
  run.wears(1);
  run.reload(spec('b', 1, { restartMethod: 'mutate' }));
  run.finish();
  expect(run.slots).toEqual(['b#0 g1 ready']);
});
