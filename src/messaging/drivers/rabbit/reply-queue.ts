import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { within } from '../../abort.js';
import type { ReplySink } from '../../driver.js';
import { reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { newId } from '../../message.js';
import { readBody } from './body.js';
import { CLOSE_TIMEOUT, type RabbitConnection } from './connection.js';
import { KeptChannel } from './kept-channel.js';
import type { RabbitOptions } from './options.js';
import { transientQueue } from './topology.js';

/** The queue to which the replies of this process come: one for all its calls, of the same name over reconnects. */
export class ReplyQueue {
  readonly name = `reply_${newId()}`;
  readonly #kept: KeptChannel;
  /** The last message that is not acknowledged yet; those before it are not, either. */
  #last: { channel: ConfirmChannel; message: ConsumeMessage } | undefined;

  constructor(
    connection: RabbitConnection,
    options: RabbitOptions,
    private readonly sink: ReplySink,
    private readonly log: MessagingLog,
  ) {
    const queue = transientQueue(this.name, options);
    this.#kept = new KeptChannel(connection, {
      what: `The reply queue ${this.name}`,
      log,
      always: true,
      lost: () => {
        this.#last = undefined;
      },
      setup: async (channel) => {
        await channel.assertQueue(queue.name, queue.options);
        await channel.consume(queue.name, (message) => this.#take(channel, message), { consumerTag: '1' });
      },
    });
  }

  /** Resolves when replies can come. */
  async open(retry: number, signal?: AbortSignal): Promise<void> {
    await this.#kept.ready(retry, signal);
  }

  #take(channel: ConfirmChannel, message: ConsumeMessage | null): void {
    if (!message) {
      // The queue was deleted, or its node went: it is declared again.
      this.#kept.discard(channel);
      return;
    }
    this.#acknowledge(channel, message);
    try {
      const body = readBody(message);
      if (body instanceof Promise) body.then((read) => this.sink.reply(read), this.#malformed);
      else this.sink.reply(body);
    } catch (error) {
      this.#malformed(error);
    }
  }

  readonly #malformed = (err: unknown) => this.log.error({ err }, `A reply is dropped: ${reason(err)}.`);

  /** One acknowledgement for all that have arrived together. */
  #acknowledge(channel: ConfirmChannel, message: ConsumeMessage): void {
    const scheduled = this.#last !== undefined;
    this.#last = { channel, message };
    if (scheduled) return;
    setImmediate(() => {
      const last = this.#last;
      this.#last = undefined;
      if (last?.channel !== this.#kept.current) return;
      try {
        last?.channel.ack(last.message, true);
      } catch {
        // It is being closed; what comes again finds nobody who waits for it.
      }
    });
  }

  async close(): Promise<void> {
    const channel = await this.#kept.release();
    if (channel) await within(CLOSE_TIMEOUT, channel.deleteQueue(this.name));
    await this.#kept.close();
  }
}
