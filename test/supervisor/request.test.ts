import { describe, expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const a = spec('a', 1);
const b = spec('b', 1);
const still = spec('a', 1, { restartMethod: 'mutate' });

describe('a reload of some services', () => {
  test('is nothing to the others, whatever the definition says of them', () => {
    const run = Driver.up(a, b);
    expect(run.ask('reload', 'a')).toEqual(['readDefinition']);
    expect(run.define(spec('a', 2), spec('b', 5))).toEqual(['announce reloading', 'fork 3 a#0 g2']);
    run.finish();
    expect(run.slots).toEqual(['a#0 g2 ready', 'a#1 g2 ready', 'b#0 g1 ready']);
    expect(run.state.services.map(({ spec: accepted }) => accepted?.size)).toEqual([2, 1]);
  });

  test('adds one that is new, and takes out one that is no more; others are not', () => {
    const run = Driver.up(a, b);
    run.ask('reload', 'c', 'b');
    expect(run.define(spec('c', 1), spec('d', 1), a)).toContain('fork 3 c#0 g2');
    expect(run.finish()).toContain('drain 2');
    expect(run.slots).toEqual(['a#0 g1 ready', 'c#0 g2 ready']);
    expect(run.state.services.map(({ name }) => name)).toEqual(['c', 'a']);
  });

  test('hands one that mutates its new definition, and no other', () => {
    const run = Driver.up(still, spec('b', 1, { restartMethod: 'mutate' }));
    run.ask('reload', 'a');
    expect(run.define(still, spec('b', 1, { restartMethod: 'mutate' }))).toEqual([
      'announce reloading',
      'accept 2',
      'mutate 1',
      'announce ready',
    ]);
  });
});

describe('a restart', () => {
  test('is a rollout of what is accepted, also where it mutates, whatever was read', () => {
    const run = Driver.up(still, b);
    expect(run.ask('restart', 'a')).toEqual(['readDefinition']);
    expect(run.define(spec('a', 9))).toEqual(['announce reloading', 'fork 3 a#0 g2']);
    run.finish();
    expect(run.slots).toEqual(['a#0 g2 ready', 'b#0 g1 ready']);
    expect(run.said('reload-started')).toMatchObject([{ services: ['a'], restart: true, removed: [] }]);
  });

  test('of all', () => {
    const run = Driver.up(still, b);
    run.happens({ type: 'restart', only: null });
    run.define(still, b);
    run.finish();
    expect(run.slots).toEqual(['a#0 g2 ready', 'b#0 g2 ready']);
  });

  test('that fails leaves the old workers as they are', () => {
    const run = Driver.up(a);
    run.ask('restart', 'a');
    run.define(a);
    expect(run.crash(2)).toEqual(['refuse: a: worker 0 exited with code 1', 'announce ready']);
    expect(run.slots).toEqual(['a#0 g1 ready']);
  });
});

describe('what is asked for meanwhile', () => {
  test('is one rollout of all of it, with a generation of its own', () => {
    const run = Driver.up(a, b, spec('c', 1));
    run.ask('reload', 'a');
    run.ask('reload', 'b');
    run.ask('restart', 'c', 'b');
    expect(run.said('reload-queued')).toEqual([{ id: 'reload-queued', generation: 3 }]);
    run.happens({ type: 'definitionRefused', reason: 'broken' });
    expect(run.orders.slice(-2)).toMatchObject([
      { type: 'refuse', generation: 2, reason: 'broken' },
      { type: 'readDefinition', generation: 3, reload: ['b'], restart: ['c', 'b'] },
    ]);
    run.define(a, b, spec('c', 1));
    run.finish();
    expect(run.slots).toEqual(['a#0 g1 ready', 'b#0 g3 ready', 'c#0 g3 ready']);
    expect(run.orders.filter(({ type }) => type === 'accept')).toEqual([{ type: 'accept', generation: 3 }]);
  });

  test('with one of all is all', () => {
    const run = Driver.up(a, b);
    run.hangUp();
    run.ask('reload', 'a');
    run.hangUp();
    run.define(a, b);
    run.finish();
    expect(run.orders.findLast(({ type }) => type === 'readDefinition')).toMatchObject({ reload: null });
  });

  test('is told that everything stops, each once', () => {
    const run = Driver.up(a);
    run.reload(a);
    run.hangUp();
    run.stop();
    expect(run.orders.filter(({ type }) => type === 'refuse')).toEqual([
      { type: 'refuse', generation: 2, reason: 'everything stops' },
      { type: 'refuse', generation: 3, reason: 'everything stops' },
    ]);
  });

  test('what was refused already is not refused once more by a stop', () => {
    const run = Driver.up(spec('a', 2));
    run.reload(spec('a', 2));
    run.ready(3);
    run.pass(1);
    run.exit(1);
    run.crash(4);
    expect(run.state.rollout).toMatchObject({ stage: 'back' });
    expect(run.stop()).not.toContain('refuse: everything stops');
  });
});
