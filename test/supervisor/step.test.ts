import { describe, expect, test } from 'vitest';
import { initialState, nextDeadline, step } from '../../src/supervisor/step.js';
import type { Event } from '../../src/supervisor/types.js';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(Object.freeze(value))) freeze(inner);
  return value;
}

const EVENTS: Event[] = [
  { type: 'tick' },
  { type: 'ready', worker: 3 },
  { type: 'exit', worker: 1, code: 1, signal: null },
  { type: 'exit', worker: 3, code: null, signal: 'SIGKILL' },
  { type: 'forkFailed', worker: 3, reason: 'EAGAIN' },
  { type: 'unusable', worker: 3, reason: 'x' },
  { type: 'leave', worker: 2 },
  { type: 'reload', only: null },
  { type: 'restart', only: ['a'] },
  { type: 'definition', services: [spec('a', 1)] },
  { type: 'definitionRefused', reason: 'x' },
  { type: 'scale', service: 'a', by: 1 },
  { type: 'scale', service: 'a', to: 3 },
  { type: 'stopService', service: 'a' },
  { type: 'startService', service: 'a' },
  { type: 'stop' },
  { type: 'interrupt' },
];

test.each(EVENTS)('the state that was given is left as it was: $type', (event) => {
  const run = Driver.up(spec('a', 2));
  run.reload(spec('a', 2));
  const frozen = freeze(run.state);
  const [state, actions] = step(frozen, event, run.now + 1);
  expect(step(frozen, event, run.now + 1)).toEqual([state, actions]);
});

test('nothing starts before the first tick', () => {
  const state = initialState([spec('a', 2)]);
  expect(state.slots).toEqual([]);
  expect(nextDeadline(state)).toBeNull();
  expect(new Driver([spec('a', 2)]).begin()).toEqual(['fork 1 a#0 g1', 'fork 2 a#1 g1']);
});

test('the next deadline is the nearest one', () => {
  const run = new Driver([spec('a', 1, { readyTimeout: 20 }), spec('b', 1, { readyTimeout: 10 })]);
  run.begin();
  expect(nextDeadline(run.state)).toBe(10);
  run.ready(2);
  expect(nextDeadline(run.state)).toBe(1);
  run.pass(1);
  expect(nextDeadline(run.state)).toBe(20);
});

test('deadlines that passed together are met one after the other, in one step', () => {
  const run = new Driver([spec('a', 2, { readyTimeout: 10, intensity: 9 })]);
  run.begin();
  run.now = 50;
  expect(run.begin()).toEqual(['terminate 1', 'terminate 2']);
});

test('a tick too early, or of nobody’s deadline, changes nothing', () => {
  const run = new Driver([spec('a', 1)]);
  run.begin();
  const before = run.state;
  expect(run.begin()).toEqual([]);
  expect(run.state).toEqual(before);
});

test.each(EVENTS)('after its exit nothing has an effect: $type', (event) => {
  const run = Driver.up(spec('a', 1));
  run.stop();
  expect(run.exit(1)).toEqual(['exit 0']);
  const before = run.state;
  expect(run.happens(event)).toEqual([]);
  expect(run.state).toEqual(before);
});

test('an unknown worker, an uncalled-for definition, an unknown service are nobody’s business', () => {
  const run = Driver.up(spec('a', 1));
  const before = run.state;
  expect(run.crash(99)).toEqual([]);
  expect(run.ready(99)).toEqual([]);
  expect(run.define(spec('z', 1))).toEqual([]);
  expect(run.happens({ type: 'definitionRefused', reason: 'x' })).toEqual([]);
  expect(run.scale('z', 1)).toEqual([]);
  expect(run.state).toEqual(before);
});

test('ready is announced once: when all essential services have their quorum', () => {
  const run = new Driver([spec('a', 2, { quorum: 2 }), spec('b', 1), spec('c', 1, { essential: false })]);
  run.begin();
  expect([...run.ready(1), ...run.ready(3)]).toEqual([]);
  expect(run.ready(2)).toEqual(['announce ready']);
  expect(run.ready(4)).toEqual([]);
  run.crash(1);
  expect(run.ready(5)).toEqual([]);
});

