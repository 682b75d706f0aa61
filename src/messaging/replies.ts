import { forMany } from './abort.js';
import type { ReplySink } from './driver.js';
import { MessagingTimeout, reason } from './errors.js';
import type { MessagingLog } from './log.js';
import { asReply, type ReplyMessage } from './message.js';
import { delayOf } from './seconds.js';

export interface WaitOptions {
  /** Seconds for the whole call. */
  readonly timeout: number;
  /** Seconds that may pass without a sign of life. */
  readonly monitorTimeout: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** What is called, for the message of a timeout. */
  readonly what: string;
}

/** The calls of a transport that wait for their replies. */
export class Replies implements ReplySink {
  readonly #waiters = new Map<string, Waiter>();

  constructor(private readonly log: MessagingLog) {}

  get waiting(): number {
    return this.#waiters.size;
  }

  /** Waits for the reply to a call that is sent next. */
  expect(messageId: string, options: WaitOptions): Waiter {
    const waiter = new Waiter(messageId, options, () => this.#waiters.delete(messageId));
    if (!waiter.settled) this.#waiters.set(messageId, waiter);
    return waiter;
  }

  reply(message: unknown): void {
    let reply: ReplyMessage;
    try {
      reply = asReply(message);
    } catch (err) {
      this.log.error({ err }, `A reply is dropped: ${reason(err)}.`);
      return;
    }
    const waiter = this.#waiters.get(reply.messageId);
    if (waiter) waiter.take(reply);
    else this.log.debug({ messageId: reply.messageId }, 'A reply came too late: its caller has given up.');
  }

  lost(messageId: string, error: Error): void {
    this.#waiters.get(messageId)?.fail(error);
  }

  /** Ends all waiting. */
  failAll(error: Error): void {
    for (const waiter of [...this.#waiters.values()]) waiter.fail(error);
  }
}

/** One call that waits. */
export class Waiter {
  readonly reply: Promise<ReplyMessage>;
  settled = false;
  #resolve!: (reply: ReplyMessage) => void;
  #reject!: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #monitor: NodeJS.Timeout | undefined;
  /** What an old server has sent ahead of its ending. */
  #early: ReplyMessage | undefined;
  /** Made when somebody wants to know that this call needs no sending any more: most are sent before one could. */
  #abandoned: AbortController | undefined;
  #failure: unknown;

  constructor(
    private readonly messageId: string,
    private readonly options: WaitOptions,
    private readonly forget: () => void,
  ) {
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.reply.catch(() => {});
    const { timeout, monitorTimeout, signal } = options;
    if (signal?.aborted) {
      this.#abort();
      return;
    }
    if (signal) forMany(signal).addEventListener('abort', this.#abort);
    this.#timer = setTimeout(this.#timedOut, delayOf(timeout));
    if (monitorTimeout !== undefined) this.#monitor = setTimeout(this.#silent, delayOf(monitorTimeout));
  }

  /** Fires when the call has ended without a reply. */
  get abandoned(): AbortSignal {
    this.#abandoned ??= new AbortController();
    if (this.#failure !== undefined) this.#abandoned.abort(this.#failure);
    return this.#abandoned.signal;
  }

  take(reply: ReplyMessage): void {
    this.#monitor?.refresh();
    if (!reply.ending) {
      if (reply.result !== null || reply.failure !== null) this.#early = reply;
      return;
    }
    const early = reply.result === null && reply.failure === null ? this.#early : undefined;
    this.#end();
    this.#resolve(early ?? reply);
  }

  fail(error: unknown): void {
    if (this.settled) return;
    this.#end();
    this.#failure = error;
    this.#reject(error);
    this.#abandoned?.abort(error);
  }

  readonly #abort = () => this.fail(this.options.signal?.reason);

  readonly #timedOut = () => this.fail(this.#timeout(this.options.timeout, ''));

  readonly #silent = () =>
    this.fail(this.#timeout(this.options.monitorTimeout!, ' without a sign of life from the server'));

  #timeout(seconds: number, how: string): MessagingTimeout {
    return new MessagingTimeout(
      `Timed out waiting for a reply to message ID ${this.messageId}: ${this.options.what} took more than ${seconds} s${how}.`,
    );
  }

  #end(): void {
    this.settled = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#monitor);
    this.options.signal?.removeEventListener('abort', this.#abort);
    this.forget();
  }
}
