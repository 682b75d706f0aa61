import { checkSeconds } from './bad-value.js';
import { checkFraction } from './fraction.js';
import { LoopingCallBase, type LoopStart } from './looping-call.js';
import { Rhythm } from './rhythm.js';
import { checkOptions } from './unknown-options.js';

export interface FixedIntervalStart extends LoopStart {
  /** Seconds from the beginning of a call to the beginning of the next; 0 calls again at the next turn. */
  interval: number;
  /**
   * The part of the interval, 0 (the default) to 1, by which a call is late at the most: each by a time of its own, at
   * random, without moving those that follow. For many timers that should not call all at once.
   */
  jitter?: number | undefined;
}

const OPTIONS = ['interval', 'initialDelay', 'stopOnException', 'jitter'];

/** An overrun of less, in seconds, is the resolution of timers and not worth a line. */
const NOTICEABLE = 0.01;

/**
 * Calls at a fixed interval, without drift: the next call is due one interval after the last was due, however
 * late its timer fired. A call that takes longer than the interval is followed at once by the next, with a
 * warning; calls that were missed are not made up for. oslo_service.loopingcall.FixedIntervalLoopingCall.
 */
export class FixedIntervalLoopingCall<A extends unknown[] = []> extends LoopingCallBase<A> {
  readonly kind: string = 'fixed interval';
  #interval: number | undefined;

  /** Seconds; undefined before start(). */
  override get interval(): number | undefined {
    return this.#interval;
  }

  /** Throws LaunchError NL_BAD_VALUE for wrong or unknown options, an Error while the call is running. */
  start(options: FixedIntervalStart): this {
    checkOptions(options, OPTIONS, `start() of ${this.name}`);
    return this.beginAt(options);
  }

  protected beginAt({
    interval,
    jitter = 0,
    ...options
  }: FixedIntervalStart & { timeout?: number | undefined }): this {
    checkSeconds(interval, `The interval of ${this.name}`);
    checkFraction(jitter, `The jitter of ${this.name}`);
    const rhythm = new Rhythm(interval, jitter, this.random);
    this.begin((_result, began, ended) => {
      const elapsed = ended - began;
      if (elapsed - interval >= NOTICEABLE) this.#warn(elapsed, interval);
      return rhythm.next(began, ended);
    }, options);
    this.#interval = interval;
    return this;
  }

  #warn(elapsed: number, interval: number): void {
    const overrun = elapsed - interval;
    this.log.warn(
      { timer: this.name, elapsed, interval, overrun },
      `The looping call ${this.name} ran for ${elapsed.toFixed(2)} s, ` +
        `${overrun.toFixed(2)} s longer than its interval of ${interval} s.`,
    );
  }
}
