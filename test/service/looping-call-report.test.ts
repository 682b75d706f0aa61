import { describe, expect, it } from 'vitest';
import { BackOffLoopingCall } from '../../src/service/back-off-looping-call.js';
import { DynamicLoopingCall } from '../../src/service/dynamic-looping-call.js';
import { FixedIntervalLoopingCall } from '../../src/service/fixed-interval-looping-call.js';
import { FixedIntervalWithTimeoutLoopingCall } from '../../src/service/fixed-interval-with-timeout-looping-call.js';
import { LoopingCallDone } from '../../src/service/looping-call.js';
import { deferred, recordingLog } from './helpers.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** What a looping call tells of itself, for the report. */

function make(callback: () => unknown) {
  const clock = new VirtualClock();
  const options = { clock, log: recordingLog(), name: 'poll' };
  return { clock, options, loop: new FixedIntervalLoopingCall(callback, options) };
}

describe('a looping call', () => {
  it('tells nothing before start()', () => {
    const { loop } = make(() => {});
    const { running, runs, nextRun, interval, lastResult, lastError } = loop;
    expect([running, runs, nextRun, interval, lastResult, lastError]).toEqual([
      false,
      0,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(loop.describe()).toEqual({
      name: 'poll',
      kind: 'fixed interval',
      running: false,
      nextRunIn: null,
      calledFor: null,
      waitsFor: [],
      runs: 0,
    });
  });

  it('tells when its next call is due, and for how long a call has run', async () => {
    const call = deferred();
    const { clock, loop } = make(() => call.promise);
    loop.start({ interval: 10, initialDelay: 3 });
    expect([loop.nextRun, loop.runs]).toEqual([3, 0]);
    await clock.advance(2);
    expect(loop.describe()).toMatchObject({
      running: true,
      nextRunIn: 1,
      calledFor: null,
      runs: 0,
      interval: 10,
    });
    await clock.advance(3);
    expect(loop.nextRun).toBe(undefined);
    expect(loop.describe()).toMatchObject({ nextRunIn: null, calledFor: 2, runs: 1 });
    call.resolve();
    await settle();
    expect(loop.nextRun).toBe(13);
    expect(loop.describe()).toMatchObject({ nextRunIn: 8, calledFor: null });
    clock.block(20);
    expect(loop.describe()).toMatchObject({ nextRunIn: 0 });
    loop.stop();
    await loop.wait();
    expect(loop.describe()).toMatchObject({ running: false, nextRunIn: null, calledFor: null, runs: 1 });
  });

  it('tells its last result and its last error, when each began, and how long it took', async () => {
    const boom = new Error('boom');
    let count = 0;
    const { clock, loop } = make(async () => {
      count++;
      await clock.sleep(count);
      if (count === 2) throw boom;
      return `result ${count}`;
    });
    loop.start({ interval: 10, stopOnException: false });
    await clock.advance(9);
    expect([loop.lastResult, loop.lastError]).toEqual([
      { value: 'result 1', began: 0, seconds: 1 },
      undefined,
    ]);
    expect(loop.describe()).not.toHaveProperty('lastError');
    await clock.advance(20);
    expect(loop.lastError).toEqual({ error: boom, began: 10, seconds: 2 });
    expect(loop.lastResult).toEqual({ value: 'result 3', began: 20, seconds: 3 });
    expect(loop.describe()).toMatchObject({ lastError: 'boom', runs: 3 });
    loop.stop();
  });

  it('counts what LoopingCallDone brings as its last result', async () => {
    const { loop } = make(() => {
      throw new LoopingCallDone(7);
    });
    await loop.start({ interval: 1 }).wait();
    expect([loop.lastResult, loop.lastError, loop.runs]).toEqual([
      { value: 7, began: 0, seconds: 0 },
      undefined,
      1,
    ]);
  });

  it('begins to count anew with another start()', async () => {
    const { clock, loop } = make(() => {});
    loop.start({ interval: 1 });
    await clock.advance(5);
    loop.stop();
    await loop.wait();
    loop.start({ interval: 2, initialDelay: 1 });
    expect([loop.runs, loop.interval, loop.lastResult, loop.nextRun]).toEqual([0, 2, undefined, 6]);
    loop.stop();
  });

  it('names what its call waits for', async () => {
    const call = deferred();
    const { options } = make(() => {});
    const awaited = new FixedIntervalLoopingCall(() => call.promise, { ...options, name: 'other' });
    awaited.start({ interval: 1 });
    const loop = new FixedIntervalLoopingCall(() => awaited.wait(), options).start({ interval: 1 });
    await settle();
    expect(loop.describe().waitsFor).toEqual(['other']);
    loop.stop();
    awaited.stop();
    call.resolve();
    await loop.wait();
    expect(loop.describe().waitsFor).toEqual([]);
  });

  it('tells its kind', () => {
    const { options } = make(() => {});
    const callback = () => {};
    expect([
      new FixedIntervalWithTimeoutLoopingCall(callback, options).kind,
      new DynamicLoopingCall(callback, options).kind,
      new BackOffLoopingCall(callback, options).kind,
    ]).toEqual(['fixed interval with timeout', 'dynamic', 'back-off']);
  });
});
