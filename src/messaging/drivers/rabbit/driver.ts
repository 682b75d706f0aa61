import type {
  Address,
  Driver,
  DriverOptions,
  Listener,
  ListenOptions,
  OutgoingMessage,
  ReplySink,
  Servers,
} from '../../driver.js';
import { printAddress } from '../../driver.js';
import { MessageDeliveryFailure, MessageUndeliverable } from '../../errors.js';
import { seal } from '../../message.js';
import { compress } from './body.js';
import { RabbitConnection } from './connection.js';
import { replyCode } from './explain.js';
import { KeptChannel } from './kept-channel.js';
import { RabbitListener } from './listener.js';
import { type RabbitOptions, readOptions } from './options.js';
import { type Outcome, Publisher } from './publisher.js';
import { ReplyQueue } from './reply-queue.js';
import { ReplySender } from './reply-sender.js';
import { fanoutExchange, queueOf, topicExchange } from './topology.js';

/** Seconds that the answer "somebody serves it" is good for. */
const SERVED = 1;
/** How often a question to the broker is asked before its failure is told. */
const ATTEMPTS = 5;

/**
 * rabbit:// speaks with Python's oslo.messaging through RabbitMQ. Two connections: one takes messages, one sends them,
 * since a broker that is short of memory stops reading from those that send.
 */
export function createRabbitDriver(options: DriverOptions): Driver {
  return new RabbitDriver(options, readOptions(options.url, options.settings));
}

class RabbitDriver implements Driver {
  readonly #consuming: RabbitConnection;
  readonly #publishing: RabbitConnection;
  readonly #requests: Publisher;
  readonly #answers: Publisher;
  readonly #replies: ReplySender;
  readonly #questions: KeptChannel;
  readonly #served = new Map<string, number>();
  #replyQueue: ReplyQueue | undefined;

  constructor(
    private readonly given: DriverOptions,
    private readonly options: RabbitOptions,
  ) {
    const { url, log } = given;
    this.#consuming = new RabbitConnection({ url, options, log, purpose: 'consume' });
    this.#publishing = new RabbitConnection({ url, options, log, purpose: 'publish' });
    const common = { log, compress: options.kombu_compression === 'gzip' ? compress : undefined };
    this.#requests = new Publisher(this.#publishing, { what: 'Sending requests', ...common });
    this.#answers = new Publisher(this.#publishing, { what: 'Sending replies', ...common });
    this.#replies = new ReplySender(this.#answers, {
      missingConsumerRetryTimeout: options.kombu_missing_consumer_retry_timeout,
      log,
    });
    this.#questions = new KeptChannel(this.#publishing, { what: 'Asking the broker', log, quiet: true });
  }

  async openReplies(sink: ReplySink, retry: number, signal?: AbortSignal): Promise<string> {
    this.#replyQueue ??= new ReplyQueue(this.#consuming, this.options, sink, this.given.log);
    await this.#replyQueue.open(retry, signal);
    return this.#replyQueue.name;
  }

  async send(message: OutgoingMessage): Promise<void> {
    const { address, ttl, repeatable, messageId } = message;
    if (message.mandatory && !address.fanout) await this.#assertServed(message);
    const content = Buffer.from(seal(message.text));
    const publication = {
      ...(address.fanout
        ? { exchange: fanoutExchange(address.topic, this.options), routingKey: '' }
        : { exchange: topicExchange(address.exchange, this.options), routingKey: queueOf(address) }),
      content,
      expiration: expiration(ttl),
      mandatory: message.mandatory,
      retry: message.retry,
      get signal() {
        return message.signal;
      },
    };
    for (;;) {
      const publishing = this.#requests.publish(publication);
      // A call has its own timer.
      const outcome: Outcome = await (messageId === undefined
        ? orAborted(publishing, message.signal)
        : publishing);
      if (outcome === 'confirmed') return;
      if (outcome === 'returned') throw nobodyServes(address);
      if (repeatable) continue;
      // The reply to a call tells whether it has arrived.
      if (messageId !== undefined) return;
      throw new MessageDeliveryFailure(
        `The connection to the broker broke while a message to ${printAddress(address)} was on its way: whether it has arrived is unknown, and it is not sent again, lest it be run twice.`,
      );
    }
  }

  async listen(address: Address, options: ListenOptions): Promise<Listener> {
    const listener = new RabbitListener(address, {
      ...options,
      connection: this.#consuming,
      replies: this.#replies,
      options: this.options,
      log: this.given.log,
    });
    await listener.open();
    return listener;
  }

  servers(address: Address): Promise<Servers> {
    return this.#servers(address, -1);
  }

  async #servers(address: Address, retry: number, signal?: AbortSignal): Promise<Servers> {
    for (let attempt = 1; ; attempt++) {
      const channel = await this.#questions.ready(retry, signal);
      try {
        const { consumerCount } = await channel.checkQueue(queueOf(address));
        return { count: consumerCount, names: [] };
      } catch (error) {
        // The answer that there is no such queue closes the channel, and cuts off who has asked behind.
        if (replyCode(error) === 404) return { count: 0, names: [] };
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #assertServed({ address, retry, signal }: OutgoingMessage): Promise<void> {
    const key = `${address.exchange} ${queueOf(address)}`;
    if (performance.now() - (this.#served.get(key) ?? Number.NEGATIVE_INFINITY) < SERVED * 1000) return;
    const { count } = await this.#servers(address, retry, signal);
    if (count === 0) throw nobodyServes(address);
    this.#served.set(key, performance.now());
  }

  async close(): Promise<void> {
    this.#replies.close();
    await this.#replyQueue?.close();
    await Promise.all([this.#requests.close(), this.#answers.close(), this.#questions.close()]);
    await Promise.all([this.#consuming.close(), this.#publishing.close()]);
  }
}

/** Milliseconds, as AMQP writes them; what RabbitMQ's 32 bits do not hold is as good as no end. */
function expiration(ttl: number | undefined): string | undefined {
  const milliseconds = Math.floor((ttl ?? Number.POSITIVE_INFINITY) * 1000);
  return milliseconds < 2 ** 32 ? String(milliseconds) : undefined;
}

const nobodyServes = (address: Address) =>
  new MessageUndeliverable(`Nobody serves ${printAddress(address)}.`);

/** What `promise` gives, unless the signal fires first. */
function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
