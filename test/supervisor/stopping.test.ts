import { describe, expect, test } from 'vitest';
import { nextDeadline } from '../../src/supervisor/step.js';
import { spec } from '../simulation/spec.js';
import { Driver } from './driver.js';

const a = (more = {}) => spec('a', 2, { gracefulTimeout: 60, ...more });
const b = (more = {}) => spec('b', 1, { gracefulTimeout: 60, after: ['a'], ...more });

describe('in order', () => {
  test('what comes after goes first; unrelated services side by side', () => {
    const run = Driver.up(a(), b(), spec('c', 1));
    expect(run.stop()).toEqual(['announce stopping', 'drain 4', 'drain 3']);
    expect(run.exit(4)).toEqual(['drain 1', 'drain 2']);
    expect([...run.exit(1), ...run.exit(2)]).toEqual([]);
    expect(run.exit(3)).toEqual(['exit 0']);
  });

  test('a worker that has not become ready yet is drained, too', () => {
    const run = new Driver([a()]);
    run.begin();
    run.ready(1);
    expect(run.stop()).toEqual(['announce stopping', 'drain 1', 'drain 2']);
    expect(run.ready(2)).toEqual([]);
  });

  test('what has no process is not waited for, and nothing is forked any more', () => {
    const run = new Driver([a({ intensity: 9 }), b()]);
    run.begin();
    run.crash(1);
    run.crash(3);
    expect(run.slots).toEqual(['a#0 g1 backoff', 'a#1 g1 starting', 'b#0 g1 down']);
    expect(run.stop()).toEqual(['announce stopping', 'drain 2']);
    expect(run.crash(2)).toEqual(['exit 0']);
  });

  test('with nobody there it is over at once', () => {
    const run = new Driver([a()]);
    run.begin();
    run.forkFails(1);
    run.forkFails(2);
    expect(run.stop()).toEqual(['announce stopping', 'exit 0']);
  });
});

