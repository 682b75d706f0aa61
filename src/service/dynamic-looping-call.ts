import { badValue, checkSeconds } from './bad-value.js';
import { checkFraction } from './fraction.js';
import { FAILED, LoopingCallBase, type LoopStart } from './looping-call.js';
import { checkOptions } from './unknown-options.js';

export interface DynamicStart extends LoopStart {
  /** The most seconds between two calls; also the delay after a call that returned nothing. */
  periodicIntervalMax?: number | undefined;
  /** The part of each delay, 0 (the default) to 1, that is added to it at the most, at random; also beyond the maximum. */
  jitter?: number | undefined;
}

const OPTIONS = ['initialDelay', 'stopOnException', 'periodicIntervalMax', 'jitter'];

/** Seconds after a call that threw, where that does not end the loop: oslo's 0 makes a hot loop of it. */
const AFTER_FAILURE = 1;

/**
 * The callback returns the seconds until its next call (negative ones count as 0), counted from its end. After
 * an exception, with stopOnException false, it is called again in 1 s, or in periodicIntervalMax if that is less.
 * A result that is no number, and no result without a periodicIntervalMax, end the loop with LaunchError NL_BAD_VALUE,
 * whatever stopOnException says. oslo_service.loopingcall.DynamicLoopingCall.
 */
export class DynamicLoopingCall<A extends unknown[] = []> extends LoopingCallBase<A> {
  readonly kind = 'dynamic';

  /** Throws LaunchError NL_BAD_VALUE for wrong or unknown options, an Error while the call is running. */
  start(options: DynamicStart = {}): this {
    checkOptions(options, OPTIONS, `start() of ${this.name}`);
    const { periodicIntervalMax: max, jitter = 0, ...start } = options;
    if (max !== undefined) checkSeconds(max, `The periodicIntervalMax of ${this.name}`);
    checkFraction(jitter, `The jitter of ${this.name}`);
    return this.begin((result) => {
      const delay = this.#delay(result, max);
      return jitter === 0 ? delay : delay * (1 + this.random() * jitter);
    }, start);
  }

  #delay(result: unknown, max: number | undefined): number {
    if (result === FAILED) return Math.min(AFTER_FAILURE, max ?? AFTER_FAILURE);
    if ((result === undefined || result === null) && max !== undefined) return max;
    if (typeof result === 'number' && !Number.isNaN(result))
      return Math.max(0, Math.min(result, max ?? result));
    const without = max === undefined ? ', or a periodicIntervalMax for when it returns nothing' : '';
    throw badValue(`What ${this.name} returned`, result, `the seconds until its next call${without}`);
  }
}
