import { expect, test } from 'vitest';
import { waitsFor } from '../../src/supervisor/waits.js';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const one = (more = {}) =>
  spec('a', 1, {
    readyTimeout: 30,
    stableFor: 2,
    gracefulTimeout: 60,
    backoff: { initial: 0, max: 0 },
    ...more,
  });

const waits = (run: Driver) => run.state.slots.map((slot) => waitsFor(run.state, slot));

test('from its turn to its rest', () => {
  const run = new Driver([one(), spec('b', 1, { after: ['a'] })]);
  run.begin();
  expect(waits(run)).toEqual([
    { what: 'ready', until: 30 },
    { what: 'turn', until: null },
  ]);
  run.ready(1);
  expect(waits(run)[0]).toEqual({ what: 'stable', until: 2 });
  run.pass(2);
  expect(waits(run)[0]).toBeNull();
});

test('down the ladder', () => {
  const run = Driver.up(one());
  run.leave(1);
  expect(waits(run)).toEqual([{ what: 'drain', until: 160 }]);
  run.pass(60);
  expect(waits(run)).toEqual([{ what: 'exit', until: 165 }]);
  run.pass(5);
  expect(waits(run)).toEqual([{ what: 'exit', until: 170 }]);
});

test('without a limit it drains for as long as it takes', () => {
  const run = Driver.up(one({ gracefulTimeout: null }));
  run.leave(1);
  expect(waits(run)).toEqual([{ what: 'drain', until: null }]);
});

test('for its next try, and when it was given up for nothing', () => {
  const run = Driver.up(one({ intensity: 1, essential: false }), spec('b', 1));
  run.forkFails(1);
  expect(waits(run)[0]).toMatchObject({ what: 'retry' });
  expect(waits(run)[0]!.until).toBeGreaterThan(run.now);
  run.pass(1);
  run.crash(3);
  run.pass(1);
  run.crash(4);
  expect(run.slots).toContain('a#0 g1 failed');
  expect(waits(run)[0]).toBeNull();
});

test('for signs of life, and the end of its lifetime, whichever is nearer', () => {
  const run = new Driver([one({ watchdogTimeout: 60, maxLifetime: 100 })]);
  run.begin();
  run.ready(1);
  run.pass(50);
  expect(waits(run)).toEqual([{ what: 'beat', until: 60 }]);
  run.beat(1);
  expect(waits(run)).toEqual([{ what: 'wear', until: run.slot(1).expiresAt }]);
  const silent = new Driver([one({ watchdogTimeout: 60 })]);
  silent.begin();
  silent.ready(1);
  silent.pass(60);
  expect(waits(silent)).toEqual([{ what: 'answer', until: 65 }]);
});

test('for its replacement, and the next try of one', () => {
  const run = Driver.up(one());
  run.wears(1);
  expect(waits(run)[0]).toEqual({ what: 'replacement', until: null });
  run.crash(2);
  expect(waits(run)).toEqual([{ what: 'retry', until: run.slot(1).renewAt }]);
  run.stop();
  expect(waits(run)).toEqual([{ what: 'drain', until: run.now + 60 }]);
});
