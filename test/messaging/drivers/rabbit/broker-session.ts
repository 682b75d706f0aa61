import type { Socket } from 'node:net';
import { type Frame, Frames, HEARTBEAT, method, methodWith, nameOf } from './broker-codec.js';
import type { Consumer, Queues, Routed } from './broker-queues.js';
import type { Answer, Close } from './fake-broker.js';

type Fields = Record<string, unknown>;

/** What a channel has. */
class Channel {
  readonly consumers = new Map<string, Consumer>();
  readonly unsettled = new Map<number, { readonly queue: string; readonly message: Routed }>();
  deliveries = 0;
  confirms = false;
  published = 0;
  /** A message that is under way, and the bytes it has so far. */
  incoming: { fields: Fields; properties: object; size: number; parts: Buffer[] } | undefined;
  /** The broker has closed it, and the client has not said that it knows. */
  closing = false;
}

/** Answers whose fields are not those of the question, or are not there. */
const TUNE = { channelMax: 2047, frameMax: 131_072, heartbeat: 60 };

/** One connection to a fake broker. */
export class Session {
  readonly #channels = new Map<number, Channel>();
  #closing = false;
  /** It says nothing any more, and does not read: its host is gone, and nobody has told. */
  #silent = false;
  /** What the client says that the connection is for: consume, publish. */
  #purpose = '';
  /** What is said in one packet. */
  #packet: Buffer[] | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly queues: Queues,
    private readonly answer: Answer,
  ) {
    const frames = new Frames();
    socket.on('data', (chunk: Buffer) => {
      for (const frame of frames.read(chunk)) {
        if (socket.destroyed) return;
        if (frame === 'greeting') this.#greet();
        else this.#take(frame);
      }
    });
    const beating = setInterval(() => this.#write(HEARTBEAT), 500);
    socket.on('close', () => {
      clearInterval(beating);
      this.#closing = true;
      for (const number of [...this.#channels.keys()]) this.#drop(number);
    });
  }

  #greet(): void {
    const mechanisms = Buffer.from('PLAIN AMQPLAIN');
    const locales = Buffer.from('en_US');
    const start = { versionMajor: 0, versionMinor: 9, serverProperties: {}, mechanisms, locales };
    this.#write(method('ConnectionStart', 0, start));
  }

  #write(bytes: Buffer): void {
    if (this.#silent) return;
    if (this.#packet) this.#packet.push(bytes);
    else if (!this.socket.destroyed) this.socket.write(bytes);
  }

  #take(frame: Frame): void {
    if (this.#silent) return;
    const name = nameOf(frame);
    const { channel: number, fields } = frame;
    // Who closes does not listen to anything else.
    if (this.#closing) {
      if (name === 'ConnectionCloseOk') this.socket.end();
      if (name === 'ConnectionClose') this.#write(method('ConnectionCloseOk', 0, {}));
      return;
    }
    if (number !== 0 && !this.#channels.has(number)) this.#channels.set(number, new Channel());
    const channel = this.#channels.get(number) ?? new Channel();
    if (channel.closing) {
      if (name === 'ChannelClose') this.#write(method('ChannelCloseOk', number, {}));
      if (name === 'ChannelClose' || name === 'ChannelCloseOk') this.#channels.delete(number);
      return;
    }
    if (name === 'BasicPublish') channel.incoming = { fields, properties: {}, size: 0, parts: [] };
    else if (name === 'BasicProperties')
      Object.assign(channel.incoming!, { properties: fields, size: frame.size });
    else if (name === 'BODY') channel.incoming!.parts.push(frame.content!);
    else this.#ask(name, number, fields, () => this.#usual(name, number, channel, fields));
    const { incoming } = channel;
    const complete =
      incoming && incoming.parts.reduce((sum, { length }) => sum + length, 0) === incoming.size;
    if (!complete || incoming.size === 0) return;
    channel.incoming = undefined;
    this.#ask('BasicPublish', number, incoming.fields, () =>
      this.#publish(number, channel, {
        exchange: String(incoming.fields.exchange),
        routingKey: String(incoming.fields.routingKey),
        properties: incoming.properties,
        body: Buffer.concat(incoming.parts),
      }),
    );
  }

  /** Does what is usual, unless the test wants something else, or something behind it in the same packet. */
  #ask(name: string, number: number, fields: Fields, usual: () => void): void {
    if (name === 'ConnectionStartOk') {
      const { connection_name } = fields.clientProperties as { connection_name: string };
      this.#purpose = connection_name.split(':').at(-1)!;
    }
    const close = this.answer(name, fields, { purpose: this.#purpose, channel: number });
    if (close?.close === 'nothing') {
      this.#silent = close.forEver ?? false;
      return;
    }
    if (!close) {
      usual();
      return;
    }
    this.#packet = [];
    if (close.afterwards) usual();
    this.#close(close, number, name);
    const packet = Buffer.concat(this.#packet);
    this.#packet = undefined;
    this.#write(packet);
  }

  #close({ close, code, text }: Close, number: number, asked = ''): void {
    const closing = { replyCode: code, replyText: text, classId: 0, methodId: 0 };
    if (close === 'connection') {
      this.#closing = true;
      for (const open of [...this.#channels.keys()]) this.#drop(open);
      this.#write(method('ConnectionClose', 0, closing));
    } else if (this.#channels.has(number)) {
      this.#drop(number);
      const closed = new Channel();
      closed.closing = true;
      this.#channels.set(number, closed);
      this.#write(method('ChannelClose', number, closing));
      // The two of them crossed.
      if (asked === 'ChannelClose') this.#write(method('ChannelCloseOk', number, {}));
    }
  }

  /** What it consumes goes to others, and so does what it has not settled. */
  #drop(number: number): void {
    const channel = this.#channels.get(number)!;
    this.#channels.delete(number);
    for (const consumer of channel.consumers.values()) this.queues.cancel(consumer);
    for (const { queue, message } of channel.unsettled.values()) this.queues.give(queue, message);
    channel.unsettled.clear();
  }

  #publish(number: number, channel: Channel, message: Routed): void {
    const routed = this.queues.publish(message);
    const { exchange, routingKey } = message;
    const fields = { exchange, routingKey, replyCode: 312, replyText: 'NO_ROUTE' };
    if (!routed) this.#write(methodWith('BasicReturn', number, fields, message));
    if (channel.confirms)
      this.#write(method('BasicAck', number, { deliveryTag: ++channel.published, multiple: false }));
  }

  #deliver(number: number, channel: Channel, queue: string, consumerTag: string, message: Routed): void {
    const deliveryTag = ++channel.deliveries;
    channel.unsettled.set(deliveryTag, { queue, message });
    const { exchange, routingKey } = message;
    const fields = { consumerTag, deliveryTag, redelivered: false, exchange, routingKey };
    this.#ask('BasicDeliver', number, fields, () =>
      this.#write(methodWith('BasicDeliver', number, fields, message)),
    );
  }

  #settle(channel: Channel, { deliveryTag, multiple, requeue }: Fields): void {
    for (const [tag, { queue, message }] of [...channel.unsettled]) {
      if (multiple ? tag > Number(deliveryTag) : tag !== deliveryTag) continue;
      channel.unsettled.delete(tag);
      if (requeue) this.queues.give(queue, message);
    }
  }

  #usual(name: string, number: number, channel: Channel, fields: Fields): void {
    if (name === 'ConnectionStartOk') this.#write(method('ConnectionTune', 0, TUNE));
    const ok = this.#done(name, number, channel, fields);
    if (ok) this.#write(method(`${name}Ok`, number, ok));
    const consumer = name === 'BasicConsume' && channel.consumers.get(String(fields.consumerTag));
    if (consumer) this.queues.consume(String(fields.queue), consumer);
  }

  /** Does it; gives what stands in the answer, or undefined if there is none. */
  #done(name: string, number: number, channel: Channel, fields: Fields): object | undefined {
    const { queues } = this;
    const queue = String(fields.queue);
    const consumerTag = String(fields.consumerTag);
    switch (name) {
      case 'ConnectionOpen':
      case 'ChannelOpen':
      case 'BasicQos':
        return {};
      case 'ConnectionClose':
        this.#closing = true;
        return {};
      case 'ChannelClose':
        this.#drop(number);
        return {};
      case 'ConfirmSelect':
        channel.confirms = true;
        return {};
      case 'ExchangeDeclare':
        queues.exchange(String(fields.exchange), String(fields.type));
        return {};
      case 'QueueDeclare':
        if (fields.passive && queues.consumers(queue) === undefined) {
          this.#close({ close: 'channel', code: 404, text: `NOT_FOUND - no queue '${queue}'` }, number);
          return undefined;
        }
        queues.declare(queue);
        return { queue, messageCount: 0, consumerCount: queues.consumers(queue) };
      case 'QueueBind':
        queues.bind(queue, String(fields.exchange), String(fields.routingKey));
        return {};
      case 'QueueDelete':
        queues.remove(queue);
        return { messageCount: 0 };
      case 'BasicConsume':
        channel.consumers.set(consumerTag, {
          deliver: (message: Routed) => this.#deliver(number, channel, queue, consumerTag, message),
        });
        return { consumerTag };
      case 'BasicCancel':
        queues.cancel(channel.consumers.get(consumerTag)!);
        return { consumerTag };
      case 'BasicAck':
      case 'BasicNack':
      case 'BasicReject':
        this.#settle(channel, fields);
        return undefined;
      default:
        return undefined;
    }
  }
}
