import { isAbort, type Log, reason } from './log.js';
import { asMember, Member, waitingFor } from './member.js';

/** What a thread group tells its thread, and is told by it. */
export interface ThreadHost {
  readonly log: Log;
  /** Whether the thread must be known as the caller of what it calls; see ThreadGroupOptions. */
  readonly tracked: boolean;
  ended(thread: Thread): void;
}

/**
 * One task of a ThreadGroup. oslo_service.threadgroup.Thread.
 * It is `queued` until its turn comes (at the earliest in the next microtask), then `running`, then `done`.
 */
export class Thread<T = unknown> extends Member {
  /** The callback's name; may be set to a better one. */
  name: string;
  readonly #host: ThreadHost;
  readonly #callback: (signal: AbortSignal) => T | Promise<T>;
  readonly #abort = new AbortController();
  readonly #links: (() => void)[] = [];
  readonly #result: Promise<T>;
  #resolve!: (value: never) => void;
  #reject!: (error: unknown) => void;
  #state: 'queued' | 'running' | 'done' = 'queued';

  constructor(host: ThreadHost, name: string, callback: (signal: AbortSignal) => T | Promise<T>) {
    super();
    this.#host = host;
    this.name = name;
    this.#callback = callback;
    this.#result = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve as (value: never) => void;
      this.#reject = reject;
    });
    // A failure is logged below; only who waits for the thread meets it as a rejection.
    this.#result.catch(() => {});
  }

  get state(): 'queued' | 'running' | 'done' {
    return this.#state;
  }

  /** Resolves to what the callback returned; rejects with what it threw, or an AbortError if it never ran. */
  wait(): Promise<T> {
    return waitingFor(this, this.#result);
  }

  override waitedFor(): Iterable<Member> {
    return this.#state === 'done' ? [] : [this];
  }

  /** Aborts the signal of a running thread; a queued one never runs. */
  stop(): void {
    if (this.#state === 'done') return;
    this.#abort.abort();
    this.cancel();
  }

  /** A queued thread never runs; a running one is left alone. */
  cancel(): void {
    if (this.#state !== 'queued') return;
    this.#abort.abort();
    this.#end();
    this.#reject(this.#abort.signal.reason);
  }

  /** Calls `callback(thread, ...args)` when the thread is done, however it ended; at once if it is. */
  link<A extends unknown[]>(callback: (thread: Thread<T>, ...args: A) => void, ...args: A): void {
    const call = () => {
      try {
        callback(this, ...args);
      } catch (err) {
        this.#host.log.error({ err, thread: this.name }, `A link of the thread ${this.name} failed.`);
      }
    };
    if (this.#state === 'done') call();
    else this.#links.push(call);
  }

  /** For the group: the thread's turn has come. */
  run(): void {
    if (this.#state !== 'queued') return;
    this.#state = 'running';
    const body = async () => this.#callback(this.#abort.signal);
    const running = this.#host.tracked ? asMember(this, body) : body();
    running.then(
      (value) => {
        this.#end();
        this.#resolve(value as never);
      },
      (err) => {
        if (!isAbort(err, this.#abort.signal)) {
          this.#host.log.error({ err, thread: this.name }, `The thread ${this.name} failed: ${reason(err)}`);
        }
        this.#end();
        this.#reject(err);
      },
    );
  }

  #end(): void {
    this.#state = 'done';
    for (const call of this.#links.splice(0)) call();
    this.#host.ended(this);
  }
}
