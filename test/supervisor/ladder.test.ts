import { expect, test } from 'vitest';
import { nextDeadline } from '../../src/supervisor/step.js';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const one = (more = {}) => spec('a', 1, { readyTimeout: 30, gracefulTimeout: 60, stableFor: 2, ...more });

test('a worker is forked, has readyTimeout to become ready, and stableFor to become stable', () => {
  const run = new Driver([one()]);
  expect(run.begin()).toEqual(['fork 1 a#0 g1']);
  expect(run.slot(1)).toMatchObject({ state: 'starting', deadline: 30 });
  run.pass(5);
  expect(run.ready(1)).toEqual(['announce ready']);
  expect(run.slot(1)).toMatchObject({ state: 'ready', deadline: 7, stable: false });
  expect(run.said('worker-ready')).toMatchObject([{ after: 5, worker: 1, number: 0, service: 'a' }]);
  expect(run.pass(2)).toEqual([]);
  expect(run.slot(1)).toMatchObject({ state: 'ready', deadline: null, stable: true });
});

test('nobody waits for anything when all are stable', () => {
  expect(nextDeadline(Driver.up(one(), spec('b', 2)).state)).toBeNull();
});

test('a worker that is not ready in time has failed: told to end, paid for, and replaced when it has gone', () => {
  const run = new Driver([one()]);
  run.begin();
  expect(run.pass(29.9)).toEqual([]);
  expect(run.pass(0.1)).toEqual(['terminate 1']);
  expect(run.slot(1)).toMatchObject({ state: 'stopping', deadline: 35, attempt: 1 });
  expect(run.said('worker-late')).toMatchObject([{ worker: 1, timeout: 30 }]);
  expect(run.state.services[0]!.crashes).toEqual([30]);
  expect(run.ready(1)).toEqual([]);
  expect(run.exit(1)).toEqual(['fork 2 a#0 g1']);
});

test('the end of a late worker is not a second failure', () => {
  const run = new Driver([one()]);
  run.begin();
  run.pass(30);
  run.crash(1);
  expect(run.state.services[0]!.crashes).toEqual([30]);
  expect(run.slot(2).attempt).toBe(1);
});

test('down the ladder: drain, terminate at the graceful deadline, kill 5 s later, lost 5 s later', () => {
  const run = Driver.up(one());
  const began = run.now;
  expect(run.leave(1)).toEqual(['drain 1']);
  expect(run.slot(1)).toMatchObject({ state: 'draining', deadline: began + 60 });
  expect(run.pass(59)).toEqual([]);
  expect(run.pass(1)).toEqual(['terminate 1']);
  expect(run.slot(1)).toMatchObject({ state: 'stopping', deadline: began + 65 });
  expect(run.pass(5)).toEqual(['kill 1']);
  expect(run.slot(1)).toMatchObject({ state: 'killed', deadline: began + 70 });
  expect(run.said('worker-overdue').map(({ rung }) => rung)).toEqual(['terminate', 'kill']);
  expect(run.pass(5)).toEqual(['fork 2 a#0 g1']);
  expect(run.said('worker-lost')).toMatchObject([{ worker: 1 }]);
});

test.each([
  ['draining', 0],
  ['stopping', 60],
  ['killed', 65],
] as const)('a worker that ends while %s is told no more', (state, seconds) => {
  const run = Driver.up(one());
  run.leave(1);
  run.pass(seconds);
  expect(run.slot(1).state).toBe(state);
  expect(run.exit(1)).toEqual(['fork 2 a#0 g1']);
  expect(run.said('worker-gone')).toMatchObject([{ worker: 1, reason: 'exited with code 0' }]);
  run.ready(2);
  expect(run.pass(1000)).toEqual([]);
});

test('the late exit of a lost worker is nobody’s', () => {
  const run = Driver.up(one());
  run.leave(1);
  run.pass(70);
  const before = run.state;
  expect(run.crash(1)).toEqual([]);
  expect(run.state).toEqual(before);
});

test('without a graceful deadline a worker drains for ever', () => {
  const run = Driver.up(one({ gracefulTimeout: null }));
  run.leave(1);
  expect(nextDeadline(run.state)).toBeNull();
  expect(run.pass(1e6)).toEqual([]);
  expect(run.slot(1).state).toBe('draining');
});

test('with no time to drain the first rung is the second', () => {
  const run = Driver.up(one({ gracefulTimeout: 0 }));
  expect(run.leave(1)).toEqual(['terminate 1']);
  expect(run.slot(1).state).toBe('stopping');
});

test('a worker that is told to end from outside costs nothing, however often', () => {
  const run = Driver.up(one({ intensity: 0 }));
  for (let worker = 1; worker <= 5; worker++) {
    run.leave(worker);
    expect(run.leave(worker)).toEqual([]);
    expect(run.exit(worker)).toEqual([`fork ${worker + 1} a#0 g1`]);
    run.ready(worker + 1);
  }
  expect(run.state.services[0]!.crashes).toEqual([]);
  expect(run.said('worker-leaves')).toHaveLength(5);
});

test('only a starting worker becomes ready, and only once', () => {
  const run = new Driver([one()]);
  run.begin();
  run.ready(1);
  run.pass(1);
  run.ready(1);
  expect(run.slot(1).deadline).toBe(2);
  run.leave(1);
  run.ready(1);
  expect(run.slot(1).state).toBe('draining');
  expect(run.said('worker-ready')).toHaveLength(1);
});
