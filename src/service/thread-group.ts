import { AsyncLocalStorage } from 'node:async_hooks';
import { type Clock, realClock } from './clock.js';
import { DynamicLoopingCall, type DynamicStart } from './dynamic-looping-call.js';
import { FixedIntervalLoopingCall } from './fixed-interval-looping-call.js';
import { type Log, stderrLog } from './log.js';
import type { Callback, LoopingCallBase, LoopStart } from './looping-call.js';
import { currentMember, type Member, Quiet, type Waitable } from './member.js';
import { Thread } from './thread.js';

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

interface TimerOptions<A extends unknown[]> {
  /** Passed to each call, before the signal. */
  args?: [...A] | undefined;
  /** For the log; the callback's name if absent. */
  name?: string | undefined;
}

/**
 * Threads (async functions) and timers that are stopped and awaited together.
 * oslo_service.threadgroup.ThreadGroup.
 *
 * An exception in a thread or a timer is logged with its name and does nothing else. stop() and wait() may be
 * called from a member: a member never waits for itself, nor for one that waits for it. While a stop() is under
 * way, adding is refused with an error; afterwards the group can be used again (a reload in place does).
 */
export class ThreadGroup implements Waitable {
  readonly name: string;
  readonly log: Log;
  readonly tracked: boolean;
  readonly #capacity: number;
  readonly #clock: Clock;
  readonly #abortGrace: number;
  readonly #threads = new Set<Thread>();
  readonly #timers = new Set<LoopingCallBase>();
  readonly #queue: (() => void)[] = [];
  readonly #running = new Set<Thread>();
  readonly #quiet = new Quiet(this, (member, caller) => this.#isBlocked(member, caller));
  #stops = 0;

  /** Throws a TypeError for a capacity below 1. */
  constructor({
    capacity = 1000,
    name = 'threads',
    log = stderrLog,
    clock = realClock,
    abortGrace = 0.5,
    tracked = true,
  }: ThreadGroupOptions = {}) {
    if (!(capacity >= 1)) throw new TypeError(`The capacity of the thread group ${name} must be 1 or more.`);
    this.#capacity = capacity;
    this.name = name;
    this.log = log;
    this.#clock = clock;
    this.#abortGrace = abortGrace;
    this.tracked = tracked;
  }

  /** The threads that are queued or run, in the order in which they were added. */
  get threads(): Thread[] {
    return [...this.#threads].filter((thread) => thread.state !== 'done');
  }

  /** The timers that have not ended. */
  get timers(): LoopingCallBase[] {
    return [...this.#timers];
  }

  /**
   * Starts `callback(...args, signal)` as a thread of its own, in the next microtask or, where the group is at
   * its capacity, when a thread has ended. The signal is aborted by stop(). Throws while the group is stopping.
   */
  addThread<A extends unknown[], F extends Callback<A>>(
    callback: F,
    ...args: A
  ): Thread<Awaited<ReturnType<F>>> {
    const name = callback.name || 'anonymous';
    this.#refuseWhileStopping(name);
    const thread = new Thread(this, name, (signal) => callback(...args, signal) as Awaited<ReturnType<F>>);
    this.#threads.add(thread);
    if (this.#running.size < this.#capacity) {
      this.#running.add(thread);
      queueMicrotask(() => thread.run());
    } else {
      // It is started by the end of another thread, but belongs to who added it.
      const inContext = AsyncLocalStorage.snapshot();
      this.#queue.push(() => {
        if (thread.state !== 'queued') return;
        this.#running.add(thread);
        queueMicrotask(() => inContext(() => thread.run()));
      });
    }
    return thread;
  }

