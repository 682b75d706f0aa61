import type { Channel, Message } from 'amqplib';

interface Acknowledged {
  readonly message: Message;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Acknowledges the messages of a channel, and knows when the broker has taken note. AMQP has no answer to an
 * acknowledgement; but a channel's frames are handled in turn, so the answer to whatever is asked next tells. A message
 * that is run before that could be delivered to somebody else, too, if the connection broke in between.
 */
export class Acknowledger {
  /** Tags that were delivered and not settled, in order. */
  readonly #unsettled = new Set<number>();
  #batch: Acknowledged[] = [];
  /** What the broker is asked about, until it answers. */
  #asking: readonly Acknowledged[] = [];
  #closed = false;

  constructor(
    private readonly channel: Channel,
    private readonly prefetch: number,
  ) {}

  delivered({ fields }: Message): void {
    this.#unsettled.add(fields.deliveryTag!);
  }

  /** Resolves when the broker has forgotten the message; rejects if that is not certain. */
  acknowledge(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(lost());
      this.#batch.push({ message, resolve, reject });
      // What else has arrived with it goes into the same batch.
      if (this.#asking.length === 0 && this.#batch.length === 1) process.nextTick(() => void this.#flush());
    });
  }

  /** Gives it back, for somebody else. */
  requeue(message: Message): void {
    this.#settle(message, () => this.channel.nack(message, false, true));
  }

  /** Throws it away. */
  reject(message: Message): void {
    this.#settle(message, () => this.channel.reject(message, false));
  }

  /** The channel is gone, or is given up because the broker is silent. */
  close(): void {
    this.#closed = true;
    for (const { reject } of [...this.#asking, ...this.#batch.splice(0)]) reject(lost());
  }

  #settle(message: Message, how: () => void): void {
    this.#unsettled.delete(message.fields.deliveryTag!);
    if (this.#closed) return;
    try {
      how();
    } catch {
      // The channel is being closed: the broker has them all back.
    }
  }

  async #flush(): Promise<void> {
    if (this.#closed || this.#asking.length > 0) return;
    const batch = this.#batch;
    this.#asking = batch;
    this.#batch = [];
    try {
      this.#send(batch.map(({ message }) => message));
      // Any question would do; this one changes nothing, since it only holds for consumers to come.
      await this.channel.prefetch(this.prefetch);
      for (const { resolve } of batch) resolve();
    } catch {
      for (const { reject } of batch) reject(lost());
    }
    this.#asking = [];
    if (this.#batch.length > 0) await this.#flush();
  }

  /** One frame for all up to a message, as far as none is left out. */
  #send(messages: readonly Message[]): void {
    const tags = new Set(messages.map(({ fields }) => fields.deliveryTag!));
    let upTo: number | undefined;
    for (const tag of this.#unsettled) {
      if (!tags.has(tag)) break;
      upTo = tag;
      tags.delete(tag);
      this.#unsettled.delete(tag);
    }
    if (upTo !== undefined) this.channel.ack({ fields: { deliveryTag: upTo } } as Message, true);
    for (const tag of tags) {
      this.#unsettled.delete(tag);
      this.channel.ack({ fields: { deliveryTag: tag } } as Message);
    }
  }
}

const lost = () => new Error('the connection to the broker broke before it was acknowledged');
