import { badValue, checkSeconds } from './bad-value.js';
import { LoopingCallBase, LoopingCallTimeOut } from './looping-call.js';
import { gauss } from './random.js';
import { checkOptions } from './unknown-options.js';

export interface BackOffStart {
  /** Seconds before the first call; 0, the default, calls at once. */
  initialDelay?: number | undefined;
  /** Seconds from which the back-off starts; 1. */
  startingInterval?: number | undefined;
  /** The most seconds that are waited since the last success; 0 is no limit. 300. */
  timeout?: number | undefined;
  /** The most seconds between a failure and the next call; 300. */
  maxInterval?: number | undefined;
  /** The fewest; 0.001. */
  minInterval?: number | undefined;
  /** What waits are multiplied with: on average this, with a standard deviation of 0.1. Half of it is no back-off. 0.75. */
  jitter?: number | undefined;
}

const OPTIONS = ['initialDelay', 'startingInterval', 'timeout', 'maxInterval', 'minInterval', 'jitter'];
const DEVIATION = 0.1;

/**
 * Calls less and less often while it fails: the callback returns whether it has succeeded; a LoopingCallDone ends it. After
 * a success the next call comes in startingInterval × j seconds; after a failure in twice the interval × j, at least
 * minInterval and at most maxInterval, and then the interval grows by 2 × jitter (half as much again, by default). j is
 * the jitter at random. When the waits since the last success would exceed the timeout, wait() rejects with a
 * LoopingCallTimeOut. An exception ends it. oslo_service.loopingcall.BackOffLoopingCall.
 */
export class BackOffLoopingCall<A extends unknown[] = []> extends LoopingCallBase<A> {
  readonly kind = 'back-off';

  /** Throws LaunchError NL_BAD_VALUE for wrong or unknown options, an Error while the call is running. */
  start(options: BackOffStart = {}): this {
    checkOptions(options, OPTIONS, `start() of ${this.name}`);
    const { initialDelay, startingInterval = 1, timeout = 300, maxInterval = 300 } = options;
    const { minInterval = 0.001, jitter = 0.75 } = options;
    const of = `of ${this.name}`;
    checkSeconds(startingInterval, `The startingInterval ${of}`, { above: true });
    checkSeconds(timeout, `The timeout ${of}`);
    checkSeconds(minInterval, `The minInterval ${of}`, { above: true });
    checkSeconds(maxInterval, `The maxInterval ${of}`, { above: true });
    if (minInterval > maxInterval) {
      throw badValue(`The minInterval ${of}`, minInterval, `at most its maxInterval, ${maxInterval}`);
    }
    if (!Number.isFinite(jitter) || jitter <= 0)
      throw badValue(`The jitter ${of}`, jitter, 'a number above 0');

    let interval = startingInterval;
    let waited = 0;
    return this.begin(
      (success) => {
        const factor = Math.abs(gauss(jitter, DEVIATION, this.random));
        if (success) {
          interval = startingInterval;
          waited = 0;
          return interval * factor;
        }
        const idle = Math.min(Math.max(interval * 2 * factor, minInterval), maxInterval);
        interval = Math.max(interval * 2 * jitter, minInterval);
        if (timeout > 0 && waited + idle > timeout) throw new LoopingCallTimeOut(this.name, waited + idle);
        waited += idle;
        return idle;
      },
      { initialDelay },
    );
  }
}
