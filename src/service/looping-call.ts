import { type Clock, realClock } from './clock.js';
import { isAbort, type Log, reason, stderrLog } from './log.js';
import { asMember, Member, waitingFor } from './member.js';

/** Thrown by a callback to end its loop; wait() then gives `retvalue`. oslo_service.loopingcall.LoopingCallDone. */
export class LoopingCallDone extends Error {
  override readonly name = 'LoopingCallDone';

  constructor(readonly retvalue: unknown = true) {
    super('The looping call is done.');
  }
}

/** What is called again and again: with the arguments as given, then the signal of abort(). */
export type Callback<A extends unknown[]> = (...args: [...A, AbortSignal]) => unknown;

export interface LoopingCallOptions<A extends unknown[]> {
  /** Passed to each call. */
  args?: A | undefined;
  /** For the log; the callback's name if absent. */
  name?: string | undefined;
  log?: Log | undefined;
  clock?: Clock | undefined;
}

export interface LoopStart {
  /** Seconds before the first call; 0 calls at once. */
  initialDelay?: number | undefined;
  /** Whether an exception of the callback ends the loop (the default) or is only logged. */
  stopOnException?: boolean | undefined;
}

/** Stands for the result of a call that threw. */
export const FAILED = Symbol('failed');

/** Seconds to wait before the next call; `began` and `ended` (seconds of the clock) are those of the last. */
export type IdleFor = (result: unknown, began: number, ended: number) => number;

/** A callback that is called in a loop. oslo_service.loopingcall.LoopingCallBase. */
export abstract class LoopingCallBase<A extends unknown[] = unknown[]> extends Member {
  readonly name: string;
  protected readonly log: Log;
  protected readonly clock: Clock;
  readonly #call: (signal: AbortSignal) => unknown;
  #current: { idle: AbortController; abort: AbortController; result: Promise<unknown> } | undefined;
  #running = false;

  constructor(callback: Callback<A>, options: LoopingCallOptions<A> = {}) {
    super();
    const args = options.args ?? ([] as unknown[] as A);
    this.#call = (signal) => callback(...args, signal);
    this.name = options.name ?? (callback.name || 'anonymous');
    this.log = options.log ?? stderrLog;
    this.clock = options.clock ?? realClock;
  }

  /** True from start() until the last call has ended. */
  get running(): boolean {
    return this.#running;
  }

  /** No more calls, and no wait for one; a call in progress finishes. */
  stop(): void {
    this.#current?.idle.abort();
  }

  /** stop(), and the signal of a call in progress is aborted. */
  abort(): void {
    this.stop();
    this.#current?.abort.abort();
  }

  /**
   * Resolves when the loop has ended: to true after stop(), else to what LoopingCallDone brought. Rejects with
   * the exception that ended the loop, and before start().
   */
  async wait(): Promise<unknown> {
    if (!this.#current) throw new Error(`The looping call ${this.name} has not been started.`);
    return waitingFor(this, this.#current.result);
  }

  /** Calls `callback` once, when the loop that runs now has ended, however it did. */
  onEnd(callback: () => void): void {
    this.#current?.result.then(callback, callback);
  }

  override waitedFor(): Iterable<Member> {
    return this.#running ? [this] : [];
  }

  /** Begins the loop; throws while the last one has not ended. */
  protected begin(idleFor: IdleFor, { initialDelay = 0, stopOnException = true }: LoopStart): this {
    if (this.#running) throw new Error(`The looping call ${this.name} is running already.`);
    const idle = new AbortController();
    const abort = new AbortController();
    this.#running = true;
    const result = this.#loop(idleFor, initialDelay, stopOnException, idle.signal, abort.signal).finally(
      () => {
        this.#running = false;
      },
    );
    // The exception was logged; only who waits for the loop meets it as a rejection.
    result.catch(() => {});
    this.#current = { idle, abort, result };
    return this;
  }

  async #loop(
    idleFor: IdleFor,
    initialDelay: number,
    stopOnException: boolean,
    stopped: AbortSignal,
    aborted: AbortSignal,
  ): Promise<unknown> {
    // Even the first call comes after start() has returned, so that a stop() right after it prevents it.
    await (initialDelay > 0 ? this.clock.sleep(initialDelay, stopped) : undefined);
    while (!stopped.aborted) {
      const began = this.clock.now();
      let result: unknown;
      try {
        result = await asMember(this, () => this.#call(aborted));
      } catch (err) {
        if (err instanceof LoopingCallDone) return err.retvalue;
        if (isAbort(err, aborted)) break;
        this.log.error({ err, timer: this.name }, `The looping call ${this.name} failed: ${reason(err)}`);
        if (stopOnException) throw err;
        result = FAILED;
      }
      if (stopped.aborted) break;
      let delay: number;
      try {
        delay = idleFor(result, began, this.clock.now());
      } catch (err) {
        this.log.error({ err, timer: this.name }, `The looping call ${this.name} ends: ${reason(err)}`);
        throw err;
      }
      await this.clock.sleep(delay, stopped);
    }
    return true;
  }
}
