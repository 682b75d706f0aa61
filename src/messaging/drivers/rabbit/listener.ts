import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { forMany, within } from '../../abort.js';
import type { Address, Incoming, Listener, ListenOptions } from '../../driver.js';
import { reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { newId } from '../../message.js';
import { Acknowledger } from './acknowledger.js';
import { readBody } from './body.js';
import { CLOSE_TIMEOUT, type RabbitConnection } from './connection.js';
import { KeptChannel } from './kept-channel.js';
import type { RabbitOptions } from './options.js';
import type { ReplySender, Sender } from './reply-sender.js';
import {
  fanoutExchange,
  fanoutStream,
  queueOf,
  sharedQueue,
  topicExchange,
  transientQueue,
} from './topology.js';

/** Seconds that the broker has to answer that it delivers nothing more. */
const CANCEL_TIMEOUT = 10;

export interface RabbitListenerOptions extends ListenOptions {
  readonly connection: RabbitConnection;
  readonly replies: ReplySender;
  readonly options: RabbitOptions;
  readonly log: MessagingLog;
}

/** A server's three queues, and what consumes from them: of the topic, of the server, and its own for what goes to all. */
export class RabbitListener implements Listener {
  readonly #kept: KeptChannel;
  readonly #fanout: string;
  readonly #stopping = new AbortController();
  /** Replies to callers who have vanished and may come back. */
  readonly #background = new Set<Promise<void>>();
  readonly #sender: Sender = {
    stopping: forMany(this.#stopping.signal),
    background: (work) => {
      this.#background.add(work);
      void work.then(() => this.#background.delete(work));
    },
  };
  readonly #acknowledgers = new WeakMap<ConfirmChannel, Acknowledger>();
  /** Where the stream goes on. */
  #offset: 'last' | number = 'last';

  constructor(
    private readonly address: Address,
    private readonly given: RabbitListenerOptions,
  ) {
    const { connection, log, options } = given;
    this.#fanout = options.rabbit_stream_fanout
      ? fanoutStream(address.topic, options).name
      : `${address.topic}_fanout_${newId()}`;
    this.#kept = new KeptChannel(connection, {
      what: `The server ${queueOf(address)}`,
      log,
      always: true,
      setup: (channel) => this.#setup(channel),
      lost: (channel) => this.#lost(channel),
    });
  }

  /** Resolves when the consumers are registered. */
  async open(): Promise<void> {
    try {
      await this.#kept.ready();
    } catch (error) {
      await this.#kept.close();
      throw error;
    }
  }

  get #queues(): readonly string[] {
    return [this.address.topic, queueOf(this.address), this.#fanout];
  }

  async #setup(channel: ConfirmChannel): Promise<void> {
    const { options } = this.given;
    const prefetch = options.rabbit_qos_prefetch_count || Math.min(this.given.prefetch, 65_535);
    const acknowledger = new Acknowledger(channel, prefetch);
    this.#acknowledgers.set(channel, acknowledger);
    await channel.prefetch(prefetch);
    await this.#declare(channel);
    for (const [index, queue] of this.#queues.entries()) {
      const stream = options.rabbit_stream_fanout && queue === this.#fanout;
      const args = {
        ...(options.enable_cancel_on_failover && { 'x-cancel-on-ha-failover': true }),
        ...(stream && { 'x-stream-offset': this.#offset }),
      };
      await channel.consume(queue, (message) => this.#take(channel, acknowledger, message), {
        consumerTag: String(index + 1),
        ...(Object.keys(args).length > 0 && { arguments: args }),
      });
    }
  }

  async #declare(channel: ConfirmChannel): Promise<void> {
    const { options } = this.given;
    const { topic } = this.address;
    const exchange = topicExchange(this.address.exchange, options);
    await channel.assertExchange(exchange.name, exchange.type, exchange.options);
    for (const name of [topic, queueOf(this.address)]) {
      const queue = sharedQueue(name, options);
      await channel.assertQueue(name, queue.options);
      await channel.bindQueue(name, exchange.name, name);
    }
    const all = fanoutExchange(topic, options);
    await channel.assertExchange(all.name, all.type, all.options);
    const queue = options.rabbit_stream_fanout
      ? fanoutStream(topic, options)
      : transientQueue(this.#fanout, options);
    await channel.assertQueue(queue.name, queue.options);
    await channel.bindQueue(queue.name, all.name, topic);
  }

  #take(channel: ConfirmChannel, acknowledger: Acknowledger, message: ConsumeMessage | null): void {
    if (!message) {
      // The queue was deleted, or its node went. Another channel declares it; what is not acknowledged comes again.
      this.given.log.warn(
        {},
        `The broker has ended a consumer of ${queueOf(this.address)}; it is made again.`,
      );
      this.#kept.discard(channel);
      return;
    }
    acknowledger.delivered(message);
    try {
      const body = readBody(message);
      if (body instanceof Promise)
        body.then(
          (read) => this.#hand(acknowledger, message, read),
          (error) => this.#malformed(acknowledger, message, error),
        );
      else this.#hand(acknowledger, message, body);
    } catch (error) {
      this.#malformed(acknowledger, message, error);
    }
  }

  #malformed(acknowledger: Acknowledger, message: ConsumeMessage, err: unknown): void {
    this.given.log.error({ err }, `A message to ${message.fields.routingKey} is rejected: ${reason(err)}.`);
    acknowledger.reject(message);
  }

  #hand(acknowledger: Acknowledger, message: ConsumeMessage, body: unknown): void {
    const { replies, take } = this.given;
    const offset = message.properties.headers?.['x-stream-offset'];
    if (typeof offset === 'number') this.#offset = offset + 1;
    const incoming: Incoming = {
      message: body,
      acknowledge: () => acknowledger.acknowledge(message),
      // What goes to all is not for somebody else.
      requeue: () => {
        if (message.fields.consumerTag === '3') acknowledger.reject(message);
        else acknowledger.requeue(message);
      },
      reply: (text, kind) => {
        const queue = (body as { _reply_q?: unknown })._reply_q;
        if (typeof queue !== 'string') return Promise.resolve(false);
        return kind === 'final' ? replies.send(queue, text, this.#sender) : replies.sendOnce(queue, text);
      },
    };
    take(incoming);
  }

  #lost(channel: ConfirmChannel): void {
    this.#acknowledgers.get(channel)?.close();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const channel = await this.#kept.release();
    if (!channel) return;
    const cancelled = Promise.all(['1', '2', '3'].map((tag) => channel.cancel(tag)));
    // A channel that breaks meanwhile delivers nothing any more; one of a silent broker is given up.
    if (!(await within(CANCEL_TIMEOUT, cancelled))) this.#kept.discard(channel);
  }

  async close(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
    const channel = await this.#kept.release();
    if (channel && !this.given.options.rabbit_stream_fanout)
      await within(CLOSE_TIMEOUT, channel.deleteQueue(this.#fanout));
    await this.#kept.close();
  }
}
