import type { Options } from 'amqplib';
import type { Address } from '../../driver.js';
import type { RabbitOptions } from './options.js';

/** What oslo.messaging declares at the broker, and with which arguments. */

export interface Queue {
  readonly name: string;
  readonly options: Options.AssertQueue;
}

export interface Exchange {
  readonly name: string;
  readonly type: 'topic' | 'fanout';
  readonly options: Options.AssertExchange;
}

export function topicExchange(name: string, options: RabbitOptions): Exchange {
  const durable = options.amqp_durable_queues || options.rabbit_quorum_queue;
  return { name, type: 'topic', options: { durable, autoDelete: options.amqp_auto_delete } };
}

/** Its name does not have the exchange: two exchanges that have a topic in common have its fanout in common, too. */
export function fanoutExchange(topic: string, options: RabbitOptions): Exchange {
  const durable = options.rabbit_transient_quorum_queue;
  return { name: `${topic}_fanout`, type: 'fanout', options: { durable, autoDelete: true } };
}

/** The queue that all servers of a topic share, and that of one server. It stays when they have gone. */
export function sharedQueue(name: string, options: RabbitOptions): Queue {
  const quorum = options.rabbit_quorum_queue;
  const durable = options.amqp_durable_queues || quorum;
  const args: Record<string, unknown> = {
    ...(quorum && { 'x-queue-type': 'quorum', ...limits(options) }),
    ...ha(options),
  };
  return { name, options: { durable, autoDelete: options.amqp_auto_delete, ...withArguments(args) } };
}

/** The fanout queue of a server, and the reply queue of a client: it goes a while after they have. */
export function transientQueue(name: string, options: RabbitOptions): Queue {
  const quorum = options.rabbit_transient_quorum_queue;
  const ttl = options.rabbit_transient_queues_ttl;
  const args = {
    ...(ttl > 0 && { 'x-expires': ttl * 1000 }),
    ...(quorum && { 'x-queue-type': 'quorum' }),
    ...ha(options),
  };
  return { name, options: { durable: quorum, autoDelete: false, ...withArguments(args) } };
}

/** The one stream that all servers of a topic read their fanout from. */
export function fanoutStream(topic: string, options: RabbitOptions): Queue {
  const args = {
    'x-queue-type': 'stream',
    ...(options.rabbit_transient_queues_ttl > 0 && {
      'x-max-age': `${options.rabbit_transient_queues_ttl}s`,
    }),
  };
  return { name: `${topic}_fanout`, options: { durable: true, autoDelete: false, arguments: args } };
}

/** The queue that a message to this address goes to. */
export function queueOf({ topic, server }: Address): string {
  return server === undefined ? topic : `${topic}.${server}`;
}

function limits(options: RabbitOptions): Record<string, number> {
  const args = {
    'x-delivery-limit': options.rabbit_quorum_delivery_limit,
    'x-max-in-memory-length': options.rabbit_quorum_max_memory_length,
    'x-max-in-memory-bytes': options.rabbit_quorum_max_memory_bytes,
  };
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value > 0));
}

const ha = (options: RabbitOptions) => options.rabbit_ha_queues && { 'x-ha-policy': 'all' };

const withArguments = (args: Record<string, unknown>) =>
  Object.keys(args).length > 0 ? { arguments: args } : {};
