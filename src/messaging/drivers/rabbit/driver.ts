import { orAborted, within } from '../../abort.js';
import type {
  Address,
  Driver,
  DriverOptions,
  Listener,
  ListenOptions,
  OutgoingMessage,
  OutgoingNotification,
  ReplySink,
  Servers,
} from '../../driver.js';
import { printAddress } from '../../driver.js';
import { InvalidTarget, MessageDeliveryFailure, MessageUndeliverable } from '../../errors.js';
import { seal } from '../../message.js';
import { compress } from './body.js';
import { CLOSE_TIMEOUT, RabbitConnection } from './connection.js';
import { tlsOptions } from './dial.js';
import { explain, replyCode } from './explain.js';
import { KeptChannel } from './kept-channel.js';
import { RabbitListener } from './listener.js';
import { type RabbitOptions, readOptions } from './options.js';
import { type Outcome, Publisher } from './publisher.js';
import { ReplyQueue } from './reply-queue.js';
import { ReplySender } from './reply-sender.js';
import { fanoutExchange, queueOf, sharedQueue, topicExchange } from './topology.js';

/** Seconds that the answer "somebody serves it" is good for. */
const SERVED = 1;
/** Bytes of a name. */
const LONGEST_NAME = 255;

/**
 * rabbit:// speaks with Python's oslo.messaging through RabbitMQ. Two connections: one takes messages, one sends them,
 * since a broker that is short of memory stops reading from those that send.
 */
export function createRabbitDriver(options: DriverOptions): Driver {
  const read = readOptions(options.url, options.settings);
  // A file that cannot be read is told now.
  tlsOptions(read);
  return new RabbitDriver(options, read);
}

class RabbitDriver implements Driver {
  readonly #consuming: RabbitConnection;
  readonly #publishing: RabbitConnection;
  readonly #requests: Publisher;
  readonly #answers: Publisher;
  readonly #replies: ReplySender;
  readonly #questions: KeptChannel;
  /** Queues that had consumers, and when. */
  readonly #served = new Map<string, number>();
  /** Questions that wait for their turn, by queue. */
  readonly #asked = new Map<string, Promise<number | undefined>>();
  #turn = Promise.resolve();
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
    assertNames(address);
    if (message.mandatory && !address.fanout) {
      const served = this.#assertServed(message);
      await (messageId === undefined ? orAborted(served, message.signal) : served);
    }
    const content = Buffer.from(seal(message.text));
    let sent = false;
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
      onSent: () => {
        sent = true;
      },
    };
    for (;;) {
      const publishing = this.#requests.publish(publication);
      // A call has its own timer.
      const outcome: Outcome = await (messageId === undefined
        ? orAborted(publishing, message.signal, (given) => (sent ? unknown(address) : given))
        : publishing);
      if (outcome === 'confirmed') return;
      if (outcome === 'returned') throw nobodyServes(address);
      if (repeatable) continue;
      // The reply to a call tells whether it has arrived.
      if (messageId !== undefined) return;
      throw unknown(address);
    }
  }

  async notify({ exchange, topic, text, keep, signal }: OutgoingNotification): Promise<void> {
    assertNames({ exchange, topic, server: undefined, fanout: false });
    const publishing = this.#requests.publish({
      exchange: topicExchange(exchange, this.options),
      queue: keep ? sharedQueue(topic, this.options) : undefined,
      routingKey: topic,
      content: Buffer.from(seal(text)),
      mandatory: false,
      retry: 0,
      signal,
    });
    const outcome = await orAborted(publishing, signal, (given) => notTaken(topic, given));
    if (outcome !== 'confirmed') throw notTaken(topic);
  }

  async listen(address: Address, options: ListenOptions): Promise<Listener> {
    assertNames(address);
    const listener = new RabbitListener(address, {
      ...options,
      connection: this.#consuming,
      replies: this.#replies,
      options: this.options,
      log: this.given.log,
    });
    // Who can be reached can answer, too.
    await this.#answers.open();
    await listener.open();
    return listener;
  }

  servers(address: Address): Promise<Servers> {
    return this.#servers(address, -1);
  }

  async #servers(address: Address, retry: number, signal?: AbortSignal): Promise<Servers> {
    for (;;) {
      await this.#questions.ready(retry, signal);
      const count = await this.#inTurn(queueOf(address));
      if (count !== undefined) return { count, names: [] };
    }
  }

  /** One question at a time: the answer that there is no such queue closes the channel. The same question is asked once. */
  #inTurn(queue: string): Promise<number | undefined> {
    const asked = this.#asked.get(queue);
    if (asked) return asked;
    const asking = this.#turn.then(() => {
      this.#asked.delete(queue);
      return this.#ask(queue);
    });
    this.#asked.set(queue, asking);
    this.#turn = asking.then(
      () => {},
      () => {},
    );
    return asking;
  }

  /** How many consume from a queue; undefined if the channel broke. */
  async #ask(queue: string): Promise<number | undefined> {
    const channel = this.#questions.current;
    try {
      return (await channel?.checkQueue(queue))?.consumerCount;
    } catch (error) {
      const code = replyCode(error);
      if (code === 404) return 0;
      if (code === undefined) return undefined;
      throw new MessageDeliveryFailure(`The broker does not say who serves ${queue}: ${explain(error)}`, {
        cause: error,
      });
    }
  }

  async #assertServed({ address, retry, signal }: OutgoingMessage): Promise<void> {
    const queue = queueOf(address);
    if (performance.now() - (this.#served.get(queue) ?? Number.NEGATIVE_INFINITY) < SERVED * 1000) return;
    const { count } = await this.#servers(address, retry, signal);
    if (count === 0) throw nobodyServes(address);
    this.#served.set(queue, performance.now());
  }

  async close(): Promise<void> {
    this.#replies.close();
    const closing = [this.#replyQueue, this.#requests, this.#answers, this.#questions].map((part) =>
      part?.close(),
    );
    await within(CLOSE_TIMEOUT, Promise.all(closing));
    await Promise.all([this.#consuming.close(), this.#publishing.close()]);
  }
}

/** Milliseconds, as AMQP writes them; what RabbitMQ's 32 bits do not hold is as good as no end. */
function expiration(ttl: number | undefined): string | undefined {
  const milliseconds = Math.floor((ttl ?? Number.POSITIVE_INFINITY) * 1000);
  return milliseconds < 2 ** 32 ? String(milliseconds) : undefined;
}

const unknown = (address: Address) =>
  new MessageDeliveryFailure(
    `The broker has not said whether it has a message to ${printAddress(address)} that was on its way; it is not sent again, lest it be run twice.`,
  );

/** Throws InvalidTarget for names that AMQP cannot carry. */
function assertNames({ exchange, topic, server }: Address): void {
  const longest = {
    exchange,
    'topic, as that of its fanout queue,': `${topic}_fanout_${'0'.repeat(32)}`,
    'topic and server': `${topic}.${server ?? ''}`,
  };
  for (const [what, name] of Object.entries(longest))
    if (Buffer.byteLength(name) > LONGEST_NAME)
      throw new InvalidTarget(
        `The name of the ${what} has ${Buffer.byteLength(name)} bytes; AMQP carries ${LONGEST_NAME}.`,
      );
}

const notTaken = (topic: string, cause?: unknown) =>
  new MessageDeliveryFailure(`The broker has not said that it has a notification to ${topic}.`, { cause });

const nobodyServes = (address: Address) =>
  new MessageUndeliverable(`Nobody serves ${printAddress(address)}.`);
