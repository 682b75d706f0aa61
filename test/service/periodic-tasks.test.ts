import { describe, expect, it } from 'vitest';
import { PeriodicTasks } from '../../src/service/periodic-tasks.js';
import { periodic } from './periodic-fixture.js';
import { VirtualClock } from './virtual-clock.js';

/** The scenarios PT1 to PT12 are those of oslo.service's own tests; see docs/migration-oslo.md. */
describe('PeriodicTasks', () => {
  it('PT1 runs each at its spacing; one that throws disturbs no other', async () => {
    const { tasks, runAfter, runs, log } = periodic();
    const crash = () => {
      throw new Error('boom');
    };
    tasks.addPeriodicTask(() => {}, { name: 'doit' });
    tasks.addPeriodicTask(crash);
    tasks.addPeriodicTask(() => {}, { name: 'ticks', spacing: 70, runImmediately: true });
    tasks.addPeriodicTask(() => {}, { name: 'tocks', spacing: 70 });
    tasks.addPeriodicTask(() => {}, { name: 'ext1', spacing: 60 });
    tasks.addPeriodicTask(() => {}, { name: 'ext2', spacing: 70 });
    const counts = async (seconds: number) => {
      await runAfter(seconds);
      return Object.values(runs());
    };
    expect(await counts(0)).toEqual([0, 0, 1, 0, 0, 0]);
    expect(await counts(60)).toEqual([1, 1, 1, 0, 1, 0]);
    expect(await counts(30)).toEqual([1, 1, 2, 1, 1, 1]);
    expect(await counts(60)).toEqual([2, 2, 3, 2, 2, 2]);
    expect(log.lines.map(({ sentence }) => sentence)).toEqual(
      Array(2).fill('The periodic task Manager.crash failed: boom'),
    );
    expect(log.lines[0]).toMatchObject({ level: 'error', fields: { task: 'Manager.crash' } });
  });

  it('PT2 runs a task of 9 s as often as 9 s have passed, whoever asks each second', async () => {
    const { tasks, runAfter, runs } = periodic();
    tasks.addPeriodicTask(() => {}, { name: 'doit', spacing: 9 });
    for (let second = 1; second <= 200; second++) {
      await runAfter(1);
      expect(runs()).toEqual({ doit: Math.floor(second / 9) });
    }
  });

  it('PT3 rejects with the error of a task if told so, and leaves those after it for the next pass', async () => {
    const { tasks, runAfter, log } = periodic();
    const boom = new Error('boom');
    tasks.addPeriodicTask(() => Promise.reject(boom), { name: 'crash', spacing: 10 });
    tasks.addPeriodicTask(() => {}, { name: 'after', spacing: 10 });
    await expect(runAfter(10, { raiseOnError: true })).rejects.toBe(boom);
    expect(log.lines).toEqual([]);
    expect(tasks.tasks).toMatchObject([
      { name: 'crash', runs: 1, failures: 1, lastResult: 'boom', nextRunIn: 10 },
      { name: 'after', runs: 0, nextRunIn: 0 },
    ]);
    await runAfter(0);
    expect(tasks.tasks).toMatchObject([{ runs: 1 }, { runs: 1 }]);
  });

  it('PT4 calls a task by the name that it was given', () => {
    const { tasks } = periodic();
    tasks.addPeriodicTask(function ownName() {});
    tasks.addPeriodicTask(function ownName() {}, { name: 'given' });
    expect(tasks.tasks.map(({ name }) => name)).toEqual(['ownName', 'given']);
  });

  it('PT5 takes what a class declares, without what is disabled; what is added is of the one object', () => {
    class Manager extends PeriodicTasks {
      static periodicTasks = { byDefault: {}, fast: { spacing: 4 }, off: { enabled: false } };
      byDefault() {}
      fast() {}
      off() {}
    }
    const manager = new Manager();
    const spacings = ({ tasks }: PeriodicTasks) => tasks.map(({ name, spacing }) => [name, spacing]);
    const declared = [
      ['byDefault', 60],
      ['fast', 4],
    ];
    expect(spacings(manager)).toEqual(declared);
    expect(manager.addPeriodicTask(function external() {}, { spacing: 15 })).toBe(true);
    expect(spacings(manager)).toEqual([...declared, ['external', 15]]);
    expect(spacings(new Manager())).toEqual(declared);
  });

  it('PT6 lets nobody be idle for more than 60 s', async () => {
    const { tasks, runAfter } = periodic();
    expect(await runAfter(0)).toBe(60);
    tasks.addPeriodicTask(() => {}, { name: 'doit', spacing: 200 });
    expect(await runAfter(0)).toBe(60);
  });

  it('PT7 takes a spacing of 0 for 60 s', async () => {
    const { tasks, runAfter } = periodic();
    tasks.addPeriodicTask(() => {}, { name: 'doit', spacing: 0 });
    expect(await runAfter(0)).toBe(60);
    expect(tasks.tasks).toMatchObject([{ spacing: 60, nextRunIn: 60 }]);
  });

  it('PT8 counts the first run from the beginning', async () => {
    const { tasks, runAfter } = periodic();
    tasks.addPeriodicTask(() => {}, { name: 'doit', spacing: 10 });
    expect(await runAfter(5)).toBe(5);
    expect(tasks.tasks).toMatchObject([{ runs: 0, nextRunIn: 5, lastRunAgo: null }]);
    expect(await runAfter(5)).toBe(10);
    expect(tasks.tasks).toMatchObject([{ runs: 1, nextRunIn: 10, lastRunAgo: 0 }]);
  });

  it('PT9 runs one at once that asks for it, and counts from then', async () => {
    const { tasks, runAfter } = periodic({ random: () => 0.99 });
    tasks.addPeriodicTask(() => {}, { name: 'doit', spacing: 100, runImmediately: true });
    expect(tasks.tasks).toMatchObject([{ runs: 0, nextRunIn: 0 }]);
    await runAfter(3);
    expect(tasks.tasks).toMatchObject([{ runs: 1, nextRunIn: 100 }]);
    expect(await runAfter(55)).toBe(45);
  });

  it.each([{ spacing: -1 }, { enabled: false }])(
    'PT10 leaves out a task with %j, and says so',
    async (options) => {
      const { tasks, runAfter, clock } = periodic();
      const said: unknown[] = [];
      const log = { info: (...line: unknown[]) => said.push(line) } as never;
      const told = new PeriodicTasks({ name: 'Manager', clock, log });
      expect(told.addPeriodicTask(() => {}, { name: 'doit', ...options })).toBe(false);
      const why = options.spacing ? 'its spacing is negative' : 'it is not enabled';
      expect(said).toEqual([[`The periodic task Manager.doit is left out: ${why}.`]]);
      expect(told.tasks).toEqual([]);
      expect(told.describe().tasks).toMatchObject([
        { name: 'doit', enabled: false, nextRunIn: null, runs: 0 },
      ]);

      tasks.addPeriodicTask(() => {}, { name: 'doit', ...options });
      expect(await runAfter(1000)).toBe(60);
      expect(tasks.describe().tasks).toMatchObject([{ runs: 0 }]);
    },
  );

  it.each([
    [true, 1, 10],
    [false, 0, 60],
  ])('PT11 runs what another process may do: %s', async (runExternalPeriodicTasks, runs, idle) => {
    const { tasks, runAfter } = periodic({ runExternalPeriodicTasks });
    expect(tasks.addPeriodicTask(() => {}, { name: 'doit', spacing: 10, externalProcessOk: true })).toBe(
      true,
    );
    expect(await runAfter(10)).toBe(idle);
    expect(tasks.tasks).toMatchObject([
      { name: 'doit', externalProcessOk: true, skipped: runs === 0, runs, nextRunIn: runs === 0 ? null : 10 },
    ]);
  });

  it('is of the time at which it was made, whenever its module was loaded', async () => {
    const clock = new VirtualClock();
    clock.block(100);
    class Manager extends PeriodicTasks {
      static periodicTasks = { doit: { spacing: 30 } };
      doit() {}
    }
    const manager = new Manager({ clock });
    expect(await manager.runPeriodicTasks(undefined)).toBe(30);
    expect(manager.tasks).toMatchObject([{ runs: 0 }]);
  });
});
