import { describe, expect, it } from 'vitest';
import { DynamicLoopingCall, type DynamicStart } from '../../src/service/dynamic-looping-call.js';
import { LoopingCallDone } from '../../src/service/looping-call.js';
import { recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** Runs a loop over these results (an Error is thrown), then LoopingCallDone('end'); gives the sleeps and the end. */
async function run(results: unknown[], start: DynamicStart = {}) {
  const clock = new VirtualClock();
  const log = recordingLog();
  const loop = new DynamicLoopingCall(
    () => {
      if (results.length === 0) throw new LoopingCallDone('end');
      const result = results.shift();
      if (result instanceof Error) throw result;
      return result;
    },
    { clock, log, name: 'tasks' },
  );
  loop.start(start);
  await clock.advance(10_000);
  return { sleeps: clock.sleeps, end: loop.wait(), log, loop };
}

describe('DynamicLoopingCall', () => {
  it.each([true, false])('ends with what LoopingCallDone brings (%s)', async (value) => {
    const loop = new DynamicLoopingCall(() => {
      throw new LoopingCallDone(value);
    });
    expect(await loop.start().wait()).toBe(value);
  });

  it('sleeps as long as the callback says', async () => {
    const { sleeps, end } = await run([3, 1.5, 0, -2]);
    expect(await end).toBe('end');
    expect(sleeps).toEqual([3, 1.5, 0, 0]);
  });

  it('takes the maximum for no answer, and for one above it', async () => {
    expect((await run([undefined, null], { periodicIntervalMax: 5 })).sleeps).toEqual([5, 5]);
    expect((await run([11, 1], { periodicIntervalMax: 5 })).sleeps).toEqual([5, 1]);
  });

  it('waits for the initial delay first', async () => {
    expect((await run([1], { initialDelay: 3 })).sleeps).toEqual([3, 1]);
  });

  it.each([true, false])(
    'ends with an error for no answer without a maximum (stopOnException %s)',
    async (stop) => {
      const { end, log } = await run([undefined], { stopOnException: stop });
      await expect(end).rejects.toMatchObject({
        code: 'NL_BAD_VALUE',
        message:
          'What tasks returned is undefined; expected the seconds until its next call, or a periodicIntervalMax for when it returns nothing.',
      });
      expect(log.lines).toHaveLength(1);
    },
  );

  it('ends with an error for an answer that is no number', async () => {
    await expect((await run(['5'])).end).rejects.toThrow(
      'What tasks returned is "5"; expected the seconds until',
    );
    await expect((await run([Number.NaN])).end).rejects.toMatchObject({ code: 'NL_BAD_VALUE' });
  });

  it('ends with the exception of the callback', async () => {
    const boom = new Error('boom');
    await expect((await run([boom])).end).rejects.toBe(boom);
  });

  it('goes on after exceptions when told so, in a second, and never in a hot loop', async () => {
    const boom = new Error('boom');
    const { sleeps, end, log } = await run([boom, 4, boom, boom], { stopOnException: false });
    expect(await end).toBe('end');
    expect(sleeps).toEqual([1, 4, 1, 1]);
    expect(log.lines).toHaveLength(3);
    expect((await run([boom], { stopOnException: false, periodicIntervalMax: 60 })).sleeps).toEqual([1]);
    expect((await run([boom], { stopOnException: false, periodicIntervalMax: 0.5 })).sleeps).toEqual([0.5]);
  });

  it('asks nothing of the result of a call during which it was stopped', async () => {
    const log = recordingLog();
    const loop: DynamicLoopingCall = new DynamicLoopingCall(() => loop.stop(), { log });
    expect(await loop.start().wait()).toBe(true);
    expect(log.lines).toEqual([]);
  });

  it('refuses a second start while it runs', async () => {
    const loop = new DynamicLoopingCall(() => 3600, { name: 'tasks' }).start();
    expect(() => loop.start()).toThrow('tasks is running already');
    await settle();
    loop.stop();
    expect(await loop.wait()).toBe(true);
  });
});
