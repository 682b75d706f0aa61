import { describe, expect, it } from 'vitest';
import { PeriodicTasks } from '../../src/service/periodic-tasks.js';
import { enlisted } from '../../src/service/registry.js';
import { periodic } from './periodic-fixture.js';
import { VirtualClock } from './virtual-clock.js';

const bad = (message: string) =>
  expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining(message) });

describe('static periodicTasks', () => {
  const calls: string[] = [];
  class Manager {
    static periodicTasks: Record<string, object> = { refresh: { spacing: 10 }, clean: { spacing: 10 } };
    readonly of: string = 'Manager';
    refresh() {
      calls.push(`refresh of ${this.of}`);
    }
    clean() {
      calls.push(`clean of ${this.of}`);
    }
  }
  class Special extends Manager {
    static override periodicTasks = { more: {}, clean: { enabled: false }, refresh: { spacing: 5 } };
    override readonly of = 'Special';
    more() {}
  }

  it('declares the tasks of a target, called as its methods', async () => {
    const clock = new VirtualClock();
    const tasks = new PeriodicTasks({ target: new Manager(), clock });
    clock.block(10);
    await clock.runUntil(tasks.runPeriodicTasks(undefined));
    expect(calls).toEqual(['refresh of Manager', 'clean of Manager']);
    expect(tasks.describe().name).toBe('Manager');
    clock.block(10);
    await clock.runUntil(tasks.runPeriodicTasks(undefined));
    expect(tasks.tasks.map(({ runs }) => runs)).toEqual([2, 2]);
  });

  it('of a subclass replace those of its base class, or switch them off, which is told once', () => {
    const told: string[] = [];
    const log = { info: (sentence: string) => told.push(sentence) } as never;
    const tasks = new PeriodicTasks({ target: new Special(), log });
    expect(tasks.tasks.map(({ name, spacing }) => [name, spacing])).toEqual([
      ['refresh', 5],
      ['more', 60],
    ]);
    expect(tasks.tasks).toHaveLength(2);
    expect(told).toEqual(['The periodic task Special.clean is left out: it is not enabled.']);
  });

  it.each([
    [{ gone: {} }, 'The periodic task gone of Wrong is undefined; expected a method.'],
    [{ work: { spacing: '10' } }, 'The spacing of the periodic task work is "10"'],
    [{ work: 10 }, 'the periodic task work is 10; expected an object'],
    [['work'], 'periodicTasks of the class Wrong is an object; expected an object: { method: options }.'],
    [{ work: { name: 'same' }, rest: { name: 'same' } }, 'is "same"; expected a name that no other has'],
  ])('is refused when it is used: %j', (declared, message) => {
    class Wrong extends PeriodicTasks {
      static periodicTasks = declared;
      work() {}
      rest() {}
    }
    const tasks = new Wrong();
    expect(() => tasks.runPeriodicTasks(undefined)).toThrow(bad(message));
    expect(() => tasks.tasks).toThrow(bad(message));
    expect(tasks.describe().tasks).toEqual([]);
  });
});

describe('wrong values', () => {
  it.each([
    [{ spacing: Number.NaN }, 'The spacing of the periodic task doit is NaN'],
    [{ spacing: Number.POSITIVE_INFINITY }, 'The spacing of the periodic task doit is Infinity'],
    [{ spacing: '10' }, 'The spacing of the periodic task doit is "10"'],
    [{ jitter: 1.1 }, 'The jitter of the periodic task doit is 1.1'],
    [{ enabled: 'no' }, 'The option enabled of the periodic task doit is "no"; expected true or false'],
    [{ runImmediatly: true }, 'the periodic task doit is "runImmediatly"; expected "runImmediately"'],
    [{ name: '' }, 'The name of a periodic task is ""'],
    [null, 'the periodic task doit is null'],
  ])('of a task: %j', (options, message) => {
    const { tasks } = periodic();
    expect(() => tasks.addPeriodicTask(function doit() {}, options as never)).toThrow(bad(message));
    expect(tasks.tasks).toEqual([]);
  });

  it('of addPeriodicTask(): no function, no name, a name that is taken', () => {
    const { tasks } = periodic();
    expect(() => tasks.addPeriodicTask('doit' as never)).toThrow(
      bad('The callback of a periodic task of Manager'),
    );
    expect(() => tasks.addPeriodicTask(() => {})).toThrow(
      bad('a function without a name needs the option name'),
    );
    tasks.addPeriodicTask(function doit() {});
    expect(() => tasks.addPeriodicTask(function doit() {})).toThrow(bad('a name that no other has'));
  });

  it('of the construction, of a pass and of a start', () => {
    const { tasks } = periodic();
    for (const options of [
      { targt: {} },
      { target: 1 },
      { name: 1 },
      { runExternalPeriodicTasks: 1 },
      { random: 1 },
    ])
      expect(() => new PeriodicTasks(options as never)).toThrow(bad('of periodic tasks is'));
    for (const options of [{ raiseOnEror: true }, { raiseOnError: 1 }, { signal: 1 }, { concurrency: 0 }])
      expect(() => tasks.runPeriodicTasks(undefined, options as never)).toThrow(
        bad(Object.keys(options)[0]!),
      );
    expect(() => tasks.start(undefined as never)).toThrow(bad('expected a ThreadGroup'));
    const group = { addDynamicTimer: () => expect.unreachable() } as never;
    const wrong = {
      initialDelay: -1,
      periodicFuzzyDelay: Number.NaN,
      periodicIntervalMax: '5',
      concurrency: 0,
      ctx: 1,
    };
    for (const [key, value] of Object.entries(wrong))
      expect(() => tasks.start(group, { [key]: value } as never)).toThrow(bad(key));
  });
});

describe('the report', () => {
  it('tells of each task', async () => {
    const { tasks, runAfter, clock } = periodic();
    tasks.addPeriodicTask(() => clock.sleep(2), { name: 'good', spacing: 10 });
    tasks.addPeriodicTask(() => Promise.reject(new Error('boom')), { name: 'bad', spacing: 30 });
    await runAfter(30);
    clock.block(1);
    const common = { enabled: true, externalProcessOk: false, skipped: false, runs: 1, calledFor: null };
    expect(tasks.describe()).toEqual({
      name: 'Manager',
      started: false,
      tasks: [
        {
          ...common,
          name: 'good',
          spacing: 10,
          lastRunAgo: 3,
          lastDuration: 2,
          lastResult: 'ok',
          failures: 0,
          nextRunIn: 7,
        },
        {
          ...common,
          name: 'bad',
          spacing: 30,
          lastRunAgo: 1,
          lastDuration: 0,
          lastResult: 'boom',
          failures: 1,
          nextRunIn: 27,
        },
      ],
    });
  });

  it('has all periodic tasks of the process, also of a manager with a describe() of its own', () => {
    class Manager extends PeriodicTasks {
      override describe(): never {
        throw new Error('mine');
      }
    }
    const manager = new Manager({ name: 'the manager of this test' });
    const told = enlisted('periodic tasks').map((one) => one.describe());
    expect(told).toContainEqual({ name: 'the manager of this test', started: false, tasks: [] });
    expect(manager.tasks).toEqual([]);
  });
});
