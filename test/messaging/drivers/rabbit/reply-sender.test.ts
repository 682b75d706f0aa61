import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Outcome, Publication, Publisher } from '../../../../src/messaging/drivers/rabbit/publisher.js';
import { ReplySender } from '../../../../src/messaging/drivers/rabbit/reply-sender.js';
import { KeptLog } from '../../../interop/log.js';

/** Replies to queues that are not there: with a publisher whose outcomes the test decides, and a clock of its own. */

let outcome: (publication: Publication) => Outcome | Error | Promise<Outcome>;
let isOpen: boolean;
let sent: string[];
let work: Promise<void>[];
let kept: KeptLog;
let stopping: AbortController;
let opened: number;
let replies: ReplySender;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  [sent, work, kept, stopping] = [[], [], new KeptLog(), new AbortController()];
  opened = 0;
  const publish = async (publication: Publication): Promise<Outcome> => {
    const text = JSON.parse(publication.content.toString())['oslo.message'] as string;
    const result = await outcome(publication);
    if (result instanceof Error) throw result;
    if (result === 'confirmed') sent.push(text);
    return result;
  };
  const never = new Promise(() => {});
  const open = () => {
    opened++;
    return never;
  };
  isOpen = true;
  const publisher = {
    publish,
    open,
    get isOpen() {
      return isOpen;
    },
  } as unknown as Publisher;
  replies = new ReplySender(publisher, { missingConsumerRetryTimeout: 60, log: kept.log });
});
afterEach(() => {
  replies.close();
  vi.useRealTimers();
});

const send = (text: string) =>
  replies.send('queue', text, {
    stopping: stopping.signal,
    background: (job) => work.push(job),
  });

it('wait for a queue that comes back, behind one that tries; what is refused then takes nobody along', async () => {
  outcome = () => 'returned';
  expect(await Promise.all(['a', 'b', 'c'].map(send))).toEqual([true, true, true]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([]);
  outcome = ({ content }) => (content.includes('"b"') ? new Error('too large') : 'confirmed');
  await vi.advanceTimersByTimeAsync(300);
  await Promise.all(work);
  expect(sent.sort()).toEqual(['a', 'c']);
  expect(kept.of('error')).toEqual(['A reply to queue is dropped: too large']);
});

it('the first one that is refused takes nobody along, either', async () => {
  outcome = () => 'returned';
  await Promise.all(['a', 'b'].map(send));
  outcome = ({ content }) => (content.includes('"a"') ? new Error('too large') : 'confirmed');
  await vi.advanceTimersByTimeAsync(300);
  await Promise.all(work);
  expect(sent).toEqual(['b']);
});

it('are given up after their time, once for all, and remembered as gone for a while', async () => {
  outcome = () => 'returned';
  await Promise.all(['a', 'b'].map(send));
  await vi.advanceTimersByTimeAsync(61_000);
  await Promise.all(work);
  expect(kept.of('warn')).toEqual(['A caller is gone, and its queue queue: replies to it are dropped.']);
  expect(await send('c')).toBe(false);
  outcome = () => 'confirmed';
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await send('d')).toBe(true);
  expect(sent).toEqual(['d']);
});

it('of a server that is stopping are given up soon', async () => {
  outcome = () => 'returned';
  await send('a');
  stopping.abort();
  await vi.advanceTimersByTimeAsync(5_300);
  await Promise.all(work);
});

it('wait for a broker for a while, also when their server has been stopping for longer', async () => {
  let up!: () => void;
  // As a publisher without a connection: it waits for one, or until the signal fires.
  outcome = ({ signal }) =>
    new Promise((resolve, reject) => {
      up = () => resolve('confirmed');
      signal!.addEventListener('abort', () => reject(signal!.reason));
    });
  stopping.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  const late = send('late');
  await vi.advanceTimersByTimeAsync(4000);
  up();
  expect(await late).toBe(true);
  expect(sent).toEqual(['late']);
  const never = send('never');
  const failed = expect(never).rejects.toThrow('there was no broker that took it while the server stopped');
  await vi.advanceTimersByTimeAsync(5000);
  await failed;
  expect(vi.getTimerCount()).toBe(0);
});

it('that a silent broker does not confirm are given up soon once their server is stopping', async () => {
  outcome = () => new Promise(() => {});
  const sending = send('a');
  const failed = expect(sending).rejects.toThrow('there was no broker that took it while the server stopped');
  await vi.advanceTimersByTimeAsync(60_000);
  stopping.abort();
  await vi.advanceTimersByTimeAsync(5000);
  await failed;
  expect(vi.getTimerCount()).toBe(0);
});

it('are sent again when the connection broke, but not for ever', async () => {
  let times = 0;
  outcome = () => (++times < 4 ? 'unknown' : 'confirmed');
  expect(await send('a')).toBe(true);
  expect(sent).toEqual(['a']);
  outcome = () => 'unknown';
  await expect(send('b')).rejects.toThrow('The connection to the broker broke each time that it was sent.');
});

it('that are signs of life wait for nothing', async () => {
  outcome = () => 'returned';
  expect(await replies.sendOnce('queue', 'sign')).toBe(false);
  outcome = () => 'unknown';
  expect(await replies.sendOnce('queue', 'sign')).toBe(true);
  expect(work).toEqual([]);
});

it('that are signs of life in an outage ask for the connection once', async () => {
  isOpen = false;
  const signs = Array.from({ length: 5 }, () => replies.sendOnce('queue', 'sign'));
  expect(await Promise.all(signs)).toEqual([true, true, true, true, true]);
  expect(opened).toBe(1);
});
