import { badValue, checkMethods, checkSeconds } from './bad-value.js';
import { type Clock, realClock } from './clock.js';
import { checkOptions } from './unknown-options.js';

/** A class of errors. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its constructor takes
export type ErrorClass = abstract new (...args: any[]) => unknown;

export interface RetryOptions {
  /** How often a call is tried again; -1, the default, is for ever. */
  maxRetryCount?: number | undefined;
  /** Seconds before the second try, and by which each wait is longer than the last; 10. */
  incSleepTime?: number | undefined;
  /** The most seconds of a wait; 60. */
  maxSleepTime?: number | undefined;
  /** What is worth another try; any other error is thrown at once. By default none is. */
  exceptions?: readonly ErrorClass[] | undefined;
  /** Ends a wait for the next try: the call rejects with its reason then. */
  signal?: AbortSignal | undefined;
  clock?: Clock | undefined;
}

type Retried<This, A extends unknown[], R> = (this: This, ...args: A) => Promise<Awaited<R>>;
type Retrier = <This, A extends unknown[], R>(
  callback: (this: This, ...args: A) => R,
  context?: ClassMethodDecoratorContext,
) => Retried<This, A, R>;

const OPTIONS = ['maxRetryCount', 'incSleepTime', 'maxSleepTime', 'exceptions', 'signal', 'clock'];

/**
 * Wraps a function so that a call of it is tried again when it throws one of the listed errors, after 1, 2, 3 ... times
 * incSleepTime; the last error is thrown when that has happened maxRetryCount times. Each call counts for itself. Without
 * a function it is a decorator of methods, `@retry({ ... })`. Throws LaunchError NL_BAD_VALUE for wrong or unknown
 * options. oslo_service.loopingcall.RetryDecorator, whose calls share one count.
 */
export function retry(options: RetryOptions): Retrier;
export function retry<This, A extends unknown[], R>(
  callback: (this: This, ...args: A) => R,
  options?: RetryOptions,
): Retried<This, A, R>;
export function retry(
  what: RetryOptions | ((...args: unknown[]) => unknown),
  options: RetryOptions = {},
): unknown {
  if (typeof what === 'function') return retrier(options)(what);
  return retrier(what);
}

function retrier(options: RetryOptions): Retrier {
  checkOptions(options, OPTIONS, 'retry()');
  const { maxRetryCount = -1, incSleepTime = 10, maxSleepTime = 60, exceptions = [] } = options;
  const { signal, clock = realClock } = options;
  if (!Number.isInteger(maxRetryCount) || maxRetryCount < -1) {
    throw badValue('The maxRetryCount of retry()', maxRetryCount, 'an integer of at least 0, or -1 for ever');
  }
  checkSeconds(incSleepTime, 'The incSleepTime of retry()');
  checkSeconds(maxSleepTime, 'The maxSleepTime of retry()');
  if (!Array.isArray(exceptions) || exceptions.some((one) => typeof one !== 'function')) {
    throw badValue('The option exceptions of retry()', exceptions, 'a list of classes');
  }
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') {
    throw badValue('The signal of retry()', signal, 'an AbortSignal');
  }
  checkMethods(clock, ['now', 'sleep'], 'The clock of retry()');
  const again = (error: unknown) => exceptions.some((one) => error instanceof one);

  return (callback) => {
    if (typeof callback !== 'function') throw badValue('What retry() wraps', callback, 'a function');
    async function retried(this: unknown, ...args: unknown[]): Promise<unknown> {
      for (let count = 1; ; count++) {
        signal?.throwIfAborted();
        try {
          return await (callback as (...args: unknown[]) => unknown).apply(this, args);
        } catch (error) {
          if (!again(error) || (maxRetryCount >= 0 && count > maxRetryCount)) throw error;
        }
        await clock.sleep(Math.min(count * incSleepTime, maxSleepTime), signal);
      }
    }
    return Object.defineProperty(retried, 'name', { value: callback.name }) as never;
  };
}
