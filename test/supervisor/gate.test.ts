import { describe, expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const a = (more = {}) => spec('a', 2, more);
const b = (more = {}) => spec('b', 1, { after: ['a'], ...more });

describe('at the start', () => {
  test('a service starts when what it comes after has its quorum', () => {
    const run = new Driver([a({ quorum: 2 }), b()]);
    expect(run.begin()).toEqual(['fork 1 a#0 g1', 'fork 2 a#1 g1']);
    expect(run.slots).toEqual(['a#0 g1 starting', 'a#1 g1 starting', 'b#0 g1 down']);
    expect(run.ready(1)).toEqual([]);
    expect(run.ready(2)).toEqual(['fork 3 b#0 g1']);
    expect(run.said('service-ready')).toEqual([{ id: 'service-ready', service: 'a', workers: 2 }]);
  });

  test('what waits at a gate has no deadline', () => {
    const run = new Driver([a({ readyTimeout: 1000 }), b()]);
    run.begin();
    expect(run.state.slots.find(({ service }) => service === 'b')!.deadline).toBeNull();
  });

  test('half of the workers are enough, unless the definition says how many', () => {
    const run = new Driver([spec('a', 3), b()]);
    run.begin();
    expect(run.ready(1)).toEqual([]);
    expect(run.ready(3)).toEqual(['fork 4 b#0 g1']);
    expect(run.said('service-ready')).toEqual([]);
    run.ready(2);
    expect(run.said('service-ready')).toEqual([{ id: 'service-ready', service: 'a', workers: 3 }]);
  });

  test('both of two are waited for', () => {
    const run = new Driver([spec('a', 1), spec('c', 1), b({ after: ['a', 'c'] })]);
    run.begin();
    expect(run.ready(2)).toEqual([]);
    expect(run.ready(1)).toEqual(['fork 3 b#0 g1']);
  });

  test('a gate opens once: a later crash of what it comes after holds nobody up', () => {
    const run = Driver.up(a(), b());
    run.crash(1);
    expect(run.crash(3)).toEqual(['fork 5 b#0 g1']);
  });

  test('a worker that crashes at the start keeps the gate closed until it has been replaced', () => {
    const run = new Driver([a({ intensity: 5, quorum: 2 }), b()]);
    run.begin();
    run.ready(1);
    expect(run.crash(2)).toEqual(['fork 3 a#1 g1']);
    expect(run.ready(3)).toEqual(['fork 4 b#0 g1']);
  });
});

describe('behind one that was given up', () => {
  const weak = a({ intensity: 0, essential: false, quorum: 2 });

  test('an essential service stops everything, with 4', () => {
    const run = new Driver([weak, b()]);
    run.begin();
    run.ready(2);
    expect(run.crash(1)).toEqual(['announce stopping', 'drain 2']);
    expect(run.said('service-failed').map(({ service }) => service)).toEqual(['a', 'b']);
    expect(run.exit(2)).toEqual(['exit 4']);
  });

  test('as long as the quorum can be reached, it is waited for', () => {
    const run = new Driver([spec('a', 3, { intensity: 0, essential: false }), b()]);
    run.begin();
    expect(run.crash(1)).toEqual([]);
    expect(run.ready(2)).toEqual([]);
    expect(run.ready(3)).toEqual(['fork 4 b#0 g1']);
  });

  test('another is blocked, with all that comes after it, and the rest goes on', () => {
    const run = new Driver([weak, b({ essential: false }), spec('c', 1, { after: ['b'], essential: false })]);
    run.begin();
    run.ready(2);
    expect(run.crash(1)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 failed', 'a#1 g1 ready', 'b#0 g1 failed', 'c#0 g1 failed']);
    expect(
      run
        .said('service-failed')
        .map(({ service, reason }) => [service, reason])
        .slice(1),
    ).toEqual([
      ['b', 'a service that it comes after was given up (a)'],
      ['c', 'a service that it comes after was given up (b)'],
    ]);
    expect(run.pass(1e6)).toEqual([]);
  });
});

describe('in a rollout', () => {
  test('a canary is tried when one worker of what it comes after is ready, not before', () => {
    const run = Driver.up(spec('a', 1, { restartMethod: 'mutate' }));
    const both = [spec('n', 2), spec('m', 1, { after: ['n'] })];
    expect(run.reload(spec('a', 1, { restartMethod: 'mutate' }), ...both)).toContain('fork 2 n#0 g2');
    expect(run.ready(2)).toEqual(['fork 3 m#0 g2']);
    expect(run.finish()).toContain('accept 2');
  });

  test('it is refused when what a new service waits for is given up', () => {
    const kept = { restartMethod: 'mutate', essential: false, intensity: 0 } as const;
    const run = new Driver([spec('a', 1, kept), spec('c', 1, kept)]);
    run.begin();
    run.ready(2);
    expect(run.reload(spec('a', 1, kept), spec('c', 1, kept), b())).toEqual([
      'readDefinition',
      'announce reloading',
    ]);
    expect(run.crash(1)).toEqual(['refuse: b: comes after a, which was given up', 'announce ready']);
    expect(run.slots).toEqual(['a#0 g1 failed', 'c#0 g1 ready']);
  });
});
