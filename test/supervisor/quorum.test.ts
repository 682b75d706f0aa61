import { describe, expect, test } from 'vitest';
import { readiness } from '../../src/supervisor/quorum.js';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const quorums = (run: Driver) => readiness(run.state).services.map(({ quorum }) => quorum);
const said = (run: Driver) =>
  run.notes.filter(({ id }) => id.startsWith('quorum')).map((note) => JSON.stringify(Object.values(note)));

test.each([
  [1, null, 1],
  [2, null, 1],
  [3, null, 2],
  [7, null, 4],
  [3, 3, 3],
  [3, 1, 1],
])('of %i workers with a quorum of %s, %i are enough', (size, quorum, expected) => {
  expect(quorums(Driver.up(spec('a', size, { quorum })))).toEqual([expected]);
});

test('READY waits for all essential services at the same time', () => {
  const run = new Driver([spec('a', 1, { intensity: 5 }), spec('b', 1), spec('c', 1, { essential: false })]);
  run.begin();
  expect(run.ready(1)).toEqual([]);
  run.crash(1);
  expect(run.ready(2)).toEqual([]);
  expect(readiness(run.state)).toMatchObject({ ok: false });
  expect(run.ready(4)).toEqual(['announce ready']);
  expect(readiness(run.state)).toEqual({
    ok: true,
    services: [
      { name: 'a', ready: 1, wanted: 1, quorum: 1, ok: true },
      { name: 'b', ready: 1, wanted: 1, quorum: 1, ok: true },
      { name: 'c', ready: 0, wanted: 1, quorum: 1, ok: false },
    ],
  });
});

test('a reload that is through before that does not announce it', () => {
  const still = spec('a', 1, { restartMethod: 'mutate' });
  const run = new Driver([still]);
  run.begin();
  expect(run.reload(still)).toEqual(['readDefinition', 'accept 2', 'mutate 1']);
  expect(run.ready(1)).toEqual(['announce ready']);
});

describe('an essential service', () => {
  test('that loses its quorum says so, once, and when it has it again', () => {
    const run = Driver.up(spec('a', 4, { quorum: 3, intensity: 9 }));
    run.crash(1);
    expect(said(run)).toEqual([]);
    run.crash(2);
    run.crash(3);
    expect(said(run)).toEqual(['["quorum-lost","a",2,3]']);
    expect(readiness(run.state).ok).toBe(false);
    run.finish();
    expect(said(run)[1]).toBe('["quorum-regained","a",3,3]');
    expect(readiness(run.state).ok).toBe(true);
  });

  test('that was stopped by an operator is not missing', () => {
    const run = Driver.up(spec('a', 1), spec('b', 1));
    run.rest('a');
    expect(readiness(run.state)).toMatchObject({ ok: true, services: [{ ok: false }, { ok: true }] });
    run.exit(1);
    run.wake('a');
    expect(readiness(run.state).ok).toBe(false);
    run.finish();
    expect(readiness(run.state).ok).toBe(true);
    expect(said(run)).toEqual([]);
  });

  test('in a rollout keeps it', () => {
    const run = Driver.up(spec('a', 2, { quorum: 2 }));
    run.reload(spec('a', 2, { quorum: 2 }));
    run.finish();
    expect(said(run)).toEqual([]);
  });
});

test('of a service that is not essential nothing is said', () => {
  const run = Driver.up(spec('a', 1, { essential: false, intensity: 9 }), spec('b', 1));
  run.crash(1);
  expect(said(run)).toEqual([]);
  expect(readiness(run.state).ok).toBe(true);
});

describe('another number of workers', () => {
  test('more of them: the higher quorum holds once it has been reached', () => {
    const run = Driver.up(spec('a', 1));
    run.scaleTo('a', 5);
    expect(quorums(run)).toEqual([1]);
    run.ready(2);
    run.ready(3);
    expect(quorums(run)).toEqual([3]);
    expect(said(run)).toEqual([]);
    run.leave(3);
    expect(said(run)).toEqual(['["quorum-lost","a",2,3]']);
  });

  test('fewer: it is never more than all of them', () => {
    const run = Driver.up(spec('a', 4, { quorum: 3 }));
    run.scaleTo('a', 2);
    expect(quorums(run)).toEqual([2]);
    expect(said(run)).toEqual([]);
  });
});
