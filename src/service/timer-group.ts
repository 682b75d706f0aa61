import { BackOffLoopingCall, type BackOffStart } from './back-off-looping-call.js';
import { badValue } from './bad-value.js';
import type { Clock } from './clock.js';
import { DynamicLoopingCall, type DynamicStart } from './dynamic-looping-call.js';
import { FixedIntervalLoopingCall, type FixedIntervalStart } from './fixed-interval-looping-call.js';
import {
  FixedIntervalWithTimeoutLoopingCall,
  type FixedIntervalWithTimeoutStart,
} from './fixed-interval-with-timeout-looping-call.js';
import type { Log } from './log.js';
import type { Callback, LoopingCallBase, LoopingCallOptions } from './looping-call.js';

export interface TimerOptions<A extends unknown[]> {
  /** Passed to each call. */
  args?: [...A] | undefined;
  /** For the log; the callback's name if absent. */
  name?: string | undefined;
}

/** Options of a timer, without those that the call has as arguments. */
type Options<Start, A extends unknown[]> = Omit<Start, 'interval'> & TimerOptions<A>;
type OptionsBesideArgs<Start> = Omit<Start, 'interval'> & { name?: string | undefined };

interface Startable<Start> extends LoopingCallBase {
  start(options: Start): unknown;
}

/** The timers of a ThreadGroup, of all kinds. Wrong and unknown options throw LaunchError NL_BAD_VALUE. */
export abstract class TimerGroup {
  abstract readonly log: Log;
  abstract readonly clock: Clock;
  protected readonly liveTimers = new Set<LoopingCallBase>();

  /** The timers that have not ended. */
  get timers(): LoopingCallBase[] {
    return [...this.liveTimers];
  }

  /** Calls `callback(...args, signal)` every `interval` seconds; see FixedIntervalLoopingCall. */
  addTimer<A extends unknown[] = [], F extends Callback<A> = Callback<A>>(
    interval: number,
    callback: F,
    options: Options<FixedIntervalStart, A> = {},
  ): FixedIntervalLoopingCall<A> {
    return this.#add(FixedIntervalLoopingCall<A>, callback, options, { interval });
  }

  /** addTimer() with the arguments of the callback apart. */
  addTimerArgs<A extends unknown[], F extends Callback<A>>(
    interval: number,
    callback: F,
    args: [...A],
    options: OptionsBesideArgs<FixedIntervalStart> = {},
  ): FixedIntervalLoopingCall<A> {
    return this.#add(FixedIntervalLoopingCall<A>, callback, options, { interval, args });
  }

  /** As addTimer(), at most for `timeout` seconds; see FixedIntervalWithTimeoutLoopingCall. */
  addTimerWithTimeout<A extends unknown[] = [], F extends Callback<A> = Callback<A>>(
    interval: number,
    callback: F,
    options: Options<FixedIntervalWithTimeoutStart, A> = {},
  ): FixedIntervalWithTimeoutLoopingCall<A> {
    return this.#add(FixedIntervalWithTimeoutLoopingCall<A>, callback, options, { interval });
  }

  /** Calls `callback(...args, signal)`, which returns the seconds until its next call; see DynamicLoopingCall. */
  addDynamicTimer<A extends unknown[] = [], F extends Callback<A> = Callback<A>>(
    callback: F,
    options: Options<DynamicStart, A> = {},
  ): DynamicLoopingCall<A> {
    return this.#add(DynamicLoopingCall<A>, callback, options);
  }

  /** addDynamicTimer() with the arguments of the callback apart. */
  addDynamicTimerArgs<A extends unknown[], F extends Callback<A>>(
    callback: F,
    args: [...A],
    options: OptionsBesideArgs<DynamicStart> = {},
  ): DynamicLoopingCall<A> {
    return this.#add(DynamicLoopingCall<A>, callback, options, { args });
  }

  /** Calls `callback(...args, signal)`, less and less often while it fails; see BackOffLoopingCall. */
  addBackOffTimer<A extends unknown[] = [], F extends Callback<A> = Callback<A>>(
    callback: F,
    options: Options<BackOffStart, A> = {},
  ): BackOffLoopingCall<A> {
    return this.#add(BackOffLoopingCall<A>, callback, options);
  }

  /** Forgets a timer: it goes on, but the group neither stops nor awaits it. Unknown ones are ignored. */
  timerDone(timer: LoopingCallBase): void {
    this.liveTimers.delete(timer);
    this.look();
  }

  /** Throws an Error while the group is stopping. */
  protected abstract refuseWhileStopping(name: string): void;

  /** A timer has left the group. */
  protected abstract look(): void;

  #add<A extends unknown[], Start, Timer extends Startable<Start>>(
    Kind: new (callback: Callback<A>, options: LoopingCallOptions<A>) => Timer,
    callback: Callback<A>,
    options: Options<Start, A>,
    more?: { interval?: number; args?: [...A] },
  ): Timer {
    // Spread below, a number would be no option at all: oslo has the initial delay at this place.
    if (typeof options !== 'object' || options === null) {
      throw badValue(
        `The last argument for the timer ${callback?.name || 'anonymous'}`,
        options,
        'its options',
      );
    }
    const { args, name, ...start } = { ...options, ...more };
    this.refuseWhileStopping(name ?? callback?.name);
    const timer = new Kind(callback, { args: args as A, name, log: this.log, clock: this.clock });
    timer.start(start as Start);
    this.liveTimers.add(timer);
    timer.onEnd(() => this.timerDone(timer));
    return timer;
  }
}
