import type { Content } from './broker-codec.js';

/** The exchanges and queues of a fake broker, all in memory. */

export interface Routed extends Content {
  readonly exchange: string;
  readonly routingKey: string;
}

export interface Consumer {
  deliver(message: Routed): void;
}

interface Queue {
  readonly waiting: Routed[];
  readonly consumers: Consumer[];
}

export class Queues {
  readonly #queues = new Map<string, Queue>();
  readonly #bindings: { readonly exchange: string; readonly key: string; readonly queue: string }[] = [];
  readonly #fanouts = new Set<string>();

  exchange(name: string, type: string): void {
    if (type === 'fanout') this.#fanouts.add(name);
  }

  declare(name: string): void {
    if (!this.#queues.has(name)) this.#queues.set(name, { waiting: [], consumers: [] });
  }

  bind(queue: string, exchange: string, key: string): void {
    this.#bindings.push({ queue, exchange, key });
  }

  remove(name: string): void {
    this.#queues.delete(name);
  }

  /** How many consume from a queue; undefined if it is not there. */
  consumers(name: string): number | undefined {
    return this.#queues.get(name)?.consumers.length;
  }

  /** Whether there is a queue for it. */
  publish(message: Routed): boolean {
    const { exchange, routingKey } = message;
    const names = new Set(
      exchange === ''
        ? [routingKey]
        : this.#bindings
            .filter((bound) => bound.exchange === exchange)
            .filter(({ key }) => this.#fanouts.has(exchange) || key === routingKey)
            .map(({ queue }) => queue),
    );
    const there = [...names].filter((name) => this.#queues.has(name));
    for (const name of there) this.give(name, message);
    return there.length > 0;
  }

  /** To the next consumer in turn, or to whoever comes. */
  give(name: string, message: Routed): void {
    const queue = this.#queues.get(name);
    const consumer = queue?.consumers.shift();
    if (!consumer) {
      queue?.waiting.push(message);
      return;
    }
    queue!.consumers.push(consumer);
    consumer.deliver(message);
  }

  consume(name: string, consumer: Consumer): void {
    const queue = this.#queues.get(name)!;
    queue.consumers.push(consumer);
    for (const message of queue.waiting.splice(0)) this.give(name, message);
  }

  cancel(consumer: Consumer): void {
    for (const { consumers } of this.#queues.values()) {
      const index = consumers.indexOf(consumer);
      if (index >= 0) consumers.splice(index, 1);
    }
  }
}