  /** Calls `callback(...args, signal)` every `interval` seconds; see FixedIntervalLoopingCall. */
  addTimer<A extends unknown[] = [], F extends Callback<A> = Callback<A>>(
    interval: number,
    callback: F,
    { args, name, ...start }: LoopStart & TimerOptions<A> = {},
  ): FixedIntervalLoopingCall<A> {
    this.#refuseWhileStopping(name ?? callback.name);
    const timer = new FixedIntervalLoopingCall<A>(callback, {
      args,
      name,
      log: this.log,
      clock: this.#clock,
    });
    return this.#keep(timer.start({ interval, ...start }));
  }

  /** Calls `callback(...args, signal)`, which returns the seconds until its next call; see DynamicLoopingCall. */
  addDynamicTimer<A extends unknown[] = [], F extends Callback<A> = Callback<A>>(
    callback: F,
    { args, name, ...start }: DynamicStart & TimerOptions<A> = {},
  ): DynamicLoopingCall<A> {
    this.#refuseWhileStopping(name ?? callback.name);
    const timer = new DynamicLoopingCall<A>(callback, {
      args: args as A,
      name,
      log: this.log,
      clock: this.#clock,
    });
    return this.#keep(timer.start(start));
  }

  /** Forgets a thread: it goes on, but the group neither stops nor awaits it. Unknown ones are ignored. */
  threadDone(thread: Thread): void {
    this.#threads.delete(thread);
    this.#quiet.look();
  }

  /** Forgets a timer, as threadDone() does a thread. */
  timerDone(timer: LoopingCallBase): void {
    this.#timers.delete(timer);
    this.#quiet.look();
  }

  /** Stops the timers; one whose callback runs leaves the group when that has ended. */
  stopTimers(): void {
    for (const timer of this.#timers) timer.stop();
  }

  /** Queued threads never run; running ones are left alone. */
  cancel(): void {
    for (const thread of this.#threads) thread.cancel();
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
      this.stopTimers();
      await (graceful ? this.#quiet.wait(false) : this.#abort());
    } finally {
      this.#stops--;
    }
  }

  /** Resolves when no thread and no timer is left, those included that are added meanwhile. Never rejects. */
  wait(): Promise<void> {
    return this.#quiet.wait(true);
  }

  waitedFor(): Iterable<Member> {
    return [...this.threads, ...this.#timers];
  }

  /** For its threads: `thread` is done. */
  ended(thread: Thread): void {
    this.#threads.delete(thread);
    this.#running.delete(thread);
    while (this.#queue.length > 0 && this.#running.size < this.#capacity) this.#queue.shift()!();
    this.#quiet.look();
  }

  async #abort(): Promise<void> {
    const caller = currentMember();
    for (const timer of this.#timers) if (timer !== caller) timer.abort();
    for (const thread of this.#threads) if (thread !== caller) thread.stop();
    const quiet = new AbortController();
    const settled = this.#quiet.wait(false).then(() => quiet.abort());
    await Promise.race([settled, this.#clock.sleep(this.#abortGrace, quiet.signal)]);
    if (quiet.signal.aborted) return;
    const left = [...this.threads, ...this.#timers].filter((m) => m !== caller).map((m) => m.name);
    this.log.warn(
      { group: this.name, left },
      `The thread group ${this.name} was stopped; these ignore their signal: ${left.join(', ')}.`,
    );
    this.#quiet.giveUp();
  }

  /** Whether `member` cannot end before `caller` does; a queued thread cannot before one that runs has. */
  #isBlocked(member: Member, caller: Member | undefined): boolean {
    if (!(member instanceof Thread) || member.state !== 'queued') return member.waitsFor(caller);
    if (this.#running.has(member)) return false;
    return [...this.#running].every((runner) => runner === caller || runner.waitsFor(caller));
  }

  #keep<C extends LoopingCallBase>(timer: C): C {
    this.#timers.add(timer);
    timer.onEnd(() => this.timerDone(timer));
    return timer;
  }

  #refuseWhileStopping(name: string): void {
    if (this.#stops === 0) return;
    throw new Error(
      `The thread group ${this.name} is stopping and takes nothing new (${name || 'anonymous'}).`,
    );
  }
}
