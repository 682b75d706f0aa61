import { afterEach, describe, expect, it, vi } from 'vitest';
import { deferred, isSettled } from '../service/helpers.js';
import { call, HandMade, intakeOf } from './helpers.js';

afterEach(() => {
  vi.useRealTimers();
});

/** What can happen without time passing has happened. */
const settle = () => isSettled(Promise.resolve());

describe('signs of life', () => {
  const monitored = async (monitor: number, reply?: (kind: string) => Promise<boolean>) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const gate = deferred();
    const { intake } = intakeOf({ m: () => gate.promise });
    intake.open();
    const incoming = new HandMade(call('m', { _timeout: monitor }), reply && { reply });
    intake.take(incoming);
    await settle();
    return { intake, incoming, gate };
  };

  it('come every half of the time, and end with the call', async () => {
    const { intake, incoming, gate } = await monitored(2);
    await vi.advanceTimersByTimeAsync(3500);
    expect(incoming.signs).toHaveLength(3);
    expect(incoming.signs[0]).toMatchObject({
      result: null,
      failure: null,
      ending: false,
      _msg_id: 'a'.repeat(32),
    });
    gate.resolve();
    await intake.idle();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(incoming.signs).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are not sent more often than anybody can want, nor at once for a time too long for a timer', async () => {
    const often = await monitored(1e-9);
    await vi.advanceTimersByTimeAsync(1000);
    expect(often.incoming.signs).toHaveLength(10);
    const seldom = await monitored(1e300);
    await vi.advanceTimersByTimeAsync(1e6);
    expect(seldom.incoming.signs).toHaveLength(0);
  });

  it('do not pile up while one cannot get out', async () => {
    const out = deferred<boolean>();
    const { incoming } = await monitored(2, () => out.promise);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(incoming.signs).toHaveLength(1);
    out.resolve(true);
    await vi.advanceTimersByTimeAsync(2000);
    expect(incoming.signs).toHaveLength(3);
  });

  it('end when the caller is gone, and not when one could not be sent', async () => {
    const gone = await monitored(2, async (kind) => kind === 'final');
    await vi.advanceTimersByTimeAsync(1000);
    await settle();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gone.incoming.signs).toHaveLength(1);
    const failing = await monitored(2, () => Promise.reject(new Error('x')));
    await vi.advanceTimersByTimeAsync(1000);
    await settle();
    await vi.advanceTimersByTimeAsync(1000);
    expect(failing.incoming.signs).toHaveLength(2);
  });

  it('are not for what cannot be dispatched', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { intake } = intakeOf({});
    intake.open();
    intake.take(new HandMade(call('absent', { _timeout: 2 })));
    await intake.idle();
    expect(vi.getTimerCount()).toBe(0);
  });
});
