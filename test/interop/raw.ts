import { randomUUID } from 'node:crypto';
import amqp from 'amqplib';

/** Seconds for a message to come. */
const DEADLINE = 15;

export const HEX32 = /^[0-9a-f]{32}$/;

/** The properties of every message. */
export const PROPERTIES = {
  contentType: 'application/json',
  contentEncoding: 'utf-8',
  deliveryMode: 2,
  priority: 0,
  headers: {},
};

export interface RawMessage {
  readonly exchange: string;
  readonly routingKey: string;
  /** The AMQP properties that are there. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The envelope as text. */
  readonly body: string;
  readonly envelope: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever stands in it.
  readonly inner: Readonly<Record<string, any>>;
}

/** A queue's messages, in order. */
export class Inbox {
  readonly messages: RawMessage[] = [];
  readonly #watchers = new Set<() => void>();

  constructor(readonly queue: string) {}

  take(message: RawMessage): void {
    this.messages.push(message);
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** The n-th message for which the condition holds. */
  async find(condition: (message: RawMessage) => boolean = () => true, count = 1): Promise<RawMessage> {
    const found = () => this.messages.filter(condition)[count - 1];
    return await new Promise<RawMessage>((done, fail) => {
      const check = () => {
        const message = found();
        if (!message) return;
        clearTimeout(timer);
        this.#watchers.delete(check);
        done(message);
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(check);
        fail(
          new Error(`No such message in ${this.queue} within ${DEADLINE} s; ${this.messages.length} others.`),
        );
      }, DEADLINE * 1000);
      this.#watchers.add(check);
      check();
    });
  }

  /** What came for a request. */
  of(id: string): RawMessage[] {
    return this.messages.filter(({ inner }) => inner._msg_id === id);
  }
}

/** Speaks AMQP, and knows nothing of RPC: writes and reads messages as they are. */
export class RawPeer {
  private constructor(
    readonly connection: amqp.ChannelModel,
    readonly channel: amqp.ConfirmChannel,
  ) {}

  static async connect(url: string): Promise<RawPeer> {
    const connection = await amqp.connect(url, { noDelay: true });
    return new RawPeer(connection, await connection.createConfirmChannel());
  }

  /** Declares a queue like oslo's for a topic or a server, and takes what comes. */
  async queue(name: string, exchange = 'openstack'): Promise<Inbox> {
    await this.channel.assertExchange(exchange, 'topic', { durable: false, autoDelete: false });
    await this.channel.assertQueue(name, { durable: false, autoDelete: false });
    await this.channel.bindQueue(name, exchange, name);
    return await this.consume(name);
  }

  async fanoutQueue(topic: string): Promise<Inbox> {
    const exchange = `${topic}_fanout`;
    const name = `${exchange}_${hex32()}`;
    await this.channel.assertExchange(exchange, 'fanout', { durable: false, autoDelete: true });
    await this.channel.assertQueue(name, { durable: false, autoDelete: false, expires: 1_800_000 });
    await this.channel.bindQueue(name, exchange, topic);
    return await this.consume(name);
  }

  async replyQueue(name = `reply_${hex32()}`): Promise<Inbox> {
    await this.channel.assertQueue(name, { durable: false, autoDelete: false, expires: 1_800_000 });
    return await this.consume(name);
  }

  async consume(name: string): Promise<Inbox> {
    const inbox = new Inbox(name);
    await this.channel.consume(name, (message) => {
      if (!message) return;
      this.channel.ack(message);
      const { exchange, routingKey } = message.fields;
      const body = message.content.toString();
      const envelope = JSON.parse(body) as Record<string, unknown>;
      const inner = JSON.parse(envelope['oslo.message'] as string) as Record<string, unknown>;
      const properties = Object.fromEntries(
        Object.entries(message.properties).filter(([, value]) => value !== undefined),
      );
      inbox.take({ exchange, routingKey, properties, body, envelope, inner });
    });
    return inbox;
  }

  /** Publishes bytes as they are, to the exchange of the topics unless another is named. */
  async publish(
    routingKey: string,
    body: string | Buffer,
    options: amqp.Options.Publish & { exchange?: string } = {},
  ): Promise<void> {
    const { exchange = 'openstack', ...properties } = options;
    await new Promise<void>((done, fail) => {
      this.channel.publish(
        exchange,
        routingKey,
        Buffer.from(body as string),
        { ...PROPERTIES, ...properties },
        (error) => (error ? fail(error) : done()),
      );
    });
  }

  /** Publishes an inner message in the envelope. */
  async send(
    routingKey: string,
    inner: object,
    options: Parameters<RawPeer['publish']>[2] = {},
  ): Promise<void> {
    await this.publish(routingKey, envelope(inner), options);
  }

  /** Calls as 14.0.3 does; the id of the request. */
  async call(
    routingKey: string,
    replies: Inbox,
    method: string,
    args: object = {},
    members: object = {},
  ): Promise<string> {
    const id = hex32();
    await this.send(routingKey, {
      method,
      args,
      _msg_id: id,
      _reply_q: replies.queue,
      _timeout: null,
      _unique_id: hex32(),
      ...members,
    });
    return id;
  }

  /** Answers a request as 14.0.3 does. */
  async reply(request: RawMessage, members: object): Promise<void> {
    await this.send(
      request.inner._reply_q as string,
      {
        result: null,
        failure: null,
        ending: true,
        _msg_id: request.inner._msg_id as string,
        _unique_id: hex32(),
        ...members,
      },
      { exchange: '' },
    );
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

export function envelope(inner: object, version = '2.0'): string {
  return JSON.stringify({ 'oslo.version': version, 'oslo.message': JSON.stringify(inner) });
}

export const hex32 = () => randomUUID().replaceAll('-', '');
