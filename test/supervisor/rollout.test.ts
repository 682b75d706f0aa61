import { describe, expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const a = (size: number, more = {}) => spec('a', size, { stableFor: 10, ...more });

describe('a rollout that goes well', () => {
  test('one canary first, stable for stableFor; then each old worker goes when its replacement is ready', () => {
    const run = Driver.up(a(2));
    expect(run.hangUp()).toEqual(['readDefinition']);
    expect(run.define(a(2))).toEqual(['announce reloading', 'fork 3 a#0 g2']);
    expect(run.pass(5)).toEqual([]);
    expect(run.ready(3)).toEqual([]);
    expect(run.pass(9.9)).toEqual([]);
    expect(run.pass(0.1)).toEqual(['drain 1']);
    expect(run.exit(1)).toEqual(['fork 4 a#1 g2']);
    expect(run.slots).toEqual(['a#0 g2 ready', 'a#1 g1 ready', 'a#1 g2 starting']);
    expect(run.ready(4)).toEqual(['drain 2']);
    expect(run.exit(2)).toEqual([]);
    expect(run.pass(9.9)).toEqual([]);
    expect(run.pass(0.1)).toEqual(['accept 2', 'announce ready']);
    expect(run.slots).toEqual(['a#0 g2 ready', 'a#1 g2 ready']);
    expect(run.notes.slice(-1)).toEqual([{ id: 'reload-accepted', generation: 2 }]);
  });

  test('surge is how many new workers start at a time, and how many processes are above the size', () => {
    const run = Driver.up(a(6, { surge: 3 }));
    run.reload(a(6, { surge: 3 }));
    run.ready(7);
    expect(run.pass(10)).toEqual(['drain 1', 'fork 8 a#1 g2', 'fork 9 a#2 g2']);
    expect(run.state.slots).toHaveLength(9);
    expect(run.ready(9)).toEqual(['drain 3']);
    expect(run.exit(3)).toEqual(['fork 10 a#3 g2']);
    expect(run.exit(1)).toEqual(['fork 11 a#4 g2']);
    expect(run.finish().filter((order) => order.startsWith('fork'))).toEqual(['fork 12 a#5 g2']);
  });

  test('the workers of the new generation are recycled from its definition, and the budget is fresh', () => {
    const run = Driver.up(a(1, { intensity: 1 }));
    run.crash(1);
    run.ready(2);
    run.reload(a(1, { intensity: 1 }));
    run.finish();
    expect(run.state.services[0]!.crashes).toEqual([]);
    expect(run.crash(3)).toEqual(['fork 4 a#0 g2']);
  });
});

describe('a canary that fails ends the rollout, and the old workers hear nothing of it', () => {
  const failures: [string, (run: Driver) => string[], string, string][] = [
    ['exits', (run) => run.crash(3), '', 'worker 0 exited with code 1'],
    [
      'is killed',
      (run) => run.happens({ type: 'exit', worker: 3, code: null, signal: 'SIGSEGV' }),
      '',
      'worker 0 was ended by SIGSEGV',
    ],
    ['is late', (run) => run.pass(30), 'terminate 3', 'worker 0 was not ready within 30 s'],
    ['cannot be forked', (run) => run.forkFails(3), '', 'could not be forked: EAGAIN'],
    ['is no service', (run) => run.unusable(3), 'terminate 3', 'is no service'],
    ['is told to end from outside', (run) => run.leave(3), 'drain 3', 'was told to end from outside'],
  ];

  test.each(failures)('it %s', (_, fail, order, reason) => {
    const run = Driver.up(a(2, { intensity: 0 }));
    run.reload(a(2, { intensity: 0 }));
    const orders = fail(run);
    const told = order === '' ? [] : [order];
    expect(orders.filter((other) => !other.startsWith('refuse') && other !== 'announce ready')).toEqual(told);
    expect(orders).toContain(`refuse: a: ${reason}`);
    expect([...orders, ...(order ? run.exit(3) : [])].slice(-1)).toEqual(['announce ready']);
    expect(run.slots).toEqual(['a#0 g1 ready', 'a#1 g1 ready']);
    expect(run.said('rolled-back')).toEqual([{ id: 'rolled-back', generation: 2 }]);
    expect(run.state.services[0]).toMatchObject({ generation: 1, next: null, crashes: [] });
    expect(run.pass(1e6)).toEqual([]);
  });

  test('a crash between ready and stable, too', () => {
    const run = Driver.up(a(1));
    run.reload(a(1));
    run.ready(2);
    run.pass(9);
    expect(run.crash(2)).toEqual(['refuse: a: worker 0 exited with code 1', 'announce ready']);
    expect(run.slots).toEqual(['a#0 g1 ready']);
  });

  test('a crash of an old worker is not the rollout’s: it is replaced from the old definition', () => {
    const run = Driver.up(a(2));
    run.reload(a(2));
    expect(run.crash(2)).toEqual(['fork 4 a#1 g1']);
    expect(run.state.rollout).toMatchObject({ stage: 'canary' });
  });
});

describe('a failure after the canary', () => {
  function halfWay(): Driver {
    const run = Driver.up(a(2));
    run.reload(a(2));
    run.ready(3);
    run.pass(10);
    run.exit(1);
    expect(run.slots).toEqual(['a#0 g2 ready', 'a#1 g1 ready', 'a#1 g2 starting']);
    return run;
  }

  test('takes it back: a new worker goes only when an old one serves in its place again', () => {
    const run = halfWay();
    expect(run.crash(4)).toEqual(['refuse: a: worker 1 exited with code 1', 'fork 5 a#0 g1']);
    expect(run.slots).toEqual(['a#0 g1 starting', 'a#0 g2 ready', 'a#1 g1 ready']);
    expect(run.ready(5)).toEqual(['drain 3', 'announce ready']);
    expect(run.exit(3)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 ready', 'a#1 g1 ready']);
  });

  test('keeps the new worker where not even the old one comes up again', () => {
    const run = halfWay();
    run.crash(4);
    expect(run.crash(5)).toEqual(['announce ready']);
    expect(run.slots).toEqual(['a#0 g2 ready', 'a#1 g1 ready']);
    expect(run.said('rollback-abandoned')).toMatchObject([{ generation: 2, number: 0, worker: 3 }]);
    expect(run.state.rollout).toBeNull();
    expect(run.crash(3)).toEqual(['fork 6 a#0 g1']);
  });
});

describe('what a definition can change', () => {
  const still = (name: string, size: number, more = {}) =>
    spec(name, size, { restartMethod: 'mutate', ...more });

  test('a service that mutates keeps its workers, which are told', () => {
    const run = Driver.up(still('a', 2));
    expect(run.reload(still('a', 2))).toEqual([
      'readDefinition',
      'announce reloading',
      'accept 2',
      'mutate 1',
      'mutate 2',
      'announce ready',
    ]);
    expect(run.slots).toEqual(['a#0 g1 ready', 'a#1 g1 ready']);
  });

  test('beside one that is rolled, it is told when the rollout is through; and not if it fails', () => {
    const run = Driver.up(still('a', 1), spec('b', 1));
    run.reload(still('a', 1), spec('b', 1));
    expect(run.crash(3)).not.toContain('mutate 1');
    run.reload(still('a', 1), spec('b', 1));
    expect(run.finish().slice(-3)).toEqual(['accept 3', 'mutate 1', 'announce ready']);
  });

  test('one that is given up and mutates is tried again like a new one', () => {
    const given = still('b', 1, { intensity: 0, essential: false });
    const run = Driver.up(spec('a', 1, { restartMethod: 'mutate' }), given);
    run.crash(2);
    expect(run.reload(still('a', 1), given)).toContain('fork 3 b#0 g2');
    expect(run.finish()).toContain('accept 2');
    expect(run.slots).toEqual(['a#0 g1 ready', 'b#0 g2 ready']);
  });

  test('a new service starts with one worker, the rest when that one is stable', () => {
    const run = Driver.up(still('a', 1));
    expect(run.reload(still('a', 1), spec('b', 2))).toContain('fork 2 b#0 g2');
    run.ready(2);
    expect(run.pass(1)).toEqual(['fork 3 b#1 g2']);
    expect(run.finish()).toEqual(['accept 2', 'mutate 1', 'announce ready']);
    expect(run.slots).toEqual(['a#0 g1 ready', 'b#0 g2 ready', 'b#1 g2 ready']);
  });

  test('a new service that fails is gone again', () => {
    const run = Driver.up(still('a', 1));
    run.reload(still('a', 1), spec('b', 2));
    run.crash(2);
    expect(run.state.services.map(({ name }) => name)).toEqual(['a']);
    expect(run.slots).toEqual(['a#0 g1 ready']);
  });

  test('a service that is taken out drains only when the rest is accepted, and is forgotten when it has gone', () => {
    const run = Driver.up(spec('a', 1), spec('b', 1));
    run.reload(spec('a', 1));
    run.ready(3);
    expect(run.pass(0.9)).toEqual([]);
    expect(run.pass(0.1)).toEqual(['drain 1', 'accept 2', 'drain 2', 'announce ready']);
    expect(run.exit(1)).toEqual([]);
    expect(run.state.services.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(run.exit(2)).toEqual([]);
    expect(run.state.services.map(({ name }) => name)).toEqual(['a']);
  });

  test.each([
    [1, 3, ['a#0 g2 ready', 'a#1 g2 ready', 'a#2 g2 ready']],
    [3, 1, ['a#0 g2 ready']],
  ])('from %i workers to %i', (before, after, slots) => {
    const run = Driver.up(a(before));
    run.reload(a(after));
    expect(run.finish()).toContain('accept 2');
    expect(run.slots).toEqual(slots);
  });

  test.each([
    [1, 3],
    [3, 1],
  ])('from %i workers to %i where it mutates', (before, after) => {
    const run = Driver.up(still('a', before));
    run.reload(still('a', after));
    run.finish();
    expect(run.slots).toEqual(Array.from({ length: after }, (_, number) => `a#${number} g1 ready`));
  });
});
