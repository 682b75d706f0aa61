import { describe, expect, it } from 'vitest';
import { type RetryOptions, retry } from '../../src/service/retry.js';
import { settle, VirtualClock } from './virtual-clock.js';

class Busy extends Error {}
class Gone extends Error {}

/** A function that throws these, one after the other, and then returns 'done'. */
function failing(errors: Error[], options: RetryOptions) {
  const clock = new VirtualClock();
  let calls = 0;
  const call = retry(
    () => {
      calls++;
      const error = errors.shift();
      if (error) throw error;
      return 'done';
    },
    { clock, ...options },
  );
  const run = async () => {
    const outcome = call().catch((error: unknown) => error);
    await clock.advance(10_000);
    return { outcome: await outcome, sleeps: clock.sleeps, calls };
  };
  return { run, call, clock };
}

const times = (count: number) => Array.from({ length: count }, () => new Busy('busy'));

describe("oslo's scenarios of RetryDecorator", () => {
  it('LC28 a success needs no second try', async () => {
    expect(await failing([], {}).run()).toEqual({ outcome: 'done', sleeps: [], calls: 1 });
  });

  it('LC29 two listed failures, then a success', async () => {
    const { run } = failing(times(2), { exceptions: [Busy, Gone], incSleepTime: 0.01 });
    expect(await run()).toEqual({ outcome: 'done', sleeps: [0.01, 0.02], calls: 3 });
  });

  it('LC30 the third failure is thrown where two are retried', async () => {
    const { run } = failing(times(5), { exceptions: [Busy], maxRetryCount: 2, incSleepTime: 1 });
    expect(await run()).toEqual({ outcome: expect.any(Busy), sleeps: [1, 2], calls: 3 });
  });

  it('LC31 an error that is not listed is thrown at once', async () => {
    const { run } = failing([new Gone('gone')], { exceptions: [Busy] });
    expect(await run()).toEqual({ outcome: expect.any(Gone), sleeps: [], calls: 1 });
  });
});

// oslo's SleepFixture: what fails for ever has failed for good, and no time has passed.
it('FX1 three tries more of what always fails wait for 2, 4 and 6 s of the clock', async () => {
  const { run } = failing(times(9), { exceptions: [Busy], maxRetryCount: 3, incSleepTime: 2 });
  expect(await run()).toEqual({ outcome: expect.any(Busy), sleeps: [2, 4, 6], calls: 4 });
});

describe('retry', () => {
  it('waits no longer than maxSleepTime, and for ever in number', async () => {
    const { run } = failing(times(8), { exceptions: [Busy] });
    expect((await run()).sleeps).toEqual([10, 20, 30, 40, 50, 60, 60, 60]);
  });

  it('counts for each call by itself', async () => {
    const errors = times(2);
    const { call, clock } = failing(errors, { exceptions: [Busy], maxRetryCount: 2, incSleepTime: 1 });
    const first = call();
    await clock.advance(10);
    expect(await first).toBe('done');
    errors.push(...times(2));
    const second = call();
    await clock.advance(10);
    expect(await second).toBe('done');
    expect(clock.sleeps).toEqual([1, 2, 1, 2]);
  });

  it('keeps this, the arguments, the name and the result; a promise is awaited', async () => {
    const counter = {
      base: 40,
      add: retry(async function add(this: { base: number }, a: number) {
        return this.base + a;
      }),
    };
    expect(counter.add.name).toBe('add');
    expect(await counter.add(2)).toBe(42);
  });

  // As a compiler applies it: vitest has none for decorators.
  it('decorates methods', async () => {
    const clock = new VirtualClock();
    class Client {
      tries = 0;
      async ask(what: string): Promise<string> {
        this.tries++;
        if (this.tries < 3) throw new Busy('busy');
        return `${what} after ${this.tries}`;
      }
    }
    const decorate = retry({ exceptions: [Busy], incSleepTime: 1, clock });
    const context = { kind: 'method', name: 'ask' } as ClassMethodDecoratorContext;
    Client.prototype.ask = decorate(Client.prototype.ask, context);
    const answer = new Client().ask('told');
    await clock.advance(10);
    expect(await answer).toBe('told after 3');
  });

  it('ends a wait at the signal, with its reason, and does not begin after it', async () => {
    const controller = new AbortController();
    const { call, clock } = failing(times(9), { exceptions: [Busy], signal: controller.signal });
    const outcome = call().catch((error: unknown) => error);
    await settle();
    expect(clock.sleeps).toEqual([10]);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await outcome).toBe(reason);
    await expect(call()).rejects.toBe(reason);
  });

  it.each([
    [{ maxRetryCount: 1.5 }, 'The maxRetryCount of retry() is 1.5'],
    [{ maxRetryCount: -2 }, 'The maxRetryCount of retry() is -2'],
    [{ incSleepTime: -1 }, 'The incSleepTime of retry() is -1'],
    [{ maxSleepTime: Number.NaN }, 'The maxSleepTime of retry() is NaN'],
    [{ exceptions: Busy }, 'The option exceptions of retry()'],
    [{ signal: 'stop' }, 'The signal of retry() is "stop"; expected an AbortSignal.'],
    [{ maxRetryCounts: 1 }, 'expected "maxRetryCount"'],
    [{ clock: {} }, 'The clock of retry() is an object; expected an object with now() and sleep().'],
  ])('refuses %j before anything is called', (options, message) => {
    expect(() => retry(() => {}, options as RetryOptions)).toThrow(
      expect.objectContaining({ code: 'NL_BAD_VALUE', message: expect.stringContaining(message) }),
    );
    expect(() => retry(options as RetryOptions)).toThrow(message);
  });
});
