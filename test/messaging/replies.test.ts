import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MessagingTimeout } from '../../src/messaging/index.js';
import { Replies, type WaitOptions } from '../../src/messaging/replies.js';
import { KeptLog } from '../interop/log.js';
import { isSettled } from '../service/helpers.js';

let kept: KeptLog;
let replies: Replies;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  kept = new KeptLog();
  replies = new Replies(kept.log);
});
afterEach(() => {
  vi.useRealTimers();
});

const expectId = (options: Partial<WaitOptions> = {}) =>
  replies.expect('id', {
    timeout: 10,
    monitorTimeout: undefined,
    signal: undefined,
    what: 'calling m',
    ...options,
  });
const reply = (more: object) =>
  replies.reply({ _msg_id: 'id', result: null, failure: null, ending: true, ...more });

describe('a call that waits', () => {
  it('gets its reply, once, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const waiter = expectId({ monitorTimeout: 2, signal: controller.signal });
    expect([replies.waiting, vi.getTimerCount()]).toEqual([1, 2]);
    reply({ result: 1 });
    reply({ result: 2 });
    replies.lost('id', new Error('too late'));
    expect(await waiter.reply).toMatchObject({ result: 1 });
    expect([replies.waiting, vi.getTimerCount()]).toEqual([0, 0]);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    expect(kept.of('debug')).toHaveLength(1);
    expect(waiter.abandoned.aborted).toBe(false);
  });

  it('takes a result ahead of its ending', async () => {
    const waiter = expectId();
    reply({ result: 'early', ending: false });
    reply({ ending: false });
    expect(await isSettled(waiter.reply)).toBe(false);
    reply({});
    expect(await waiter.reply).toMatchObject({ result: 'early' });
  });

  it('takes a failure ahead of its ending, and what the ending has before it', async () => {
    const first = expectId();
    reply({ failure: '{}', ending: false });
    reply({});
    expect(await first.reply).toMatchObject({ failure: '{}' });
    const second = expectId();
    reply({ result: 'early', ending: false });
    reply({ result: 'late' });
    expect(await second.reply).toMatchObject({ result: 'late' });
  });

  it('is restarted in its silence by signs of life, but not in its time', async () => {
    const waiter = expectId({ timeout: 3, monitorTimeout: 2 });
    vi.advanceTimersByTime(1900);
    reply({ ending: false });
    vi.advanceTimersByTime(1050);
    expect(waiter.settled).toBe(false);
    vi.advanceTimersByTime(50);
    await expect(waiter.reply).rejects.toThrow(/calling m took more than 3 s\.$/);
    const silent = expectId({ timeout: 30, monitorTimeout: 2 });
    vi.advanceTimersByTime(2000);
    await expect(silent.reply).rejects.toThrow(/more than 2 s without a sign of life from the server\.$/);
    await expect(silent.reply).rejects.toBeInstanceOf(MessagingTimeout);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may take longer than a timer can', async () => {
    const waiter = expectId({ timeout: Number.POSITIVE_INFINITY, monitorTimeout: 2 ** 40 });
    vi.advanceTimersByTime(1e9);
    expect(waiter.settled).toBe(false);
    reply({ result: 1 });
    await waiter.reply;
  });

  it('tells who sends it that it needs no sending any more', () => {
    const before = expectId();
    const { abandoned } = before;
    before.fail(new Error('x'));
    expect(abandoned.reason.message).toBe('x');
    const after = expectId();
    after.fail(new Error('y'));
    after.fail(new Error('z'));
    expect(after.abandoned.reason.message).toBe('y');
  });

  it('is never there for a signal that was aborted before', async () => {
    const waiter = expectId({ signal: AbortSignal.abort('why') });
    expect([waiter.settled, replies.waiting, vi.getTimerCount()]).toEqual([true, 0, 0]);
    await expect(waiter.reply).rejects.toBe('why');
  });
});

it('lost and failAll end what waits; an unheard end is no unhandled rejection', async () => {
  const one = expectId();
  replies.lost('other', new Error('x'));
  replies.lost('id', new Error('lost'));
  await expect(one.reply).rejects.toThrow('lost');
  expectId();
  replies.failAll(new Error('closed'));
  expect([replies.waiting, vi.getTimerCount()]).toEqual([0, 0]);
  expect(await isSettled(Promise.resolve())).toBe(true);
});

it('what is no reply is dropped, with one line', () => {
  const waiter = expectId();
  for (const message of [null, [], 'x', {}, { _msg_id: 5 }, { _msg_id: 'id', failure: 5, ending: true }])
    replies.reply(message);
  expect(kept.of('error')).toHaveLength(6);
  expect(waiter.settled).toBe(false);
});
