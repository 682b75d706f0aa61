import type { ConfirmChannel, Message, Options } from 'amqplib';
import { MessageDeliveryFailure, reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { COMPRESSION } from './body.js';
import type { RabbitConnection } from './connection.js';
import { explain, isFinal, replyCode } from './explain.js';
import { KeptChannel } from './kept-channel.js';
import type { Exchange, Queue } from './topology.js';

export interface Publication {
  /** Declared before the first message to it. */
  readonly exchange: Exchange | undefined;
  /** Bound to the exchange by its name, and declared as that is. */
  readonly queue?: Queue | undefined;
  readonly routingKey: string;
  readonly content: Buffer;
  /** Milliseconds, as text. */
  readonly expiration?: string | undefined;
  /** Whether the broker tells if no queue takes it. */
  readonly mandatory: boolean;
  readonly retry: number;
  readonly signal?: AbortSignal | undefined;
  /** It is on its way. */
  readonly onSent?: (() => void) | undefined;
}

/**
 * confirmed: the broker has it. returned: no queue takes it. unknown: the connection broke before the broker said
 * which. It has been sent once, and once only.
 */
export type Outcome = 'confirmed' | 'returned' | 'unknown';

/** Publishes messages, each of which the broker confirms. */
export class Publisher {
  readonly #kept: KeptChannel;
  /** What has been declared on the channel that is open, or are being. */
  readonly #declared = new Map<string, 'done' | Promise<void>>();
  /** What somebody has declared with other settings: it is only looked for. */
  readonly #foreign = new Set<string>();
  readonly #returned = new Set<string>();
  /**
   * The channel was closed for a message of this size: those sent before have arrived or not, those sent behind it have
   * not. `passed` once it is told to who sent it.
   */
  #tooLarge: { readonly size: number; passed: boolean } | undefined;
  /** Why the broker has closed the channel, where sending it again would lead to the same. */
  #refusal: string | undefined;
  #count = 0;

  constructor(
    private readonly connection: RabbitConnection,
    private readonly options: {
      readonly what: string;
      readonly log: MessagingLog;
      readonly compress: ((content: Buffer) => Buffer) | undefined;
    },
  ) {
    this.#kept = new KeptChannel(connection, {
      what: options.what,
      log: options.log,
      setup: async (channel) => {
        channel.on('return', (message: Message) => this.#returned.add(message.properties.messageId));
        channel.on('error', (error: unknown) => {
          this.#tooLarge = sizeRefused(error);
          if (!this.#tooLarge && isFinal(error)) this.#refusal = explain(error);
        });
      },
      lost: () => {
        this.#declared.clear();
        this.#returned.clear();
        this.#tooLarge = undefined;
        this.#refusal = undefined;
      },
    });
  }

  /** Resolves when messages can go out; rejects as KeptChannel.ready() does. */
  async open(): Promise<void> {
    await this.#kept.ready();
  }

  /** Whether a message could go out now. */
  get isOpen(): boolean {
    return this.#kept.current !== undefined && this.connection.blocked === undefined;
  }

  /** Rejects with MessageDeliveryFailure if it could not be sent, or was refused, and with the signal's reason. */
  async publish(publication: Publication): Promise<Outcome> {
    const { exchange, queue } = publication;
    for (;;) {
      let channel = this.#kept.current;
      let waited = false;
      // Mostly nothing has to be waited for; the signal is made when it is asked for.
      if (!channel) {
        waited = true;
        channel = await this.#kept.ready(publication.retry, publication.signal);
      }
      if (exchange && this.#declared.get(exchange.name) !== 'done') {
        waited = true;
        await this.#declare(channel, exchange.name, () => this.#assert(channel!, exchange));
      }
      if (exchange && queue && this.#declared.get(keyOf(queue)) !== 'done') {
        waited = true;
        await this.#declare(channel, keyOf(queue), () => this.#bind(channel!, exchange, queue));
      }
      if (this.connection.blocked !== undefined) {
        waited = true;
        await this.connection.unblocked(publication.signal);
      }
      // Who has given up has told that it was not sent.
      if (waited) publication.signal?.throwIfAborted();
      // It may have broken meanwhile.
      if (channel !== this.#kept.current) continue;
      const outcome = await this.#send(channel, publication);
      if (outcome !== 'not sent') return outcome;
      // It was refused without a word of it being closed: the same one would refuse for ever.
      this.#kept.discard(channel);
    }
  }

  async #declare(channel: ConfirmChannel, key: string, declare: () => Promise<void>): Promise<void> {
    const declaring = this.#declared.get(key) ?? declare();
    this.#declared.set(key, declaring);
    await declaring;
    if (channel === this.#kept.current) this.#declared.set(key, 'done');
  }

  async #bind(channel: ConfirmChannel, exchange: Exchange, queue: Queue): Promise<void> {
    const { name, options } = queue;
    try {
      if (!this.#foreign.has(keyOf(queue))) await channel.assertQueue(name, options);
      await channel.bindQueue(name, exchange.name, name);
    } catch (error) {
      this.#refused(error, keyOf(queue), `The queue ${name}`);
    }
  }

  async #assert(channel: ConfirmChannel, { name, type, options }: Exchange): Promise<void> {
    try {
      if (this.#foreign.has(name)) await channel.checkExchange(name);
      else await channel.assertExchange(name, type, options);
    } catch (error) {
      this.#refused(error, name, `The exchange ${name}`);
    }
  }

  /** Of a declaration; throws if that is final. */
  #refused(error: unknown, key: string, what: string): void {
    // For some settings it closes the connection, which the error of the channel does not tell.
    const { lastError } = this.connection;
    const why = replyCode(error) === undefined && isFinal(lastError) ? lastError : error;
    const code = replyCode(why);
    if (code === undefined) return;
    const message = `${what} cannot be declared: ${explain(why)}`;
    if (code !== 406 || this.#foreign.has(key)) {
      this.#foreign.delete(key);
      throw new MessageDeliveryFailure(message, { cause: why });
    }
    // It is there all the same, and messages can be sent to it.
    this.#foreign.add(key);
    this.options.log.warn({ err: error }, `${message}; it is used as it is.`);
  }

  #send(channel: ConfirmChannel, publication: Publication): Promise<Outcome | 'not sent'> {
    const { exchange, routingKey, expiration, mandatory } = publication;
    const { compress } = this.options;
    const content = compress ? compress(publication.content) : publication.content;
    const messageId = mandatory ? String(this.#count++) : undefined;
    const properties: Options.Publish = {
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      deliveryMode: 2,
      priority: 0,
      headers: compress ? { compression: COMPRESSION } : {},
      mandatory,
      ...(expiration !== undefined && { expiration }),
      ...(messageId !== undefined && { messageId }),
    };
    return new Promise((resolve, reject) => {
      const confirmed = (error: Error | null) => {
        if (messageId !== undefined && this.#returned.delete(messageId)) resolve('returned');
        else if (!error) resolve('confirmed');
        else if (error.message === 'message nacked')
          reject(new MessageDeliveryFailure('The broker has refused the message.'));
        else if (this.#tooLarge?.passed) resolve('not sent');
        else if (this.#tooLarge?.size === content.length) {
          this.#tooLarge.passed = true;
          reject(
            new MessageDeliveryFailure(
              `The message has ${content.length} bytes, more than the broker takes: see its max_message_size.`,
            ),
          );
        } else if (this.#refusal !== undefined)
          reject(
            new MessageDeliveryFailure(
              `The broker has refused this message, or one beside it: ${this.#refusal}`,
            ),
          );
        else resolve('unknown');
      };
      try {
        publication.onSent?.();
        channel.publish(exchange?.name ?? '', routingKey, content, properties, confirmed);
      } catch (error) {
        // The channel closed in this very moment.
        if ((error as Error).name === 'IllegalOperationError') resolve('not sent');
        else reject(new MessageDeliveryFailure(`The message cannot be sent: ${reason(error)}`));
      }
    });
  }

  async close(): Promise<void> {
    await this.#kept.close();
  }
}

/** A queue may have the name of an exchange. */
const keyOf = (queue: Queue) => `queue ${queue.name}`;

/** The size of the message for which the broker closed a channel. */
function sizeRefused(error: unknown): { size: number; passed: boolean } | undefined {
  const match = /message size (\d+) is larger/.exec(error instanceof Error ? error.message : '');
  return match ? { size: Number(match[1]), passed: false } : undefined;
}
