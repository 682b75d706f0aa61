import { checkSeconds } from './bad-value.js';
import { FixedIntervalLoopingCall, type FixedIntervalStart } from './fixed-interval-looping-call.js';
import { checkOptions } from './unknown-options.js';

export interface FixedIntervalWithTimeoutStart extends FixedIntervalStart {
  /** Seconds from start(), the initial delay included; 0, the default, is no limit. */
  timeout?: number | undefined;
}

const OPTIONS = ['interval', 'initialDelay', 'stopOnException', 'jitter', 'timeout'];

/**
 * As FixedIntervalLoopingCall, for so long: when the time is over, no call begins any more, the signal of one in
 * progress is aborted, and when that has ended wait() rejects with a LoopingCallTimeOut, whatever stopOnException says.
 * A LoopingCallDone of the last call, and an exception that ends it, still count. oslo_service.loopingcall.FixedIntervalWithTimeoutLoopingCall, which
 * looks at the time of day, and only after a call.
 */
export class FixedIntervalWithTimeoutLoopingCall<
  A extends unknown[] = [],
> extends FixedIntervalLoopingCall<A> {
  override readonly kind = 'fixed interval with timeout';

  /** Throws LaunchError NL_BAD_VALUE for wrong or unknown options, an Error while the call is running. */
  override start(options: FixedIntervalWithTimeoutStart): this {
    checkOptions(options, OPTIONS, `start() of ${this.name}`);
    checkSeconds(options.timeout ?? 0, `The timeout of ${this.name}`);
    return this.beginAt(options);
  }
}
