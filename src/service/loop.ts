import type { Clock } from './clock.js';
import { isAbort, type Log, reason } from './log.js';
import { type Member, MemberCall } from './member.js';
import { Nap } from './nap.js';

/** Thrown by a callback to end its loop; wait() then gives `retvalue`. oslo_service.loopingcall.LoopingCallDone. */
export class LoopingCallDone extends Error {
  override readonly name = 'LoopingCallDone';

  constructor(readonly retvalue: unknown = true) {
    super('The looping call is done.');
  }
}

/** Its time is over: what wait() of a looping call throws then. oslo_service.loopingcall.LoopingCallTimeOut. */
export class LoopingCallTimeOut extends Error {
  override readonly name = 'LoopingCallTimeOut';

  /** `seconds` is how long it was tried. */
  constructor(
    looped: string,
    readonly seconds: number,
  ) {
    super(`The looping call ${looped} timed out after ${Number(seconds.toFixed(2))} s.`);
  }
}

/** Stands for the result of a call that threw. */
export const FAILED = Symbol('failed');

/** Seconds to wait before the next call; `began` and `ended` (seconds of the clock) are those of the last. */
export type IdleFor = (result: unknown, began: number, ended: number) => number;

/** When a call began, in seconds of the clock, and how many seconds it took. */
interface Ended {
  readonly began: number;
  readonly seconds: number;
}

export interface LastResult extends Ended {
  readonly value: unknown;
}

export interface LastError extends Ended {
  readonly error: unknown;
}

export interface LoopOptions {
  readonly member: Member;
  readonly log: Log;
  readonly clock: Clock;
  readonly call: (signal: AbortSignal) => unknown;
  readonly idleFor: IdleFor;
  readonly initialDelay: number;
  readonly stopOnException: boolean;
  /** Seconds after which the loop ends with a LoopingCallTimeOut; 0 is never. */
  readonly timeout: number;
}

/**
 * So many calls share a signal. What they leave on it, as AbortSignal.any() does, goes with it; to make one costs as much as
 * all else about a call. From the eleventh listener on Node.js would warn of a leak.
 */
const CALLS = 10;

/** A looping call from one start() to its end. */
export class Loop {
  readonly result: Promise<unknown>;
  /** Until the last call has ended. */
  running = true;
  /** When the next call is due, in seconds of the clock; undefined during a call, and at the end. */
  due: number | undefined;
  /** When the call in progress began. */
  began: number | undefined;
  runs = 0;
  /** stop() was called. */
  stopped = false;
  lastResult: LastResult | undefined;
  lastError: LastError | undefined;
  readonly #options: LoopOptions;
  readonly #nap: Nap;
  #abort: AbortController | undefined;
  #timedOut: LoopingCallTimeOut | undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#nap = new Nap(options.clock);
    const ends = options.timeout > 0 ? this.#armTimeout(options.timeout) : undefined;
    this.result = this.#run().finally(() => {
      this.running = false;
      this.due = undefined;
      this.began = undefined;
      ends?.wake();
    });
    // The exception was logged; only who waits for the loop meets it as a rejection.
    this.result.catch(() => {});
  }

  /** No more calls, and no wait for one; a call in progress finishes. */
  stop(): void {
    this.stopped = true;
    this.#nap.wake();
  }

  /** stop(), and the signal of a call in progress is aborted. */
  abort(why?: unknown): void {
    this.stop();
    this.#abort?.abort(why);
  }

  async #run(): Promise<unknown> {
    const { member, log, clock, call, idleFor, initialDelay, stopOnException } = this.#options;
    // Even the first call comes after start() has returned, so that a stop() right after it prevents it.
    await (initialDelay > 0 ? this.#sleep(initialDelay, clock.now()) : undefined);
    while (!this.stopped) {
      const began = clock.now();
      this.due = undefined;
      this.began = began;
      this.runs++;
      if (this.runs % CALLS === 1) this.#abort = new AbortController();
      const { signal } = this.#abort!;
      let result: unknown;
      const running = new MemberCall(member);
      try {
        result = await running.run(() => call(signal));
        this.lastResult = { value: result, began, seconds: clock.now() - began };
      } catch (error) {
        const seconds = clock.now() - began;
        if (error instanceof LoopingCallDone) {
          this.lastResult = { value: error.retvalue, began, seconds };
          return error.retvalue;
        }
        if (isAbort(error, signal)) break;
        this.lastError = { error, began, seconds };
        const fields = { err: error, timer: member.name };
        log.error(fields, `The looping call ${member.name} failed: ${reason(error)}`);
        if (stopOnException) throw error;
        result = FAILED;
      } finally {
        running.end();
      }
      this.began = undefined;
      if (this.stopped) break;
      const ended = clock.now();
      await this.#sleep(this.#idleFor(idleFor, result, began, ended), ended);
    }
    if (this.#timedOut) throw this.#end(this.#timedOut);
    return true;
  }

  #sleep(seconds: number, now: number): Promise<void> {
    this.due = now + seconds;
    return this.#nap.sleep(seconds);
  }

  #idleFor(idleFor: IdleFor, result: unknown, began: number, ended: number): number {
    try {
      return idleFor(result, began, ended);
    } catch (error) {
      throw this.#end(error);
    }
  }

  /** Logs what ends the loop. */
  #end(error: unknown): unknown {
    const { log, member } = this.#options;
    const fields = { err: error, timer: member.name };
    if (error instanceof LoopingCallTimeOut) log.warn(fields, error.message);
    else log.error(fields, `The looping call ${member.name} ends: ${reason(error)}`);
    return error;
  }

  #armTimeout(timeout: number): Nap {
    const { clock, member } = this.#options;
    const nap = new Nap(clock);
    void nap.sleep(timeout).then(() => {
      if (!this.running) return;
      const timedOut = new LoopingCallTimeOut(member.name, timeout);
      // One that was stopped before has ended by that.
      if (!this.stopped) this.#timedOut = timedOut;
      this.abort(timedOut);
    });
    return nap;
  }
}
