import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MessageDeliveryFailure } from '../../src/messaging/index.js';
import { Patience } from '../../src/messaging/patience.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('has no timer and no listener until somebody waits, and none afterwards', () => {
  const controller = new AbortController();
  const patience = new Patience(5, controller.signal, 'm of topic');
  expect(vi.getTimerCount()).toBe(0);
  const { signal } = patience;
  expect(patience.signal).toBe(signal);
  expect(vi.getTimerCount()).toBe(1);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  patience.end();
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  expect(signal.aborted).toBe(false);
});

it('ends after its time, and says what was not taken', () => {
  const { signal } = new Patience(5, undefined, 'm of topic');
  vi.advanceTimersByTime(4999);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.reason).toBeInstanceOf(MessageDeliveryFailure);
  expect(signal.reason.message).toBe('Nobody has taken the cast m of topic within 5 s.');
});

it('ends with what it was given, before or after, with its reason', () => {
  const reason = new Error('mine');
  expect(new Patience(5, AbortSignal.abort(reason), 'x').signal.reason).toBe(reason);
  const controller = new AbortController();
  const { signal } = new Patience(5, controller.signal, 'x');
  controller.abort(reason);
  expect(signal.reason).toBe(reason);
});

it('takes a time that is longer than a timer can be', () => {
  for (const seconds of [2 ** 40, Number.POSITIVE_INFINITY]) {
    const { signal } = new Patience(seconds, undefined, 'x');
    vi.advanceTimersByTime(1e9);
    expect(signal.aborted).toBe(false);
  }
});
