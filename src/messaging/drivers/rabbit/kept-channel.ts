import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { forMany, within } from '../../abort.js';
import { MessageDeliveryFailure, reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { CLOSE_TIMEOUT, type RabbitConnection } from './connection.js';
import { explain, isFinal, replyCode } from './explain.js';

export interface KeptChannelOptions {
  /** What it is for, for the log. */
  readonly what: string;
  readonly log: MessagingLog;
  /** Makes of a fresh channel what it is to be. */
  readonly setup?: (channel: ConfirmChannel) => Promise<void>;
  /** The channel is gone, with all that was under way on it. */
  readonly lost?: (channel: ConfirmChannel) => void;
  /** Whether it is opened again without being asked for: a channel that consumes. */
  readonly always?: boolean;
  /** Whether it is nothing to tell of that it breaks. */
  readonly quiet?: boolean;
}

/** Seconds until the next try, when the channel breaks while the connection stands. */
const PAUSE = 0.25;
const LONGEST_PAUSE = 30;

/** A channel of a connection that is opened again, with all that stood on it, when it or the connection breaks. */
export class KeptChannel {
  #channel: ConfirmChannel | undefined;
  #opening: Promise<ConfirmChannel> | undefined;
  readonly #discarded = new WeakSet<ConfirmChannel>();
  readonly #released = new AbortController();
  /** Nothing is opened any more. */
  readonly #closing: AbortSignal;

  constructor(
    private readonly connection: RabbitConnection,
    private readonly options: KeptChannelOptions,
  ) {
    this.#closing = forMany(AbortSignal.any([connection.closing, this.#released.signal]));
  }

  /** The channel that is open now. */
  get current(): ConfirmChannel | undefined {
    return this.#channel;
  }

  /** The channel, once it is open; rejects as RabbitConnection.up() does, and with what its setup meets for good. */
  async ready(retries = -1, signal?: AbortSignal): Promise<ConfirmChannel> {
    const either = signal ? AbortSignal.any([this.#closing, signal]) : this.#closing;
    for (let failures = 0; ; failures++) {
      if (this.#channel) return this.#channel;
      either.throwIfAborted();
      const model = await this.connection.up(retries, either);
      try {
        return await this.#open(model);
      } catch (error) {
        either.throwIfAborted();
        const why = replyCode(error) === undefined ? (this.connection.lastError ?? error) : error;
        const message = `${this.options.what}: ${explain(why)}`;
        // The connection stands, and it was not the broker who refused: it was asked for what cannot be.
        const impossible =
          this.connection.isUp(model) && !isOfClosed(error) && replyCode(error) === undefined;
        if (isFinal(why) || impossible || retries === 0)
          throw new MessageDeliveryFailure(message, { cause: why });
        this.options.log.warn({ err: why }, message);
      }
      const pause = Math.min(LONGEST_PAUSE, PAUSE * 2 ** failures) * (0.5 + Math.random() / 2);
      await sleep(pause * 1000, undefined, { signal: either }).catch(() => {});
    }
  }

  /** Opens it, however often that takes, until it is released. */
  keep(): void {
    void (async () => {
      while (!this.#closing.aborted) {
        try {
          await this.ready();
          return;
        } catch (err) {
          if (this.#closing.aborted) return;
          this.options.log.error({ err }, `${reason(err)} It is tried again.`);
          const pause = LONGEST_PAUSE * 1000 * (0.5 + Math.random() / 2);
          await sleep(pause, undefined, { signal: this.#closing }).catch(() => {});
        }
      }
    })();
  }

  /** It is not what it should be, though nobody has said that it is closed: another one is opened. */
  discard(channel: ConfirmChannel): void {
    if (this.#channel !== channel) {
      // It breaks while it is set up.
      channel.close().catch(() => {});
      return;
    }
    this.#channel = undefined;
    this.#discarded.add(channel);
    channel.close().catch(() => {});
    this.options.lost?.(channel);
    if (this.options.always) this.keep();
  }

  /** Opens it no more. Resolves to the channel that stays open until close(). */
  async release(): Promise<ConfirmChannel | undefined> {
    this.#released.abort(new MessageDeliveryFailure(`${this.options.what}: it has been closed.`));
    // One that comes up later is closed by itself.
    if (this.#opening) await within(CLOSE_TIMEOUT, this.#opening);
    return this.#channel;
  }

  async close(): Promise<void> {
    const channel = await this.release();
    this.#channel = undefined;
    if (channel) await within(CLOSE_TIMEOUT, channel.close());
  }

  #open(model: ChannelModel): Promise<ConfirmChannel> {
    this.#opening ??= this.#make(model).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #make(model: ChannelModel): Promise<ConfirmChannel> {
    const { setup, log, what } = this.options;
    const channel = await model.createConfirmChannel();
    let why: unknown;
    let open = true;
    channel.on('error', (error: unknown) => {
      why = error;
    });
    // What a callback of ours throws; amqplib would throw it where nobody catches it.
    channel.on('handler-error', (err: Error) => log.error({ err }, `${what}: ${err.message}`));
    channel.once('close', () => {
      open = false;
      this.#onClose(channel, why);
    });
    try {
      // It may have been closed before anybody listened, which only a question tells.
      await channel.prefetch(0);
      await setup?.(channel);
      if (!open) throw why ?? new Error('the channel closed while it was set up');
      this.#closing.throwIfAborted();
    } catch (error) {
      channel.close().catch(() => {});
      throw error;
    }
    this.#channel = channel;
    return channel;
  }

  #onClose(channel: ConfirmChannel, why: unknown): void {
    const { lost, quiet, always, what, log } = this.options;
    if (this.#discarded.has(channel)) return;
    const had = this.#channel === channel;
    if (had) this.#channel = undefined;
    lost?.(channel);
    if (!had) return;
    if (why !== undefined && !quiet) log.warn({ err: why }, `${what}: the channel broke: ${explain(why)}.`);
    if (always) this.keep();
  }
}

/** amqplib's words for what is closed, or closed while it was asked. */
function isOfClosed(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'IllegalOperationError' || /^Channel ended|^the channel closed/.test(error.message);
}
