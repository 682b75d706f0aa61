import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PeriodicTasks, periodicTask } from '../../src/service/periodic-tasks.js';
import { COMPILERS, evaluated } from './compiled.js';
import type { Managers } from './decorated-managers.js';
import { VirtualClock } from './virtual-clock.js';

const FILE = join(import.meta.dirname, 'decorated-managers.ts');

describe.each(Object.keys(COMPILERS) as (keyof typeof COMPILERS)[])('@periodicTask, by %s', (compiler) => {
  let managers: Managers;

  beforeAll(async () => {
    const module = await evaluated(COMPILERS[compiler](FILE));
    managers = module.decoratedManagers(PeriodicTasks, periodicTask);
  });

  /** What has been called by each of these seconds. */
  async function callsOf(tasks: PeriodicTasks<{ calls: string[] }>, clock: VirtualClock, seconds = 60) {
    const calls: string[] = [];
    clock.block(seconds);
    await clock.runUntil(tasks.runPeriodicTasks({ calls }));
    return calls;
  }

  const clocked = () => {
    const clock = new VirtualClock();
    return { clock, options: { clock } };
  };
  const named = (tasks: PeriodicTasks<{ calls: string[] }>) =>
    tasks.tasks.map(({ name, spacing }) => [name, spacing]);

  it('declares methods in their order, and no others', async () => {
    const { clock, options } = clocked();
    const manager = new managers.Manager(options);
    expect(named(manager)).toEqual([
      ['refresh', 10],
      ['clean', 60],
      ['the report', 20],
    ]);
    expect(await callsOf(manager, clock)).toEqual(['refresh of Manager, false', 'clean', 'report']);
  });

  it('of a subclass replaces that of its base class, and stays at its place', async () => {
    const { clock, options } = clocked();
    const manager = new managers.Replacing(options);
    expect(named(manager)).toEqual([
      ['refresh', 5],
      ['clean', 60],
      ['the report', 20],
      ['more', 5],
    ]);
    expect(await callsOf(manager, clock)).toEqual(['refresh of Replacing', 'clean', 'report', 'more']);
    expect(named(new managers.Manager())).toHaveLength(3);
  });

  it('holds for a method that a subclass overrides without it', async () => {
    const { clock, options } = clocked();
    expect(await callsOf(new managers.Overriding(options), clock, 10)).toEqual(['refresh of Overriding']);
  });

  it('can switch off what a base class has declared', () => {
    expect(named(new managers.SwitchingOff())).toEqual([
      ['clean', 60],
      ['the report', 20],
    ]);
  });

  it('gives way to static periodicTasks', () => {
    expect(named(new managers.Static())).toEqual([
      ['refresh', 7],
      ['other', 8],
      ['clean', 60],
      ['the report', 20],
    ]);
  });

  it('is not lost below another decorator, whose method is called', async () => {
    const { clock, options } = clocked();
    expect(await callsOf(new managers.Wrapped(options), clock)).toEqual(['loudly', 'refreshed']);
  });

  it('is heard by a PeriodicTasks whose target the object is, also from a subclass', async () => {
    const { tasks } = new managers.ComposedMore();
    expect(tasks.describe().name).toBe('ComposedMore');
    expect(named(tasks)).toEqual([
      ['refresh', 10],
      ['more', 10],
    ]);
    const { clock, options } = clocked();
    const composed = new managers.Composed();
    expect(await callsOf(new PeriodicTasks({ ...options, target: composed }), clock)).toEqual([
      'refresh of Composed',
    ]);
  });

  it('is heard after a constructor has added a task', () => {
    expect(named(new managers.Late())).toEqual([
      ['late', 10],
      ['added', 10],
    ]);
  });

  it('refuses what it cannot be when the class is made', () => {
    const { ofWrong } = managers;
    expect(ofWrong.spacing).toThrow('The spacing of the periodic task refresh is NaN');
    expect(ofWrong.option).toThrow(
      'An option of the periodic task refresh is "spaceing"; expected "spacing".',
    );
    expect(ofWrong.static).toThrow('The method refresh of @periodicTask is "static"');
    expect(ofWrong.private).toThrow('The method #refresh of @periodicTask is "private"');
  });
});

describe('@periodicTask of another kind', () => {
  const legacy = /^What @periodicTask got is .*; expected the context of a standard decorator/;

  it('is refused where decorators are compiled in the old way', () => {
    const decorate = periodicTask as (...args: unknown[]) => unknown;
    const prototype = { refresh() {} };
    const descriptor = Object.getOwnPropertyDescriptor(prototype, 'refresh');
    expect(() => decorate(prototype, 'refresh', descriptor)).toThrow(legacy);
    const made = decorate({ spacing: 10 }) as (...args: unknown[]) => unknown;
    expect(() => made(prototype, 'refresh', descriptor)).toThrow(legacy);
  });

  it('is refused at what is no method', () => {
    const decorate = periodicTask({ spacing: 10 }) as (...args: unknown[]) => unknown;
    const field = { kind: 'field', name: 'refresh', static: false, private: false };
    expect(() => decorate(undefined, field)).toThrow('What @periodicTask stands at (refresh) is "field"');
  });
});
