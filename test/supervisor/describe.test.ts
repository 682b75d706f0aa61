import { describe as about, expect, test } from 'vitest';
import { describe, type SlotStatus } from '../../src/supervisor/describe.js';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const status = (run: Driver) => describe(run.state, run.now);
const words = (run: Driver) => status(run).services.map(({ name, state }) => `${name} ${state}`);
const slotsIn = (run: Driver): SlotStatus[] => status(run).services.flatMap(({ slots }) => slots);
const waits = (run: Driver) => slotsIn(run).map(({ waitsFor, until }) => [waitsFor, until]);

test('all of it is data that survives JSON', () => {
  const run = Driver.up(spec('a', 2), spec('b', 1));
  run.crash(1);
  run.reload(spec('a', 2), spec('b', 1));
  expect(JSON.parse(JSON.stringify(status(run)))).toEqual(status(run));
  expect(status(run)).toMatchObject({
    ready: true,
    announced: true,
    stopping: null,
    services: [
      {
        name: 'a',
        state: 'ready',
        essential: true,
        workers: { ready: 1, wanted: 2, quorum: 1 },
        generation: 1,
        budget: { left: 0, intensity: 1, period: 30 },
        failures: [{ number: 0, worker: 1, reason: 'exited with code 1', at: 100, failed: true }],
      },
      { name: 'b', budget: { left: 1 }, failures: [] },
    ],
  });
});

about('a service is, in a word,', () => {
  test('waiting, starting, ready, short of its quorum', () => {
    const run = new Driver([spec('a', 1, { intensity: 9 }), spec('b', 1, { after: ['a'] })]);
    run.begin();
    expect(words(run)).toEqual(['a starting', 'b waiting']);
    expect(waits(run)[1]).toEqual(['a to be ready', null]);
    run.allReady();
    expect(words(run)).toEqual(['a ready', 'b ready']);
    run.crash(1);
    expect(words(run)).toEqual(['a short', 'b ready']);
    expect(status(run).ready).toBe(false);
  });

  test('failed, resting, leaving, stopping', () => {
    const weak = spec('a', 1, { essential: false, intensity: 0, restartMethod: 'mutate' });
    const still = spec('b', 1, { restartMethod: 'mutate' });
    const run = Driver.up(weak, still, spec('c', 1));
    run.crash(1);
    run.rest('b');
    run.ask('reload', 'c');
    run.define(weak, still);
    expect(words(run)).toEqual(['a failed', 'b resting', 'c leaving']);
    run.stop();
    expect(words(run)).toEqual(['a stopping', 'b stopping', 'c stopping']);
    expect(status(run)).toMatchObject({
      ready: false,
      stopping: { since: 100, rung: 'drain', workers: 2, until: 160 },
    });
  });
});

about('a worker waits', () => {
  test('for what, and until when, in words', () => {
    const run = new Driver([spec('a', 1, { intensity: 9, backoff: { initial: 1, max: 1 } })]);
    run.begin();
    expect(waits(run)).toEqual([['start() to resolve (readyTimeout)', 30]]);
    run.ready(1);
    expect(waits(run)).toEqual([['being ready for long enough (reload.stableFor)', 1]]);
    run.pass(1);
    expect(waits(run)).toEqual([[null, null]]);
    run.crash(1);
    run.crash(2);
    expect(waits(run)).toEqual([['the next try (restart.backoff)', run.state.slots[0]!.deadline]]);
  });

  test('down the ladder', () => {
    const run = Driver.up(spec('a', 1), spec('b', 1, { gracefulTimeout: null }));
    run.rest('a');
    run.rest('b');
    expect(waits(run)).toEqual([
      ['the work that it has to end (gracefulShutdownTimeout)', 160],
      ['the work that it has to end', null],
    ]);
    run.pass(60);
    expect(waits(run)[0]).toEqual(['its process to end, or it is killed', 165]);
    run.pass(5);
    expect(waits(run)[0]).toEqual(['the kernel to end its process', 170]);
  });

  test('for room, and for a service that is stopped', () => {
    const run = Driver.up(spec('a', 2));
    run.rest('a');
    run.wake('a');
    expect(waits(run).at(-1)).toEqual(['room: 2 old workers have not ended yet', null]);
    const other = new Driver([spec('a', 1), spec('b', 1, { after: ['a'] })]);
    other.begin();
    other.rest('a');
    expect(waits(other)[1]).toEqual(['a, which is stopped', null]);
  });

  test('for signs of life, and for a replacement', () => {
    const run = new Driver([spec('a', 1, { watchdogTimeout: 60, maxLifetime: 1e6 })]);
    run.begin();
    run.ready(1);
    run.pass(2);
    expect(waits(run)).toEqual([['a sign of life (watchdogTimeout)', 60]]);
    run.pass(58);
    expect(waits(run)[0]![0]).toBe('a sign of life, or it is killed (watchdogTimeout)');
    expect(slotsIn(run)[0]!.silent).toBe(true);
    const worn = Driver.up(spec('a', 1));
    worn.wears(1);
    expect(waits(worn)[0]).toEqual(['a replacement that is stable', null]);
    worn.crash(2);
    expect(waits(worn)[0]![0]).toBe('the next try of a replacement');
  });
});