describe('reload', () => {
  test('several while one is under way are one more', () => {
    const run = Driver.up(spec('a', 1));
    expect(run.hangUp()).toEqual(['readDefinition']);
    expect([...run.hangUp(), ...run.hangUp()]).toEqual([]);
    run.define(spec('a', 1));
    expect([...run.hangUp(), ...run.hangUp()]).toEqual([]);
    expect(run.said('reload-queued')).toHaveLength(1);
    expect(run.finish().slice(-3)).toEqual(['accept 2', 'announce ready', 'readDefinition']);
    run.define(spec('a', 1));
    expect(run.finish().slice(-2)).toEqual(['accept 3', 'announce ready']);
  });

  test('one that was asked for meanwhile follows a rollout that failed, too', () => {
    const run = Driver.up(spec('a', 1));
    run.reload(spec('a', 1));
    run.hangUp();
    expect(run.crash(2)).toContain('readDefinition');
  });

  test('a definition that is refused changes nothing, and the next one can come', () => {
    const run = Driver.up(spec('a', 1));
    run.hangUp();
    expect(run.happens({ type: 'definitionRefused', reason: 'broken' })).toEqual(['refuse: broken']);
    expect(run.said('reload-refused')).toEqual([{ id: 'reload-refused', generation: 2, reason: 'broken' }]);
    expect(run.slots).toEqual(['a#0 g1 ready']);
    expect(run.hangUp()).toEqual(['readDefinition']);
  });

  test('a refused definition does not swallow the reload that came meanwhile', () => {
    const run = Driver.up(spec('a', 1));
    run.hangUp();
    run.hangUp();
    expect(run.happens({ type: 'definitionRefused', reason: 'broken' })).toEqual([
      'refuse: broken',
      'readDefinition',
    ]);
  });
});

describe('scale', () => {
  test('up forks the next number, down drains the highest', () => {
    const run = Driver.up(spec('a', 2));
    expect(run.scale('a', 1)).toEqual(['fork 3 a#2 g1']);
    run.ready(3);
    expect(run.scale('a', -1)).toEqual(['drain 3']);
    expect(run.exit(3)).toEqual([]);
    expect(run.scale('a', -1)).toEqual(['drain 2']);
    expect(run.said('scaled').map(({ workers }) => workers)).toEqual([3, 2, 1]);
  });

  test('one worker is the least', () => {
    const run = Driver.up(spec('a', 1));
    expect(run.scale('a', -1)).toEqual([]);
    expect(run.said('scale-refused')).toEqual([
      { id: 'scale-refused', service: 'a', workers: 1, reason: 'it needs one; "stop" lets it rest' },
    ]);
    expect(run.slots).toEqual(['a#0 g1 ready']);
  });

  test('a number that was changed by hand survives a reload, unless the definition changes it too', () => {
    const run = Driver.up(spec('a', 1));
    run.scale('a', 1);
    run.finish();
    run.reload(spec('a', 1));
    run.finish();
    expect(run.slots).toEqual(['a#0 g2 ready', 'a#1 g2 ready']);
    run.reload(spec('a', 3));
    run.finish();
    expect(run.slots).toEqual(['a#0 g3 ready', 'a#1 g3 ready', 'a#2 g3 ready']);
  });

  test.each([
    [1, ['a#0 g2 ready', 'a#1 g2 ready', 'a#2 g2 ready']],
    [-1, ['a#0 g2 ready']],
  ] as const)('in the middle of a rollout, by %i', (by, slots) => {
    const run = Driver.up(spec('a', 2));
    run.reload(spec('a', 2));
    run.scale('a', by);
    expect(run.finish()).toContain('accept 2');
    expect(run.slots).toEqual(slots);
  });
});
