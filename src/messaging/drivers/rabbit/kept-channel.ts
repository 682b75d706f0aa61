import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { MessageDeliveryFailure } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import type { RabbitConnection } from './connection.js';
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
  readonly #closing = new AbortController();

  constructor(
    private readonly connection: RabbitConnection,
    private readonly options: KeptChannelOptions,
  ) {}

  /** The channel that is open now. */
  get current(): ConfirmChannel | undefined {
    return this.#channel;
  }

  /** The channel, once it is open; rejects as RabbitConnection.up() does, and with what its setup meets for good. */
  async ready(retries = -1, signal?: AbortSignal): Promise<ConfirmChannel> {
    for (let failures = 0; ; failures++) {
      if (this.#channel) return this.#channel;
      if (this.#closing.signal.aborted) throw new MessageDeliveryFailure('The transport has been closed.');
      const model = await this.connection.up(retries, signal);
      try {
        return await this.#open(model);
      } catch (error) {
        const why = replyCode(error) === undefined ? (this.connection.lastError ?? error) : error;
        const message = `${this.options.what}: ${explain(why)}`;
        if (isFinal(why) || retries === 0) throw new MessageDeliveryFailure(message, { cause: why });
        this.options.log.warn({ err: why }, message);
      }
      const pause = Math.min(LONGEST_PAUSE, PAUSE * 2 ** failures) * (0.5 + Math.random() / 2);
      const signals = [this.#closing.signal, ...(signal ? [signal] : [])];
      await sleep(pause * 1000, undefined, { signal: AbortSignal.any(signals) }).catch(() => {});
      signal?.throwIfAborted();
    }
  }

  #open(model: ChannelModel): Promise<ConfirmChannel> {
    this.#opening ??= this.#make(model).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #make(model: ChannelModel): Promise<ConfirmChannel> {
    const { setup, lost, log, what } = this.options;
    const channel = await model.createConfirmChannel();
    let open = true;
    let why: unknown;
    channel.on('error', (error: unknown) => {
      why = error;
    });
    // What a callback of ours throws; amqplib would throw it where nobody catches it.
    channel.on('handler-error', (err: Error) => log.error({ err }, `${what}: ${err.message}`));
    channel.once('close', () => {
      open = false;
      const had = this.#channel === channel;
      if (had) this.#channel = undefined;
      lost?.(channel);
      if (why !== undefined && had && !this.options.quiet)
        log.warn({ err: why }, `${what}: the channel broke: ${explain(why)}.`);
      if (this.options.always && had) this.keep();
    });
    await setup?.(channel);
    if (!open) throw why ?? new Error('the channel closed while it was set up');
    this.#channel = channel;
    return channel;
  }

  /** Opens it, however often that takes, until it is closed. */
  keep(): void {
    void (async () => {
      while (!this.#closing.signal.aborted) {
        try {
          await this.ready();
          return;
        } catch (err) {
          if (this.#closing.signal.aborted) return;
          this.options.log.error({ err }, `${(err as Error).message} It is tried again.`);
          const { signal } = this.#closing;
          await sleep(LONGEST_PAUSE * 1000 * (0.5 + Math.random() / 2), undefined, { signal }).catch(
            () => {},
          );
        }
      }
    })();
  }

  /** Opens it no more; what is open stays so until close(). */
  release(): void {
    this.#closing.abort();
  }

  async close(): Promise<void> {
    this.release();
    const channel = this.#channel;
    this.#channel = undefined;
    await channel?.close().catch(() => {});
  }
}
