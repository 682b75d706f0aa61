import { badValue } from './bad-value.js';
import { isAbort, reason } from './log.js';
import { Member, MemberCall, waitingFor } from './member.js';
import type { ThreadGroup } from './thread-group.js';

/** What a report tells of a thread. */
export interface ThreadDescription {
  readonly name: string;
  readonly ident: number;
  readonly state: 'queued' | 'running' | 'done';
  /** For how long it has been in this state. */
  readonly seconds: number;
  readonly waitsFor: readonly string[];
}

/** What a thread calls: with its arguments, then its signal. */
export type Body = (...args: unknown[]) => unknown;

/**
 * One task of a ThreadGroup. oslo_service.threadgroup.Thread.
 * It is `queued` until its turn comes (at the earliest in the next microtask), then `running`, then `done`.
 */
export class Thread<T = unknown> extends Member {
  /** The callback's name; may be set to a better one. */
  name: string;
  /** Its number in the group, from 1. */
  readonly ident: number;
  readonly group: ThreadGroup;
  readonly #callback: Body;
  readonly #args: readonly unknown[];
  #state: 'queued' | 'running' | 'done' = 'queued';
  #since: number;
  // These are made when they are needed: a thread costs as much as what it holds.
  #abort: AbortController | undefined;
  #links: (() => void)[] | undefined;
  #result: Promise<T> | undefined;
  #settle: ((result: Promise<never>) => void) | undefined;

  constructor(group: ThreadGroup, ident: number, name: string, callback: Body, args: readonly unknown[]) {
    super();
    this.group = group;
    this.ident = ident;
    this.name = name;
    this.#callback = callback;
    this.#args = args;
    this.#since = group.clock.now();
  }

  get state(): 'queued' | 'running' | 'done' {
    return this.#state;
  }

  describe(): ThreadDescription {
    const { name, ident, state } = this;
    const seconds = this.group.clock.now() - this.#since;
    return { name, ident, state, seconds, waitsFor: this.waitsForNames };
  }

  /** Resolves to what the callback returned; rejects with what it threw, or an AbortError if it never ran. */
  wait(): Promise<T> {
    if (!this.#result) {
      if (this.#state === 'done') this.#result = Promise.reject(neverRan(this.name));
      else
        this.#result = new Promise((resolve) => {
          this.#settle = resolve;
        });
    }
    return waitingFor(this, this.#result);
  }

  override waitedFor(): Iterable<Member> {
    return this.#state === 'done' ? [] : [this];
  }

  /** Aborts the signal of a running thread; a queued one never runs. */
  stop(): void {
    if (this.#state === 'queued') this.cancel();
    else if (this.#state === 'running') this.#abort!.abort();
  }

  /** A queued thread never runs; a running one is left alone. */
  cancel(): void {
    if (this.#state !== 'queued') return;
    this.#end();
    this.#settle?.(Promise.reject(neverRan(this.name)));
  }

  /**
   * Calls `callback(thread, ...args)` when the thread is done, however it ended; at once if it is. Throws LaunchError
   * NL_BAD_VALUE for a callback that is no function.
   */
  link<A extends unknown[]>(callback: (thread: Thread<T>, ...args: A) => void, ...args: A): void {
    if (typeof callback !== 'function') throw badValue('The callback of link()', callback, 'a function');
    const call = () => {
      try {
        callback(this, ...args);
      } catch (err) {
        this.group.log.error({ err, thread: this.name }, `A link of the thread ${this.name} failed.`);
      }
    };
    if (this.#state === 'done') call();
    else if (this.#links) this.#links.push(call);
    else this.#links = [call];
  }

  /** For the group: the thread's turn has come. */
  run(): void {
    if (this.#state !== 'queued') return;
    this.#state = 'running';
    this.#since = this.group.clock.now();
    this.#abort = new AbortController();
    const call = this.group.tracked ? new MemberCall(this) : undefined;
    const running = call ? call.run(() => this.#body()) : this.#body();
    running.then(
      () => this.#end(call),
      (err) => {
        if (!isAbort(err, this.#abort!.signal)) {
          this.group.log.error({ err, thread: this.name }, `The thread ${this.name} failed: ${reason(err)}`);
        }
        this.#end(call);
      },
    );
    if (this.#settle) this.#settle(running as Promise<never>);
    else this.#result = running;
  }

  #body(): Promise<T> {
    try {
      return Promise.resolve(this.#callback(...this.#args, this.#abort!.signal) as T);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #end(call?: MemberCall): void {
    this.#state = 'done';
    call?.end();
    for (const call of this.#links?.splice(0) ?? []) call();
    this.group.ended(this);
  }
}

function neverRan(name: string): DOMException {
  return new DOMException(`The thread ${name} was stopped before it began.`, 'AbortError');
}