about('what a place has seen', () => {
  test('restarts, and how its last worker ended: why it was killed says more than that it was', () => {
    const run = new Driver([spec('a', 1, { intensity: 9 })]);
    run.begin();
    expect(slotsIn(run)[0]).toMatchObject({ restarts: 0, lastEnding: null });
    run.pass(30);
    run.happens({ type: 'exit', worker: 1, code: null, signal: 'SIGTERM' });
    expect(slotsIn(run)[0]).toMatchObject({
      worker: 2,
      restarts: 1,
      lastEnding: { worker: 1, generation: 1, reason: 'was not ready within 30 s', at: 30, failed: true },
    });
    run.ready(2);
    run.leave(2);
    run.exit(2);
    expect(slotsIn(run)[0]).toMatchObject({
      restarts: 2,
      lastEnding: { worker: 2, reason: 'was told to end from outside', failed: false },
    });
  });

  test('a new generation begins to count anew, and keeps the last ending', () => {
    const run = Driver.up(spec('a', 1));
    run.crash(1);
    run.ready(2);
    run.reload(spec('a', 1));
    run.finish();
    expect(slotsIn(run)).toMatchObject([
      { generation: 2, restarts: 0, lastEnding: { worker: 2, reason: 'exited with code 0', failed: false } },
    ]);
  });

  test('what a refused canary did is not told of the worker that it was to replace', () => {
    const run = Driver.up(spec('a', 1, { intensity: 9 }));
    run.crash(1);
    run.ready(2);
    run.reload(spec('a', 1, { intensity: 9 }));
    expect(slotsIn(run)).toMatchObject([
      { worker: 2, restarts: 1, lastEnding: { worker: 1 }, lastAttempt: null },
      // The one before it is still there.
      { worker: 3, restarts: 0, lastEnding: null, lastAttempt: null },
    ]);
    run.unusable(3);
    run.pass(1);
    run.exit(3);
    expect(slotsIn(run)).toMatchObject([
      {
        worker: 2,
        restarts: 1,
        lastEnding: { worker: 1, generation: 1 },
        lastAttempt: { worker: 3, generation: 2, reason: 'is no service', failed: true },
      },
    ]);
    // The one that comes next has nothing to do with it.
    run.crash(2);
    expect(slotsIn(run)).toMatchObject([{ worker: 4, lastEnding: { worker: 2 }, lastAttempt: null }]);
  });

  test('nor is what a failed replacement did told as the one before a worn worker', () => {
    const run = Driver.up(spec('a', 1));
    run.wears(1);
    run.crash(2);
    expect(slotsIn(run)).toMatchObject([
      { worker: 1, lastEnding: null, lastAttempt: { worker: 2, reason: 'exited with code 1' } },
    ]);
    run.pass(10);
    run.allReady();
    run.pass(10);
    run.exit(1);
    expect(slotsIn(run)).toMatchObject([{ worker: 3, lastEnding: { worker: 1 }, lastAttempt: null }]);
  });

  test('the failures of a service are few, the newest last', () => {
    const run = Driver.up(spec('a', 1, { intensity: null, backoff: { initial: 0, max: 0 } }));
    for (let worker = 1; worker <= 15; worker++) {
      run.crash(worker);
      run.pass(1);
    }
    const { failures } = status(run).services[0]!;
    expect(failures.map(({ worker }) => worker)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(slotsIn(run)[0]!.restarts).toBe(15);
  });
});

about('a rollout', () => {
  test('is read, tried, goes on, and has a follower', () => {
    const run = Driver.up(spec('a', 2), spec('b', 1));
    run.ask('reload', 'a');
    run.ask('restart', 'b');
    expect(status(run).rollout).toEqual({
      generation: 2,
      stage: 'reading',
      services: ['a'],
      removed: [],
      done: 0,
      total: 0,
      queued: 3,
    });
    run.define(spec('a', 2), spec('b', 1));
    expect(status(run).rollout).toMatchObject({ stage: 'canary', services: ['a'], done: 0, total: 2 });
    run.ready(4);
    run.pass(1);
    expect(status(run).rollout).toMatchObject({ stage: 'rolling', done: 1, total: 2, queued: 3 });
    run.exit(1);
    run.crash(5);
    expect(status(run).rollout).toMatchObject({ stage: 'back', done: 1, total: 2 });
    run.finish();
    expect(status(run).rollout).toMatchObject({
      generation: 3,
      stage: 'reading',
      services: ['b'],
      queued: null,
    });
  });

  test('that is refused leaves the generation that serves, and why it was refused', () => {
    const run = Driver.up(spec('a', 1));
    expect(status(run)).toMatchObject({ generation: 1, verdict: null });
    run.reload(spec('a', 1));
    expect(status(run)).toMatchObject({ generation: 1, rollout: { generation: 2 } });
    run.crash(2);
    const reason = 'a: worker 0 exited with code 1';
    expect(status(run)).toMatchObject({
      generation: 1,
      rollout: null,
      verdict: { generation: 2, refusal: reason, at: 100 },
    });
    run.hangUp();
    run.happens({ type: 'definitionRefused', reason: 'no file' });
    expect(status(run)).toMatchObject({ generation: 1, verdict: { generation: 3, refusal: 'no file' } });
    run.reload(spec('a', 1));
    run.finish();
    expect(status(run)).toMatchObject({ generation: 4, verdict: { generation: 4, refusal: null } });
  });

  test('is nothing when there is none', () => {
    expect(status(Driver.up(spec('a', 1))).rollout).toBeNull();
  });
});
