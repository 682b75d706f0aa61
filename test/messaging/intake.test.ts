import { afterEach, describe, expect, it, vi } from 'vitest';
import { deferred, isSettled } from '../service/helpers.js';
import { call, HandMade, intakeOf } from './helpers.js';

afterEach(() => {
  vi.useRealTimers();
});

/** What can happen without time passing has happened. */
const settle = () => isSettled(Promise.resolve());

describe('an intake', () => {
  it('gives back what it is given before it is opened, and after it is closed', async () => {
    const { intake } = intakeOf({ m: () => 1 });
    const early = new HandMade(call('m'));
    intake.take(early);
    intake.open();
    const run = new HandMade(call('m'));
    intake.take(run);
    await settle();
    await intake.close(async () => {});
    const late = new HandMade(call('m'));
    intake.take(late);
    await intake.idle();
    expect([early, run, late].map(({ settled }) => settled)).toEqual([
      ['requeued'],
      ['acknowledged'],
      ['requeued'],
    ]);
    expect(run.replies[0]).toMatchObject({ result: 1, failure: null, ending: true, _msg_id: 'a'.repeat(32) });
  });

  it('gives back what waits when the driver has stopped, and not before', async () => {
    const gate = deferred();
    const { intake } = intakeOf({ m: () => gate.promise }, { concurrency: 1 });
    intake.open();
    const all = [1, 2, 3].map(() => new HandMade(call('m')));
    for (const incoming of all) intake.take(incoming);
    const stopped = deferred();
    const closed = intake.close(() => stopped.promise);
    const between = new HandMade(call('m'));
    intake.take(between);
    await settle();
    expect([...all, between].map(({ settled }) => settled)).toEqual([['acknowledged'], [], [], []]);
    stopped.resolve();
    await closed;
    expect([...all, between].map(({ settled }) => settled[0])).toEqual([
      'acknowledged',
      ...Array(3).fill('requeued'),
    ]);
    expect(await isSettled(intake.idle())).toBe(false);
    gate.resolve();
    await intake.idle();
    expect(all[0]!.replies).toHaveLength(1);
  });

  it('gives back what waits though the driver could not stop', async () => {
    const { intake } = intakeOf({ m: () => new Promise(() => {}) }, { concurrency: 1 });
    intake.open();
    const [running, waiting] = [new HandMade(call('m')), new HandMade(call('m'))];
    intake.take(running);
    intake.take(waiting);
    await expect(intake.close(() => Promise.reject(new Error('cannot')))).rejects.toThrow('cannot');
    expect(waiting.settled).toEqual(['requeued']);
  });

  it('does not run what it could not acknowledge, and says so', async () => {
    let ran = 0;
    const { intake, kept } = intakeOf({ m: () => ran++ });
    intake.open();
    const lost = new HandMade(call('m', { _unique_id: 'u' }), {
      acknowledge: () => Promise.reject(new Error('lost')),
    });
    intake.take(lost);
    await intake.idle();
    expect([ran, lost.replies]).toEqual([0, []]);
    expect(kept.of('info')).toEqual(['A request is left to others: lost']);
    // Nor is it remembered: it may come again.
    intake.take(new HandMade(call('m', { _unique_id: 'u' })));
    await intake.idle();
    expect(ran).toBe(1);
  });

  it('acknowledges a duplicate and does not run it', async () => {
    let ran = 0;
    const { intake } = intakeOf({ m: () => ran++ });
    intake.open();
    const twice = [0, 1].map(() => new HandMade(call('m', { _unique_id: 'u' })));
    for (const incoming of twice) intake.take(incoming);
    await intake.idle();
    expect(ran).toBe(1);
    expect(twice.map(({ settled, replies }) => [settled, replies.length])).toEqual([
      [['acknowledged'], 1],
      [['acknowledged'], 0],
    ]);
  });

  it('at least once: acknowledges when the reply is out, and runs what comes again', async () => {
    const sent = deferred<boolean>();
    let ran = 0;
    const { intake } = intakeOf({ m: () => ran++ }, { atLeastOnce: true });
    intake.open();
    const first = new HandMade(call('m', { _unique_id: 'u' }), { reply: () => sent.promise });
    intake.take(first);
    await settle();
    expect([ran, first.settled]).toEqual([1, []]);
    sent.resolve(true);
    await intake.idle();
    expect(first.settled).toEqual(['acknowledged']);
    intake.take(
      new HandMade(call('m', { _unique_id: 'u' }), { acknowledge: () => Promise.reject(new Error('x')) }),
    );
    await intake.idle();
    expect(ran).toBe(2);
  });

  it('says of a reply whether it was lost, or its caller; the place is free before', async () => {
    const sent = deferred<boolean>();
    const { intake, kept } = intakeOf({ m: () => 1 }, { concurrency: 1 });
    intake.open();
    intake.take(new HandMade(call('m'), { reply: () => sent.promise }));
    await settle();
    expect(intake.running).toBe(0);
    expect(await isSettled(intake.idle())).toBe(false);
    intake.take(new HandMade(call('m'), { reply: () => Promise.reject(new Error('broken')) }));
    await settle();
    expect(kept.of('error')).toEqual(['The reply of m could not be sent: broken']);
    sent.resolve(false);
    await intake.idle();
    expect(kept.of('warn')).toEqual(['The caller of m is gone; its reply is dropped.']);
  });

  it('tells the caller, where its reply cannot be sent, and once only', async () => {
    let times = 0;
    const { intake } = intakeOf({ m: () => 'large' });
    intake.open();
    const reply = async () => times++ > 0 || Promise.reject(new RangeError('too large'));
    const incoming = new HandMade(call('m'), { reply });
    intake.take(incoming);
    await intake.idle();
    expect(incoming.replies.map(({ result }) => result)).toEqual(['large', null]);
    expect(JSON.parse(incoming.replies[1]!.failure as string)).toMatchObject({ message: 'too large' });
  });

  it('drops what is no request, with one line, though it cannot be acknowledged', async () => {
    const { intake, kept } = intakeOf({});
    intake.open();
    const all = [
      new HandMade({ method: 1 }),
      new HandMade(undefined, { acknowledge: () => Promise.reject(new Error('x')) }),
    ];
    for (const incoming of all) intake.take(incoming);
    await intake.idle();
    expect(all.map(({ settled }) => settled)).toEqual([['acknowledged'], ['acknowledged']]);
    expect(kept.said.map(({ level }) => level)).toEqual(['error', 'error']);
  });

  it('drops, and lives on, where a driver does what it must not', async () => {
    const { intake, kept } = intakeOf({ m: () => 1 });
    intake.open();
    const broken = Object.assign(new HandMade(call('m')), {
      reply: () => {
        throw new Error('at once');
      },
    });
    intake.take(broken);
    await intake.idle();
    expect(kept.of('error')).toHaveLength(1);
  });

  it.each<[string, string, () => unknown]>([
    ['m', 'error', () => Promise.reject(new Error('x'))],
    ['absent', 'warn', () => 1],
    ['absent_ignore_errors', 'debug', () => 1],
  ])('tells that %s failed as %s', async (method, level, m) => {
    const { intake, kept } = intakeOf({ m });
    intake.open();
    const incoming = new HandMade(call(method));
    intake.take(incoming);
    await intake.idle();
    expect(kept.said.map((said) => said.level)).toEqual([level]);
    expect(incoming.replies[0]).toMatchObject({ result: null, failure: expect.any(String), ending: true });
  });

  it('does not reply to a cast, even if it fails, nor look at its result', async () => {
    const { intake, kept } = intakeOf({ bad: () => Promise.reject(new Error('x')), odd: () => () => 1 });
    intake.open();
    const casts = ['bad', 'odd'].map((method) => new HandMade({ method, _timeout: 1 }));
    for (const incoming of casts) intake.take(incoming);
    await intake.idle();
    expect(casts.flatMap(({ replies, signs }) => [...replies, ...signs])).toEqual([]);
    expect(kept.of('error')).toHaveLength(1);
  });
});

it('tells what a stop waits for', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const gate = deferred();
  const { intake, kept } = intakeOf({ m: () => gate.promise });
  intake.open();
  intake.take(new HandMade(call('m')));
  await settle();
  const idle = intake.idle();
  vi.advanceTimersByTime(30_000);
  expect(kept.of('warn')).toEqual([
    expect.stringMatching(/^The server of topic\.one waits for methods to end: m \(\d+ s\)\.$/),
  ]);
  gate.resolve();
  await idle;
  expect(vi.getTimerCount()).toBe(0);
});

it('what nobody wants any more does not wait on', async () => {
  const gate = deferred();
  const { intake } = intakeOf({ m: () => gate.promise }, { concurrency: 1 });
  intake.open();
  intake.take(new HandMade(call('m')));
  const gone: (() => void)[] = [];
  for (let n = 0; n < 3; n++)
    intake.take(
      Object.assign(new HandMade(call('m')), { whenGone: (callback: () => void) => gone.push(callback) }),
    );
  expect(intake.load).toBe(4);
  for (const callback of gone) callback();
  expect(intake.load).toBe(1);
  gate.resolve();
  await intake.idle();
});
