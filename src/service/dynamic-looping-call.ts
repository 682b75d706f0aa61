import { FAILED, LoopingCallBase, type LoopStart } from './looping-call.js';

export interface DynamicStart extends LoopStart {
  /** The most seconds between two calls; also the delay after a call that returned nothing. */
  periodicIntervalMax?: number | undefined;
}

/** Seconds after a call that threw, where that does not end the loop: oslo's 0 makes a hot loop of it. */
const AFTER_FAILURE = 1;

/**
 * The callback returns the seconds until its next call (negative ones count as 0), counted from its end. After
 * an exception, with stopOnException false, it is called again in 1 s, or in periodicIntervalMax if that is less.
 * A result that is no number ends the loop with a TypeError, no result without a periodicIntervalMax with an
 * Error, whatever stopOnException says. oslo_service.loopingcall.DynamicLoopingCall.
 */
export class DynamicLoopingCall<A extends unknown[] = []> extends LoopingCallBase<A> {
  /** Throws an Error while the call is running. */
  start({ periodicIntervalMax: max, ...options }: DynamicStart = {}): this {
    return this.begin((result) => {
      if (result === FAILED) return Math.min(AFTER_FAILURE, max ?? AFTER_FAILURE);
      if (result === undefined || result === null) {
        if (max !== undefined) return max;
        throw new Error(
          `${this.name} returned no delay, and there is no periodicIntervalMax to use instead.`,
        );
      }
      if (typeof result !== 'number' || Number.isNaN(result)) {
        throw new TypeError(
          `${this.name} must return the seconds until its next call, not ${String(result)}.`,
        );
      }
      return Math.max(0, Math.min(result, max ?? result));
    }, options);
  }
}
