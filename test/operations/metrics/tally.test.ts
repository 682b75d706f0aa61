import { expect, test } from 'vitest';
import { RESTART_REASONS, Tally } from '../../../src/operations/metrics/tally.js';
import { spec } from '../../simulation/spec.js';
import { Driver } from '../../supervisor/driver.js';

/** What the supervisor core says of a history, counted. */
function counted(run: Driver): Record<string, number> {
  const tally = new Tally();
  for (const note of run.notes) tally.count(note);
  const counts = RESTART_REASONS.map((reason) => [reason, tally.restarts('a', reason)] as const);
  const { accepted, refused } = tally.reloads;
  return Object.fromEntries(
    [...counts, ['accepted', accepted] as const, ['refused', refused] as const].filter(([, count]) => count),
  );
}

const one = spec('a', 1, { stableFor: 2, intensity: null });
const watched = { ...one, watchdogTimeout: 200, readyTimeout: 1000 };

test('a crash, a fork that failed, a start that takes too long', () => {
  const run = Driver.up(one);
  run.crash(1);
  expect(counted(run)).toEqual({ crashed: 1 });
  run.happens({ type: 'forkFailed', worker: 2, reason: 'EAGAIN' });
  expect(counted(run)).toEqual({ crashed: 1, 'fork-failed': 1 });
  const late = Driver.up(one);
  late.crash(1);
  late.pass(30);
  expect(counted(late)).toEqual({ crashed: 1, late: 1 });
});

test('a loop that is blocked, too much memory, a SIGTERM from outside', () => {
  const stuck = Driver.up(watched);
  stuck.pass(200);
  expect(counted(stuck)).toEqual({ stuck: 1 });
  const fat = Driver.up(one);
  fat.happens({ type: 'exceeded', worker: 1, reason: 'uses 1 GiB' });
  expect(counted(fat)).toEqual({ memory: 1 });
  const told = Driver.up(one);
  told.happens({ type: 'leave', worker: 1 });
  expect(counted(told)).toEqual({ terminated: 1 });
});

test('reloads, and what is worn; a reload is no restart', () => {
  const run = Driver.up(one);
  run.reload(one);
  run.crash(2);
  expect(counted(run)).toEqual({ refused: 1 });
  run.reload(one);
  run.finish();
  expect(counted(run)).toEqual({ accepted: 1, refused: 1 });
  const worn = Driver.up(one);
  worn.wears(1);
  worn.ready(2);
  worn.pass(2);
  expect(counted(worn)).toMatchObject({ recycled: 1 });
});
