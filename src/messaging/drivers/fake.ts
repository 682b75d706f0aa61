import type {
  Address,
  Driver,
  DriverOptions,
  Incoming,
  Listener,
  ListenOptions,
  OutgoingMessage,
  ReplySink,
  Servers,
} from '../driver.js';
import { printAddress } from '../driver.js';
import { MessageUndeliverable } from '../errors.js';
import { read } from '../message.js';

/**
 * fake:// stays within the process: for unit tests. Messages pass as JSON text, so nothing is shared by reference. All
 * transports of one name (fake://name) meet. oslo_messaging's fake driver, without its polling.
 */
export function createFakeDriver({ url }: DriverOptions): Driver {
  const name = url.hosts[0]?.hostname ?? '';
  const world: World = worlds.get(name) ?? new Map();
  worlds.set(name, world);
  return new FakeDriver(world);
}

type World = Map<string, Queue>;
const worlds = new Map<string, World>();

interface Letter extends OutgoingMessage {
  readonly sink: ReplySink | undefined;
}

interface Consumer {
  readonly name: string;
  readonly options: ListenOptions;
  /** Requests that it holds and has not begun. */
  held: number;
  open: boolean;
  /** What it takes from: whatever waits there shares its places. */
  readonly queues: Queue[];
}

/** What a broker would have for a topic, or for a server of it. */
class Queue {
  readonly #letters: Letter[] = [];
  readonly consumers: Consumer[] = [];

  push(letter: Letter): void {
    this.#letters.push(letter);
    queueMicrotask(() => this.#deliver());
  }

  add(consumer: Consumer): void {
    this.consumers.push(consumer);
    consumer.queues.push(this);
    queueMicrotask(() => this.#deliver());
  }

  remove(consumer: Consumer): void {
    this.consumers.splice(this.consumers.indexOf(consumer), 1);
  }

  #deliver(): void {
    while (this.#letters.length > 0) {
      const index = this.consumers.findIndex(({ held, options, open }) => open && held < options.prefetch);
      if (index < 0) return;
      const [consumer] = this.consumers.splice(index, 1) as [Consumer];
      // The next one has the next turn.
      this.consumers.push(consumer);
      const letter = this.#letters.shift()!;
      if (letter.messageId !== undefined && letter.signal?.aborted) continue;
      consumer.held++;
      consumer.options.take(this.#incoming(letter, consumer));
    }
  }

  #incoming(letter: Letter, consumer: Consumer): Incoming {
    const release = () => {
      consumer.held--;
      queueMicrotask(() => {
        this.#deliver();
        for (const queue of consumer.queues) queue.#deliver();
      });
    };
    return {
      message: read(letter.text),
      acknowledge: async () => release(),
      requeue: () => {
        this.#letters.unshift(letter);
        release();
      },
      reply: async (text) => {
        letter.sink?.reply(read(text));
        return letter.sink !== undefined;
      },
    };
  }
}

class FakeDriver implements Driver {
  #sink: ReplySink | undefined;

  constructor(private readonly world: World) {}

  async openReplies(sink: ReplySink): Promise<undefined> {
    this.#sink = sink;
  }

  async send(message: OutgoingMessage): Promise<void> {
    const { address, mandatory } = message;
    // A reader that finds a fault in the text finds it before it is on its way.
    read(message.text);
    const queues = address.fanout
      ? [...this.world].filter(([key]) => key.startsWith(fanoutKey(address))).map(([, queue]) => queue)
      : [this.#queue(keyOf(address))];
    if (mandatory && !queues.some(({ consumers }) => consumers.length > 0))
      throw new MessageUndeliverable(`Nobody serves ${printAddress(address)}.`);
    for (const queue of queues) queue.push({ ...message, sink: this.#sink, signal: message.signal });
  }

  async listen(address: Address, options: ListenOptions): Promise<Listener> {
    const name = address.server ?? '';
    const consumer: Consumer = { name, options, held: 0, open: true, queues: [] };
    const own = `${fanoutKey(address)}${fanouts++}`;
    const keys = [keyOf({ ...address, server: undefined }), keyOf(address), own];
    for (const key of keys) this.#queue(key).add(consumer);
    return {
      stop: async () => {
        consumer.open = false;
        for (const key of keys) this.world.get(key)?.remove(consumer);
        this.world.delete(own);
      },
      close: async () => {},
    };
  }

  async servers(address: Address): Promise<Servers> {
    const names = (this.world.get(keyOf(address))?.consumers ?? []).map(({ name }) => name);
    return { count: names.length, names };
  }

  async close(): Promise<void> {
    this.#sink = undefined;
  }

  #queue(key: string): Queue {
    const queue = this.world.get(key) ?? new Queue();
    this.world.set(key, queue);
    return queue;
  }
}

let fanouts = 0;

const keyOf = ({ exchange, topic, server }: Address) => JSON.stringify(['topic', exchange, topic, server]);
const fanoutKey = ({ topic }: Address) => JSON.stringify(['fanout', topic]);
