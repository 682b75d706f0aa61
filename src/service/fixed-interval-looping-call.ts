import { LoopingCallBase, type LoopStart } from './looping-call.js';

export interface FixedIntervalStart extends LoopStart {
  /** Seconds from the beginning of a call to the beginning of the next; 0 calls again at the next turn. */
  interval: number;
}

/** An overrun of less, in seconds, is the resolution of timers and not worth a line. */
const NOTICEABLE = 0.01;

/**
 * Calls at a fixed interval, without drift: the next call is due one interval after the last was due, however
 * late its timer fired. A call that takes longer than the interval is followed at once by the next, with a
 * warning; calls that were missed are not made up for. oslo_service.loopingcall.FixedIntervalLoopingCall.
 */
export class FixedIntervalLoopingCall<A extends unknown[] = []> extends LoopingCallBase<A> {
  /** Throws a TypeError for an interval that is no number of seconds, an Error while the call is running. */
  start({ interval, ...options }: FixedIntervalStart): this {
    if (!(interval >= 0 && interval < Infinity)) {
      throw new TypeError(`The interval of ${this.name} must be a number of seconds, not ${interval}.`);
    }
    let due: number | undefined;
    return this.begin((_result, began, ended) => {
      // A whole interval late (a blocked event loop, a suspended machine): go on from now, in a new rhythm.
      due = (due === undefined || began - due >= interval ? began : due) + interval;
      const elapsed = ended - began;
      if (elapsed - interval >= NOTICEABLE) this.#warn(elapsed, interval);
      if (due < ended) due = ended;
      return due - ended;
    }, options);
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
