import type { MessagingLog } from './log.js';
import type { Target } from './target.js';
import type { TransportUrl } from './transport-url.js';

/** What a driver is: the way of messages from one process to another. It does not look into them. */

export interface DriverOptions {
  readonly url: TransportUrl;
  readonly log: MessagingLog;
  /** Settings of the driver by oslo's names; the URL's query has precedence. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Driver {
  /**
   * Opens the way for replies, which is one for all calls; called until it has once succeeded. Resolves to the address
   * that requests carry as `_reply_q`; undefined if replies need none. `retry` and `signal` as in send().
   */
  openReplies(sink: ReplySink, retry: number, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Resolves when the message is handed over: the broker has it, or a server will run it. Rejects with
   * MessageDeliveryFailure, with MessageUndeliverable if it is mandatory and nobody serves the target, and with
   * the reason of its signal. A message that may have been handed over is not sent again, unless `repeatable`.
   */
  send(message: OutgoingMessage): Promise<void>;
  /** Takes requests to `target`; resolves when it can be reached. */
  listen(target: Address, options: ListenOptions): Promise<Listener>;
  /**
   * Tells whoever listens; not there where nobody can. Resolves when the broker has it. Rejects with
   * MessageDeliveryFailure, also when there is no connection, and with the reason of its signal.
   */
  notify?(notification: OutgoingNotification): Promise<void>;
  /** Who takes requests to `target` now. */
  servers(target: Address): Promise<Servers>;
  /** Ends what the calls above have opened; listeners are closed by who opened them. */
  close(): Promise<void>;
}

/** A target with all that a driver needs; the exchange is that of the transport unless the target names one. */
export interface Address {
  readonly exchange: string;
  readonly topic: string;
  readonly server: string | undefined;
  readonly fanout: boolean;
}

export interface OutgoingMessage {
  readonly address: Address;
  /** JSON. */
  readonly text: string;
  /** Of a call: its reply, or its loss, is told to the ReplySink by this id. */
  readonly messageId: string | undefined;
  /** Seconds after which nobody wants it any more; of calls. */
  readonly ttl: number | undefined;
  readonly mandatory: boolean;
  /** How many more times sending is tried when there is no connection: -1 for ever. */
  readonly retry: number;
  /** May be sent again when it is unknown whether it arrived: the servers then may run it twice. */
  readonly repeatable: boolean;
  /** Aborted when the sender gives up. */
  readonly signal: AbortSignal | undefined;
}

export interface OutgoingNotification {
  readonly exchange: string;
  /** With the priority: notifications.info. */
  readonly topic: string;
  /** JSON. */
  readonly text: string;
  /** Whether it waits for those who listen later. */
  readonly keep: boolean;
  /** Aborted when it is given up. */
  readonly signal: AbortSignal;
}

export interface ReplySink {
  /** A reply, parsed and not yet checked. */
  reply(message: unknown): void;
  /** There will be none. */
  lost(messageId: string, error: Error): void;
}

export interface ListenOptions {
  /** How many requests are held that are not yet acknowledged. */
  readonly prefetch: number;
  /** How many requests it has, running and waiting. */
  readonly load: () => number;
  /** Takes a request; must not throw. */
  readonly take: (incoming: Incoming) => void;
}

export interface Incoming {
  /** The request, parsed and not yet checked. */
  readonly message: unknown;
  /**
   * At least once: its method begins now, before it is acknowledged. Its sender need not wait any more; it comes again,
   * elsewhere, if this process dies before acknowledge(). False: its sender has given up, or has it again, and it must
   * not be run. Not there where senders wait for a broker only.
   */
  begin?(): boolean;
  /** Resolves when nobody else will get it any more; rejects if that will never be certain: then it must not be run. */
  acknowledge(): Promise<void>;
  /** Calls back when nobody wants it from here any more, which need not wait then. */
  whenGone?(callback: () => void): void;
  /** Somebody else may have it: it has not been begun here. */
  requeue(): void;
  /**
   * Sends a reply to its caller. Resolves to true when it was handed over, or the driver goes on trying by itself, which
   * Listener.close() waits for; to false when nobody is there. A sign of life is not tried again, and true if it is lost.
   */
  reply(text: string, kind: 'final' | 'sign-of-life'): Promise<boolean>;
}

export interface Listener {
  /** Takes no more requests; resolves when none will come: those delivered since must be requeued. */
  stop(): Promise<void>;
  /** Ends the connection, when all is acknowledged and answered. */
  close(): Promise<void>;
}

export interface Servers {
  /** How many take from it. */
  readonly count: number;
  /** Each by its name, where they are known. */
  readonly names: readonly string[];
}

export type DriverFactory = (options: DriverOptions) => Driver;

/** An address for logs and errors. */
export function printAddress({ topic, server, fanout }: Address | Target): string {
  return `${topic}${server === undefined ? '' : `.${server}`}${fanout ? ' (fanout)' : ''}`;
}
