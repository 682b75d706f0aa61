import { badValue, checkSeconds, checkTools } from './bad-value.js';
import { type Clock, realClock } from './clock.js';
import { type Log, stderrLog } from './log.js';
import type { Callback, TimerDescription } from './looping-call.js';
import { canOneEnd, currentMember, type Member } from './member.js';
import { Quiet, type Resting } from './quiet.js';
import { enlist } from './registry.js';
import { type Body, Thread, type ThreadDescription } from './thread.js';
import { ThreadPool } from './thread-pool.js';
import { TimerGroup } from './timer-group.js';
import { checkOptions } from './unknown-options.js';
import { within } from './within.js';

export interface ThreadGroupOptions {
  /** How many threads run at a time; more are queued. oslo's thread_pool_size. */
  capacity?: number | undefined;
  /** For the log. */
  name?: string | undefined;
  log?: Log | undefined;
  clock?: Clock | undefined;
  /** Seconds that stop(false) gives the aborted to end, before it names them in the log and returns. */
  abortGrace?: number | undefined;
  /** False where no thread ever stops or awaits the group: saves telling which thread is the caller. */
  tracked?: boolean | undefined;
}

export interface CancelOptions {
  /** Seconds that the running threads get to end, before the group is stopped. */
  timeout?: number | undefined;
}

/** What a report tells of a thread group. */
export interface ThreadGroupDescription {
  readonly name: string;
  /** Null where there is no limit. */
  readonly capacity: number | null;
  /** How many threads wait for their turn. */
  readonly queued: number;
  readonly stopping: boolean;
  readonly threads: readonly ThreadDescription[];
  readonly timers: readonly TimerDescription[];
}

const OPTIONS = ['capacity', 'name', 'log', 'clock', 'abortGrace', 'tracked'];

/**
 * Threads (async functions) and timers that are stopped and awaited together.
 * oslo_service.threadgroup.ThreadGroup.
 *
 * An exception in a thread or a timer is logged with its name and does nothing else. stop() and wait() may be
 * called from a member: a member never waits for itself, nor for one that waits for it. While a stop() is under
 * way, adding is refused with an error; afterwards the group can be used again (a reload in place does).
 */
export class ThreadGroup extends TimerGroup implements Resting {
  readonly name: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly tracked: boolean;
  readonly #abortGrace: number;
  readonly #pool: ThreadPool;
  readonly #quiet = new Quiet();
  readonly #threadsAlone: Resting;
  readonly #timersAlone: Resting;
  #idents = 0;
  #stops = 0;

