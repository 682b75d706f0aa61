import { expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const watched = (more = {}) => spec('a', 1, { watchdogTimeout: 60, stableFor: 2, ...more });

/** Worker 1 has just become ready, at 0 s. */
function ready(more = {}): Driver {
  const run = new Driver([watched(more)]);
  run.begin();
  run.ready(1);
  return run;
}

test('a silent worker is looked at, and killed 5 s later; it is paid for like a crash, and replaced', () => {
  const run = ready();
  expect(run.pass(59.9)).toEqual([]);
  expect(run.pass(0.1)).toEqual(['diagnose 1']);
  expect(run.said('worker-silent')).toMatchObject([{ worker: 1, timeout: 60 }]);
  expect(run.slot(1)).toMatchObject({ state: 'ready', silent: true, deadline: 65 });
  expect(run.pass(4.9)).toEqual([]);
  expect(run.pass(0.1)).toEqual(['kill 1']);
  expect(run.said('worker-stuck')).toMatchObject([{ worker: 1, timeout: 60 }]);
  expect(run.said('worker-crashed')).toMatchObject([
    { reason: 'has blocked its event loop for more than 60 s (watchdogTimeout)', retryIn: 0 },
  ]);
  expect(run.state.services[0]!.crashes).toEqual([65]);
  expect(run.exit(1)).toEqual(['fork 2 a#0 g1']);
  expect(run.state.services[0]!.crashes).toEqual([65]);
});

test('every sign of life gives it the whole time again', () => {
  const run = ready();
  for (let beat = 0; beat < 10; beat++) {
    expect(run.pass(59)).toEqual([]);
    expect(run.beat(1)).toEqual([]);
  }
  expect(run.slot(1)).toMatchObject({ deadline: 650, silent: false });
});

test('one that answers while it is looked at goes on, and that is said once', () => {
  const run = ready();
  run.pass(64);
  run.beat(1);
  run.beat(1);
  expect(run.said('worker-answers')).toMatchObject([{ worker: 1 }]);
  expect(run.pass(59)).toEqual([]);
  expect(run.pass(1)).toEqual(['diagnose 1']);
});

test('nobody is watched without a watchdogTimeout', () => {
  const run = ready({ watchdogTimeout: null });
  expect(run.pass(1e6)).toEqual([]);
  expect(run.slot(1)).toMatchObject({ silentAt: null, deadline: null });
});

test('one that starts has readyTimeout, one that drains its graceful deadline, however silent', () => {
  const run = new Driver([watched({ readyTimeout: 1000, gracefulTimeout: 2000 })]);
  run.begin();
  run.beat(1);
  expect(run.pass(999)).toEqual([]);
  run.ready(1);
  run.leave(1);
  expect(run.pass(1999)).toEqual([]);
  run.beat(1);
  expect(run.pass(1)).toEqual(['terminate 1']);
});

test('a supervisor that did not run hears what has arrived before anyone is killed', () => {
  const run = ready();
  run.now = 1000;
  expect(run.happens({ type: 'tick' })).toEqual(['diagnose 1']);
  expect(run.slot(1).deadline).toBe(1005);
  // It is stopped again, before it has heard anything.
  run.now = 2000;
  expect(run.happens({ type: 'tick' })).toEqual([]);
  expect(run.slot(1)).toMatchObject({ state: 'ready', deadline: 2005 });
  run.beat(1);
  expect(run.slot(1).deadline).toBe(2060);
  expect(run.said('worker-silent')).toHaveLength(1);
});

test('a timer that is a little late does not save one that is stuck', () => {
  const run = ready();
  run.pass(60);
  run.now = 65.9;
  expect(run.happens({ type: 'tick' })).toEqual(['kill 1']);
});

test('a sign of life that comes in the same step as its end is heard', () => {
  const run = ready();
  run.pass(60);
  run.now = 65.5;
  expect(run.beat(1)).toEqual([]);
  expect(run.slot(1)).toMatchObject({ state: 'ready', silent: false, deadline: 125.5 });
});

test('what falls silent before it is stable has to be ready for as long again', () => {
  const run = ready({ watchdogTimeout: 3, stableFor: 4 });
  expect(run.pass(3)).toEqual(['diagnose 1']);
  run.pass(4.5);
  run.beat(1);
  expect(run.slot(1)).toMatchObject({ stable: false, stableAt: 12 });
});

test('a stuck canary refuses its rollout, and costs nothing', () => {
  const run = Driver.up(watched({ watchdogTimeout: null }));
  run.reload(watched({ watchdogTimeout: 3, stableFor: 10 }));
  run.ready(2);
  expect(run.pass(3)).toEqual(['diagnose 2']);
  expect(run.pass(5)).toEqual([
    'kill 2',
    'refuse: a: worker 0 has blocked its event loop for more than 3 s (watchdogTimeout)',
    'announce ready',
  ]);
  expect(run.state.services[0]!.crashes).toEqual([]);
  expect(run.exit(2)).toEqual([]);
  expect(run.slots).toEqual(['a#0 g1 ready']);
});

test('in a stop, one that is stuck before its turn is killed, and the work it had counts as cut', () => {
  const run = new Driver([
    watched({ gracefulTimeout: 1000 }),
    spec('b', 1, { after: ['a'], gracefulTimeout: 1000 }),
  ]);
  run.begin();
  run.allReady();
  expect(run.stop()).toEqual(['announce stopping', 'drain 2']);
  expect(run.pass(65)).toEqual(['diagnose 1', 'kill 1']);
  expect(run.exit(1)).toEqual([]);
  expect(run.state.services.find(({ name }) => name === 'a')?.crashes ?? []).toEqual([]);
  expect(run.exit(2)).toEqual(['exit 75']);
});

test('a mutate is no sign of life, but brings another watchdogTimeout', () => {
  const mutated = (watchdogTimeout: number | null) => watched({ restartMethod: 'mutate', watchdogTimeout });
  const run = new Driver([mutated(60)]);
  run.begin();
  run.ready(1);
  run.pass(60);
  expect(run.reload(mutated(60))).toContain('mutate 1');
  expect(run.slot(1)).toMatchObject({ silent: true, deadline: 65 });
  run.beat(1);
  run.reload(mutated(10));
  expect(run.slot(1).deadline).toBe(70);
  run.reload(mutated(null));
  expect(run.slot(1).deadline).toBeNull();
});

test('signs of life that were found count from when they were given; who is found with others is not silent meanwhile', () => {
  const run = new Driver([spec('a', 2, { watchdogTimeout: 60, stableFor: 2 })]);
  run.begin();
  run.ready(1);
  run.ready(2);
  run.pass(59);
  run.now = 60;
  const found = [
    { worker: 1, age: 0 },
    { worker: 2, age: 15 },
    { worker: 9, age: 1 },
  ];
  expect(run.happens({ type: 'beats', found })).toEqual([]);
  expect(run.said('worker-silent')).toEqual([]);
  expect([run.slot(1).silentAt, run.slot(2).silentAt]).toEqual([120, 105]);
});
