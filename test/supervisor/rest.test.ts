import { describe, expect, test } from 'vitest';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const optional = { essential: false, intensity: 0 };

describe('a service that is stopped', () => {
  test('drains its workers and rests, and the supervisor goes on', () => {
    const run = Driver.up(spec('a', 2));
    expect(run.rest('a')).toEqual(['drain 1', 'drain 2']);
    expect([...run.exit(1), ...run.exit(2)]).toEqual([]);
    expect(run.said('service-stopped')).toEqual([{ id: 'service-stopped', service: 'a', workers: 2 }]);
    expect(run.pass(1e6)).toEqual([]);
    expect(run.state.stopping).toBeNull();
  });

  test('is asked to rest once; a service that nobody knows is nobody’s business', () => {
    const run = Driver.up(spec('a', 1));
    run.rest('a');
    expect([...run.rest('a'), ...run.rest('z'), ...run.wake('z')]).toEqual([]);
    expect(run.said('service-stopped')).toHaveLength(1);
  });

  test('is not given up when it is essential, and its workers have to be killed', () => {
    const run = Driver.up(spec('a', 1, { intensity: 0 }), spec('b', 1));
    run.rest('a');
    expect(run.pass(70)).toEqual(['terminate 1', 'kill 1']);
    expect(run.happens({ type: 'exit', worker: 1, code: null, signal: 'SIGKILL' })).toEqual([]);
    expect(run.slots).toEqual(['b#0 g1 ready']);
  });

  test.each([
    ['while it starts', (run: Driver) => run.begin(), ['drain 1']],
    [
      'while a worker waits for its next try',
      (run: Driver) => [...run.begin(), ...run.crash(1), ...run.crash(2)],
      [],
    ],
  ])('%s', (_, before, orders) => {
    const run = new Driver([spec('a', 1, { intensity: 5 })]);
    before(run);
    expect(run.rest('a').filter((order) => order.startsWith('drain'))).toEqual(orders);
    if (orders.length > 0) run.exit(1);
    expect(run.pass(1e6)).toEqual([]);
    expect(run.slots).toEqual([]);
  });

  test('ends the start of nothing else: what comes after it waits, until it runs', () => {
    const run = new Driver([spec('a', 1), spec('b', 1, { after: ['a'] })]);
    run.begin();
    run.rest('a');
    run.exit(1);
    expect(run.slots).toEqual(['b#0 g1 down']);
    expect(run.wake('a')).toEqual(['fork 2 a#0 g1']);
    expect(run.ready(2)).toEqual(['fork 3 b#0 g1']);
  });

  test('leaves alone what comes after it and runs, also when that crashes or is reloaded', () => {
    const b = spec('b', 1, { after: ['a'] });
    const run = Driver.up(spec('a', 1), b);
    run.rest('a');
    run.exit(1);
    expect(run.crash(2)).toEqual(['fork 3 b#0 g1']);
    run.ready(3);
    run.reload(spec('a', 1), b);
    expect(run.finish()).toContain('accept 2');
    expect(run.slots).toEqual(['b#0 g2 ready']);
  });

  test('rests over a reload, and starts from what that brought', () => {
    const run = Driver.up(spec('a', 1), spec('b', 1));
    run.rest('a');
    run.exit(1);
    run.reload(spec('a', 3), spec('b', 1));
    run.finish();
    expect(run.slots).toEqual(['b#0 g2 ready']);
    expect(run.wake('a')).toEqual(['fork 4 a#0 g2', 'fork 5 a#1 g2', 'fork 6 a#2 g2']);
  });

  test('in the middle of its rollout: the new workers go, too, and the rollout ends', () => {
    const run = Driver.up(spec('a', 2));
    run.reload(spec('a', 2));
    run.ready(3);
    expect(run.rest('a')).toEqual(['drain 1', 'drain 2', 'drain 3', 'accept 2', 'announce ready']);
    run.finish();
    expect(run.wake('a')).toEqual(['fork 4 a#0 g2', 'fork 5 a#1 g2']);
  });

  test('a new service that waits for one that has never run is refused', () => {
    const run = new Driver([spec('a', 1), spec('c', 1)]);
    run.begin();
    run.rest('a');
    run.finish();
    run.reload(spec('a', 1), spec('c', 1), spec('b', 1, { after: ['a'] }));
    expect(run.said('reload-refused').map(({ reason }) => reason)).toEqual([
      'b: comes after a, which is stopped',
    ]);
  });

  test('in a stop of everything, neither order has an effect', () => {
    const run = Driver.up(spec('a', 1), spec('b', 1));
    run.rest('a');
    run.stop();
    expect([...run.rest('b'), ...run.wake('a')]).toEqual([]);
    run.exit(1);
    expect(run.exit(2)).toEqual(['exit 0']);
  });
});

describe('a service that is started again', () => {
  test('starts as at the beginning, beside old workers that still drain, as far as there is room', () => {
    const run = Driver.up(spec('a', 2));
    run.rest('a');
    expect(run.wake('a')).toEqual(['fork 3 a#0 g1']);
    expect(run.exit(1)).toEqual(['fork 4 a#1 g1']);
    run.ready(3);
    run.ready(4);
    expect(run.said('service-started')).toEqual([{ id: 'service-started', service: 'a', workers: 2 }]);
    expect(run.said('service-ready')).toHaveLength(2);
  });

  test('one that runs is left as it is', () => {
    const run = Driver.up(spec('a', 1));
    expect(run.wake('a')).toEqual([]);
    expect(run.said('service-started')).toEqual([]);
  });

  test('one that was given up gets a fresh budget', () => {
    const run = Driver.up(spec('a', 1, optional), spec('b', 1));
    run.crash(1);
    expect(run.slots).toContain('a#0 g1 failed');
    expect(run.wake('a')).toEqual(['fork 3 a#0 g1']);
    run.ready(3);
    expect(run.crash(3)).toEqual([]);
    expect(run.slots).toContain('a#0 g1 failed');
  });

  test('also before the worker that it was given up for has ended', () => {
    const run = new Driver([spec('a', 1, optional), spec('b', 1)]);
    run.begin();
    run.ready(2);
    run.pass(30);
    expect(run.state.slots[0]).toMatchObject({ state: 'stopping', fate: 'fail' });
    expect(run.wake('a')).toEqual([]);
    expect(run.exit(1)).toEqual(['fork 3 a#0 g1']);
  });

  test('when all that is left is given up, but one rests, nothing ends', () => {
    const run = Driver.up(spec('a', 1), spec('b', 1, optional));
    run.rest('a');
    run.exit(1);
    expect(run.crash(2)).toEqual([]);
    expect(run.wake('b')).toEqual(['fork 3 b#0 g1']);
  });
});