describe('one bound', () => {
  test('the graceful time counts from the beginning of the stop, for all', () => {
    const run = Driver.up(a(), b());
    const began = run.now;
    run.stop();
    run.pass(45);
    expect(run.exit(3)).toEqual(['drain 1', 'drain 2']);
    expect(run.slot(1).deadline).toBe(began + 60);
    expect(run.pass(15)).toEqual(['terminate 1', 'terminate 2']);
    run.exit(1);
    expect(run.exit(2)).toEqual(['exit 75']);
  });

  test('where the first have used it up, nobody waits for his turn any more', () => {
    const run = Driver.up(a(), b());
    run.stop();
    expect(run.pass(60)).toEqual(['terminate 1', 'terminate 2', 'terminate 3']);
    expect(run.exit(3)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 stopping', 'a#1 g1 stopping']);
  });

  test('it ends though nobody obeys anything: 60 + 5 + 5 s for all', () => {
    const run = Driver.up(a(), b());
    run.stop();
    const orders = ['terminate 1', 'terminate 2', 'terminate 3', 'kill 1', 'kill 2', 'kill 3'];
    expect(run.pass(69)).toEqual(orders);
    expect(run.pass(1)).toEqual(['exit 75']);
    expect(run.said('worker-lost')).toHaveLength(3);
  });

  test('without a graceful timeout it lasts as long as the work', () => {
    const run = Driver.up(a({ gracefulTimeout: null }));
    run.stop();
    expect(nextDeadline(run.state)).toBeNull();
    run.pass(1e6);
    run.exit(1);
    expect(run.exit(2)).toEqual(['exit 0']);
  });
});

describe('once', () => {
  test('a repeated stop changes nothing, whatever the rung', () => {
    const run = Driver.up(a());
    run.stop();
    for (const seconds of [0, 1, 60, 5]) {
      run.pass(seconds);
      const before = run.state;
      expect(run.stop()).toEqual([]);
      expect(run.state).toEqual(before);
    }
  });

  test('a reload, a new size, a worker told to end: too late for all of them', () => {
    const run = Driver.up(a());
    run.stop();
    const before = run.state;
    expect([...run.hangUp(), ...run.scale('a', 1), ...run.leave(1), ...run.define(a())]).toEqual([]);
    expect(run.state).toEqual(before);
  });

  test('a rollout is dropped where it is, and the new workers go with the old', () => {
    const run = Driver.up(a());
    run.reload(a());
    expect(run.stop()).toEqual([
      'refuse: everything stops',
      'announce stopping',
      'drain 1',
      'drain 2',
      'drain 3',
    ]);
    run.exit(1);
    run.exit(2);
    expect(run.crash(3)).toEqual(['exit 0']);
  });

  test('a worker that crashes in a stop is not replaced, but its work was cut', () => {
    const run = Driver.up(a({ intensity: 0 }), b());
    run.stop();
    expect(run.crash(1)).toEqual([]);
    expect(run.slots).toEqual(['a#1 g1 ready', 'b#0 g1 draining']);
    expect(run.crash(3)).toEqual(['drain 2']);
    expect(run.crash(2)).toEqual(['exit 75']);
    expect(run.said('worker-crashed')).toEqual([]);
  });

  test('a worker that is told to end from outside waits for its turn all the same', () => {
    const run = Driver.up(a(), b());
    run.stop();
    expect(run.leave(1)).toEqual([]);
    expect(run.slots).toEqual(['a#0 g1 ready', 'a#1 g1 ready', 'b#0 g1 draining']);
  });

  test('a fork that turns out to have failed is not tried again', () => {
    const run = new Driver([a()]);
    run.begin();
    run.stop();
    expect(run.forkFails(1)).toEqual([]);
    expect(run.slots).toEqual(['a#1 g1 draining']);
    expect(run.forkFails(2)).toEqual(['exit 0']);
  });
});

describe('SIGINT', () => {
  test('the first one stops, as SIGTERM does', () => {
    const run = Driver.up(a());
    expect(run.interrupt()).toEqual(['announce stopping', 'drain 1', 'drain 2']);
    run.exit(1);
    expect(run.exit(2)).toEqual(['exit 0']);
  });

  test('within half a second it is one key press, however many arrive', () => {
    const run = Driver.up(a());
    run.interrupt();
    for (let i = 0; i < 5; i++) {
      run.pass(0.4);
      expect(run.interrupt()).toEqual([]);
    }
    expect(run.said('impatient')).toEqual([]);
  });

  test('the second key press tells to end now, the third kills, more change nothing', () => {
    const run = Driver.up(a(), b());
    run.interrupt();
    run.pass(1);
    expect(run.interrupt()).toEqual(['terminate 1', 'terminate 2', 'terminate 3']);
    run.pass(1);
    expect(run.interrupt()).toEqual(['kill 1', 'kill 2', 'kill 3']);
    run.pass(1);
    expect(run.interrupt()).toEqual([]);
    expect(run.said('impatient').map(({ rung }) => rung)).toEqual(['terminate', 'kill']);
    for (const worker of [1, 2]) expect(run.exit(worker)).toEqual([]);
    expect(run.exit(3)).toEqual(['exit 130']);
  });

  test('after a SIGTERM the first one is not yet impatience, the second is', () => {
    const run = Driver.up(a());
    run.stop();
    run.pass(10);
    expect(run.interrupt()).toEqual([]);
    run.pass(1);
    expect(run.interrupt()).toEqual(['terminate 1', 'terminate 2']);
  });

  test('an impatient stop of one that was given up exits with 130', () => {
    const run = Driver.up(a({ intensity: 0 }));
    run.crash(1);
    run.interrupt();
    run.pass(1);
    expect(run.interrupt()).toEqual(['terminate 2']);
    expect(run.exit(2)).toEqual(['exit 130']);
  });
});

describe('exit codes', () => {
  test('4, though work was cut', () => {
    const run = Driver.up(a({ intensity: 0 }));
    run.crash(1);
    expect(run.pass(60)).toEqual(['terminate 2']);
    expect(run.exit(2)).toEqual(['exit 4']);
  });

  test('78 for what is no service', () => {
    const run = new Driver([a()]);
    run.begin();
    run.unusable(1);
    run.exit(1);
    expect(run.exit(2)).toEqual(['exit 78']);
  });
});
