import { describe, expect, it } from 'vitest';
import { LoopingCallDone } from '../../src/service/looping-call.js';
import { deferred, isSettled } from './helpers.js';
import { periodic } from './periodic-fixture.js';
import { settle } from './virtual-clock.js';

describe('a pass of PeriodicTasks', () => {
  it('runs one after the other, with a turn of the loop between them', async () => {
    const { tasks, runAfter, clock } = periodic();
    const calls: string[] = [];
    const work = (name: string, seconds: number) => async () => {
      calls.push(`${name} begins at ${clock.now()}`);
      await clock.sleep(seconds);
      calls.push(`${name} ends`);
    };
    tasks.addPeriodicTask(work('a', 3), { name: 'a', spacing: 10 });
    tasks.addPeriodicTask(work('b', 1), { name: 'b', spacing: 10 });
    await runAfter(10);
    expect(calls).toEqual(['a begins at 10', 'a ends', 'b begins at 13', 'b ends']);
    expect(clock.sleeps).toEqual([3, 0, 1]);
  });

  it('passes the context and the signal', async () => {
    const { tasks, runAfter } = periodic();
    const { signal } = new AbortController();
    const passed: unknown[][] = [];
    tasks.addPeriodicTask((...args: unknown[]) => passed.push(args), { name: 'a', spacing: 10 });
    await runAfter(10, { signal }, 'the context');
    await runAfter(10);
    expect(passed).toEqual([
      ['the context', signal],
      [undefined, expect.any(AbortSignal)],
    ]);
  });

  it('is idle until the next is really due, the time of the runs left out', async () => {
    const { tasks, runAfter, clock } = periodic();
    tasks.addPeriodicTask(() => {}, { name: 'late', spacing: 10 });
    // Due at 10, run at 17: the next is due at 20. oslo says 10 s here.
    expect(await runAfter(17)).toBe(3);
    tasks.addPeriodicTask(() => clock.sleep(2), { name: 'slow', spacing: 10 });
    expect(await runAfter(10)).toBe(1);
  });

  it('runs again at once what took longer than its spacing, and warns', async () => {
    const { tasks, runAfter, clock, log } = periodic();
    tasks.addPeriodicTask(() => clock.sleep(15), { name: 'slow', spacing: 10 });
    expect(await runAfter(10)).toBe(0);
    expect(log.lines).toEqual([
      {
        level: 'warn',
        fields: { task: 'Manager.slow', elapsed: 15, spacing: 10, overrun: 5 },
        sentence: 'The periodic task Manager.slow ran for 15.00 s, 5.00 s longer than its spacing of 10 s.',
      },
    ]);
  });

  it('keeps to the time that it was late by, and adds the jitter to it', async () => {
    const { tasks, runAfter } = periodic({ random: () => 0.5 });
    tasks.addPeriodicTask(() => {}, { name: 'oslo', spacing: 200 });
    tasks.addPeriodicTask(() => {}, { name: 'own', spacing: 200, jitter: 0.5 });
    tasks.addPeriodicTask(() => {}, { name: 'none', spacing: 200, jitter: 0 });
    await runAfter(300);
    expect(tasks.tasks.map(({ nextRunIn }) => nextRunIn)).toEqual([105, 150, 100]);
  });

  it('swallows whatever is thrown, a LoopingCallDone too', async () => {
    const { tasks, runAfter, log } = periodic();
    const thrown = [new LoopingCallDone(), 'text', undefined];
    for (const [index, what] of thrown.entries()) {
      const fail = () => {
        throw what;
      };
      tasks.addPeriodicTask(fail, { name: `task ${index}`, spacing: 10 });
    }
    expect(await runAfter(10)).toBe(10);
    expect(log.lines.map(({ fields }) => fields.err)).toEqual(thrown);
    expect(tasks.tasks.map(({ lastResult }) => lastResult)).toEqual([
      'The looping call is done.',
      'text',
      'undefined',
    ]);
  });

  it('begins nothing once its signal is aborted, and takes obeying it for no failure', async () => {
    const { tasks, runAfter, log } = periodic();
    const abort = new AbortController();
    const obey = (_context: unknown, signal: AbortSignal) => {
      abort.abort();
      signal.throwIfAborted();
    };
    tasks.addPeriodicTask(obey, { name: 'a', spacing: 10 });
    tasks.addPeriodicTask(() => {}, { name: 'b', spacing: 10 });
    await runAfter(10, { signal: abort.signal, raiseOnError: true });
    expect(log.lines).toEqual([]);
    expect(tasks.tasks).toMatchObject([
      { runs: 1, failures: 0, lastResult: 'aborted' },
      { runs: 0, lastResult: null },
    ]);
  });

  it('leaves alone what another pass runs', async () => {
    const { tasks, clock } = periodic();
    const { promise, resolve } = deferred();
    tasks.addPeriodicTask(() => promise, { name: 'slow', spacing: 10 });
    clock.block(10);
    const first = tasks.runPeriodicTasks(undefined);
    clock.block(15);
    expect(await tasks.runPeriodicTasks(undefined)).toBe(60);
    expect(await isSettled(first)).toBe(false);
    expect(tasks.tasks).toMatchObject([{ runs: 1, calledFor: 15, nextRunIn: null, lastResult: null }]);
    resolve();
    expect(await first).toBe(0);
    expect(tasks.tasks).toMatchObject([{ runs: 1, calledFor: null, nextRunIn: 0, lastResult: 'ok' }]);
  });

  it('does not run twice what another pass has run while it gave the loop a turn', async () => {
    const { tasks, clock, runAfter, runs } = periodic();
    tasks.addPeriodicTask(() => {}, { name: 'a', spacing: 10 });
    tasks.addPeriodicTask(() => {}, { name: 'b', spacing: 10 });
    clock.block(10);
    const first = tasks.runPeriodicTasks(undefined);
    await settle();
    await runAfter(0);
    await clock.runUntil(first);
    expect(runs()).toEqual({ a: 1, b: 1 });
  });
});