  /** Throws LaunchError NL_BAD_VALUE for wrong and unknown options. */
  constructor(options: ThreadGroupOptions = {}) {
    super();
    checkOptions(options, OPTIONS, 'a thread group');
    const { name = 'threads', capacity = 1000, abortGrace = 0.5 } = options;
    if (typeof capacity !== 'number' || !(capacity >= 1)) {
      throw badValue(`The capacity of the thread group ${name}`, capacity, 'a number of at least 1');
    }
    checkSeconds(abortGrace, `The abortGrace of the thread group ${name}`);
    checkTools(options, `the thread group ${name}`);
    this.name = name;
    this.log = options.log ?? stderrLog;
    this.clock = options.clock ?? realClock;
    this.tracked = options.tracked ?? true;
    this.#abortGrace = abortGrace;
    this.#pool = new ThreadPool(capacity);
    this.#threadsAlone = {
      name,
      waitedFor: () => this.#pool.threads(),
      isBusy: (caller) => this.#areThreadsBusy(caller),
    };
    this.#timersAlone = {
      name,
      waitedFor: () => this.liveTimers,
      isBusy: (caller) => canOneEnd(this.liveTimers, caller),
    };
    enlist('thread group', this);
  }

  /** The threads that are queued or run, in the order in which they were added. */
  get threads(): Thread[] {
    return [...this.#pool.threads()].filter((thread) => thread.state !== 'done');
  }

  /**
   * Starts `callback(...args, signal)` as a thread of its own, in the next microtask or, where the group is at
   * its capacity, when a thread has ended. The signal is aborted by stop(). Throws an Error while the group is
   * stopping, LaunchError NL_BAD_VALUE for a callback that is no function.
   */
  addThread<A extends unknown[], F extends Callback<A>>(
    callback: F,
    ...args: A
  ): Thread<Awaited<ReturnType<F>>> {
    if (typeof callback !== 'function') throw badValue('The callback of addThread()', callback, 'a function');
    const name = callback.name || 'anonymous';
    this.refuseWhileStopping(name);
    const thread = new Thread<Awaited<ReturnType<F>>>(
      this,
      ++this.#idents,
      name,
      callback as unknown as Body,
      args,
    );
    this.#pool.add(thread);
    return thread;
  }

  /** Forgets a thread: it goes on, but the group neither stops nor awaits it. Unknown ones are ignored. */
  threadDone(thread: Thread): void {
    if (this.#pool.forget(thread)) this.look();
  }

  /**
   * Stops the timers; one whose callback runs leaves the group when that has ended. With `wait`, resolves when the last
   * has. Never rejects.
   */
  async stopTimers(wait = false): Promise<void> {
    for (const timer of this.liveTimers) timer.stop();
    if (wait) await this.#quiet.wait(this.#timersAlone, true);
  }

  /**
   * Queued threads never run. Running ones are left alone; with a `timeout`, it is waited until they have ended, and
   * those that have not by then are stopped, with the timers, as stop() does. Never rejects; throws LaunchError
   * NL_BAD_VALUE.
   */
  cancel(options: CancelOptions = {}): Promise<void> {
    checkOptions(options, ['timeout'], 'cancel()');
    const { timeout } = options;
    if (timeout !== undefined) checkSeconds(timeout, 'The timeout of cancel()');
    for (const thread of this.#pool.threads()) thread.cancel();
    return timeout === undefined ? Promise.resolve() : this.#endWithin(timeout);
  }

  /**
   * Stops the timers, then the threads. Graceful: resolves when all threads (the queued ones run) and timer
   * callbacks have ended by themselves. Otherwise aborts their signals, cancels the queued, and resolves when
   * all have ended, but after `abortGrace` seconds also without those that ignore their signal: they are named
   * in the log, and only wait() waits for them. stop(false) also ends a graceful stop under way. Never rejects.
   */
  async stop(graceful = false): Promise<void> {
    this.#stops++;
    try {
      void this.stopTimers();
      await (graceful ? this.#quiet.wait(this, false) : this.#abort());
    } finally {
      this.#stops--;
    }
  }

  /** Resolves when no thread and no timer is left, those included that are added meanwhile. Never rejects. */
  wait(): Promise<void> {
    return this.#quiet.wait(this, true);
  }

  *waitedFor(): Iterable<Member> {
    yield* this.#pool.threads();
    yield* this.liveTimers;
  }

  isBusy(caller: Member | undefined): boolean {
    return this.#areThreadsBusy(caller) || canOneEnd(this.liveTimers, caller);
  }

  describe(): ThreadGroupDescription {
    const { capacity, queued } = this.#pool;
    return {
      name: this.name,
      capacity: capacity === Infinity ? null : capacity,
      queued,
      stopping: this.#stops > 0,
      threads: this.threads.map((thread) => thread.describe()),
      timers: this.timers.map((timer) => timer.describe()),
    };
  }

  /** For its threads: `thread` is done. */
  ended(thread: Thread): void {
    this.#pool.leave(thread);
    this.look();
  }

  protected look(): void {
    this.#quiet.look();
  }

  protected refuseWhileStopping(name: string): void {
    if (this.#stops === 0) return;
    throw new Error(
      `The thread group ${this.name} is stopping and takes nothing new (${name || 'anonymous'}).`,
    );
  }

  async #abort(): Promise<void> {
    const caller = currentMember();
    for (const timer of this.liveTimers) if (timer !== caller) timer.abort();
    for (const thread of this.#pool.threads()) if (thread !== caller) thread.stop();
    if (await within(this.clock, this.#abortGrace, this.#quiet.wait(this, false))) return;
    const left = [...this.threads, ...this.liveTimers].filter((m) => m !== caller).map((m) => m.name);
    this.log.warn(
      { group: this.name, left },
      `The thread group ${this.name} was stopped; these ignore their signal: ${left.join(', ')}.`,
    );
    this.#quiet.giveUp();
  }

  async #endWithin(timeout: number): Promise<void> {
    const ended = this.#quiet.wait(this.#threadsAlone, false);
    if (!(await within(this.clock, timeout, ended))) await this.stop();
  }

  /** A queued thread can begin when one that has its place ends, also one that was forgotten. */
  #areThreadsBusy(caller: Member | undefined): boolean {
    const { running, queued, forgottenRunning } = this.#pool;
    return canOneEnd(running, caller) || (queued > 0 && canOneEnd(forgottenRunning, caller));
  }
}
