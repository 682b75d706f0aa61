import { badValue, checkSeconds, checkTools } from './bad-value.js';
import { type Clock, realClock } from './clock.js';
import { type Log, reason, stderrLog } from './log.js';
import { type IdleFor, type LastError, type LastResult, Loop } from './loop.js';
import { Member, waitingFor } from './member.js';
import { checkOptions } from './unknown-options.js';

export { FAILED, type IdleFor, LoopingCallDone, LoopingCallTimeOut } from './loop.js';

/** What is called again and again: with the arguments as given, then the signal of abort(). */
export type Callback<A extends unknown[]> = (...args: [...A, AbortSignal]) => unknown;

export interface LoopingCallOptions<A extends unknown[]> {
  /** Passed to each call. */
  args?: A | undefined;
  /** For the log; the callback's name if absent. */
  name?: string | undefined;
  log?: Log | undefined;
  clock?: Clock | undefined;
  /** Numbers of at least 0 and below 1, for jitter and back-off; Math.random if absent. */
  random?: (() => number) | undefined;
}

export interface LoopStart {
  /** Seconds before the first call; 0 calls at once. */
  initialDelay?: number | undefined;
  /** Whether an exception of the callback ends the loop (the default) or is only logged. */
  stopOnException?: boolean | undefined;
}

/** What a report tells of a timer; times in seconds from now. */
export interface TimerDescription {
  readonly name: string;
  readonly kind: string;
  readonly running: boolean;
  readonly interval?: number;
  /** Null while a call is in progress, and at the end. */
  readonly nextRunIn: number | null;
  /** How long the call in progress has run. */
  readonly calledFor: number | null;
  readonly waitsFor: readonly string[];
  readonly runs: number;
  readonly lastError?: string;
}

const OPTIONS = ['args', 'name', 'log', 'clock', 'random'];

/** A callback that is called in a loop. oslo_service.loopingcall.LoopingCallBase. */
export abstract class LoopingCallBase<A extends unknown[] = unknown[]> extends Member {
  readonly name: string;
  /** What it is called in a report. */
  abstract readonly kind: string;
  protected readonly log: Log;
  protected readonly clock: Clock;
  protected readonly random: () => number;
  readonly #call: (signal: AbortSignal) => unknown;
  #loop: Loop | undefined;

  /** Throws LaunchError NL_BAD_VALUE for a callback that is no function, and for wrong or unknown options. */
  constructor(callback: Callback<A>, options: LoopingCallOptions<A> = {}) {
    super();
    const { args = [] as unknown[] as A, name = callback?.name || 'anonymous' } = options ?? {};
    checkOptions(options, OPTIONS, `the looping call ${name}`);
    if (typeof callback !== 'function') {
      throw badValue(`The callback of the looping call ${name}`, callback, 'a function');
    }
    if (!Array.isArray(args)) throw badValue(`The option args of ${name}`, args, 'an array');
    checkTools(options, `the looping call ${name}`);
    const { random = Math.random } = options;
    if (typeof random !== 'function') throw badValue(`The option random of ${name}`, random, 'a function');
    this.#call = (signal) => callback(...args, signal);
    this.name = name;
    this.log = options.log ?? stderrLog;
    this.clock = options.clock ?? realClock;
    this.random = random;
  }

  /** True from start() until the last call has ended. */
  get running(): boolean {
    return this.#loop?.running ?? false;
  }

  /** Whether it has been stopped: no call will begin any more. */
  get stopped(): boolean {
    return this.#loop?.stopped ?? false;
  }

  /** When the next call is due, in seconds of its clock; undefined during a call, and when it does not run. */
  get nextRun(): number | undefined {
    return this.#loop?.due;
  }

  /** Seconds, of a timer that has one. */
  get interval(): number | undefined {
    return undefined;
  }

  /** How many calls have begun since start(). */
  get runs(): number {
    return this.#loop?.runs ?? 0;
  }

  /** What the last call that returned has returned, when it began (seconds of the clock), and how long it took. */
  get lastResult(): LastResult | undefined {
    return this.#loop?.lastResult;
  }

  /** The same of the last call that threw. */
  get lastError(): LastError | undefined {
    return this.#loop?.lastError;
  }

  /** No more calls, and no wait for one; a call in progress finishes. */
  stop(): void {
    this.#loop?.stop();
  }

  /** stop(), and the signal of a call in progress is aborted. */
  abort(): void {
    this.#loop?.abort();
  }

  /**
   * Resolves when the loop has ended: to true after stop(), else to what LoopingCallDone brought. Rejects with
   * the exception that ended the loop, and before start().
   */
  async wait(): Promise<unknown> {
    if (!this.#loop) throw new Error(`The looping call ${this.name} has not been started.`);
    return waitingFor(this, this.#loop.result);
  }

  /** Calls `callback` once, when the loop that runs now has ended, however it did. */
  onEnd(callback: () => void): void {
    this.#loop?.result.then(callback, callback);
  }

  override waitedFor(): Iterable<Member> {
    return this.running ? [this] : [];
  }

  describe(): TimerDescription {
    const now = this.clock.now();
    const { due, began, lastError } = this.#loop ?? {};
    return {
      name: this.name,
      kind: this.kind,
      running: this.running,
      ...(this.interval !== undefined && { interval: this.interval }),
      nextRunIn: due === undefined ? null : Math.max(0, due - now),
      calledFor: began === undefined ? null : now - began,
      waitsFor: this.waitsForNames,
      runs: this.runs,
      ...(lastError && { lastError: reason(lastError.error) }),
    };
  }

  /**
   * Begins the loop. Throws LaunchError NL_BAD_VALUE for a wrong delay, and an Error while the last loop has not
   * ended.
   */
  protected begin(
    idleFor: IdleFor,
    { initialDelay = 0, stopOnException = true, timeout = 0 }: LoopStart & { timeout?: number | undefined },
  ): this {
    checkSeconds(initialDelay, `The initialDelay of ${this.name}`);
    if (typeof stopOnException !== 'boolean')
      throw badValue(`The stopOnException of ${this.name}`, stopOnException, 'true or false');
    if (this.running) throw new Error(`The looping call ${this.name} is running already.`);
    const { log, clock } = this;
    const call = this.#call;
    this.#loop = new Loop({
      member: this,
      log,
      clock,
      call,
      idleFor,
      initialDelay,
      stopOnException,
      timeout,
    });
    return this;
  }
}
