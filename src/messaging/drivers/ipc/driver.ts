import {
  type Address,
  type Driver,
  type DriverOptions,
  type Listener,
  type ListenOptions,
  type OutgoingMessage,
  printAddress,
  type ReplySink,
  type Servers,
} from '../../driver.js';
import { InvalidTarget, MessageDeliveryFailure, reason } from '../../errors.js';
import { findServers } from './find-servers.js';
import { fits, MAX_PAYLOAD } from './frames.js';
import { IpcListener } from './listener.js';
import { socketName } from './names.js';
import { RuntimeDirectory } from './runtime-directory.js';
import { Topic } from './topic.js';

/** Between the processes of one user on one machine, without a broker: over unix sockets. */
export function createIpcDriver(options: DriverOptions): Driver {
  return new IpcDriver(options);
}

/** As many as a client can number. */
const UNLIMITED = 2 ** 32 - 1;

class IpcDriver implements Driver {
  readonly #directory: RuntimeDirectory;
  /** By exchange and topic. */
  readonly #topics = new Map<string, Topic>();
  #sink: ReplySink | undefined;
  #closed: Promise<void> | undefined;

  constructor(private readonly options: DriverOptions) {
    this.#directory = new RuntimeDirectory(options.url.path);
  }

  async openReplies(sink: ReplySink): Promise<undefined> {
    // Replies come back the way that the requests went.
    this.#sink = sink;
    return undefined;
  }

  send(message: OutgoingMessage): Promise<void> {
    try {
      if (this.#closed) throw new MessageDeliveryFailure('The transport has been closed.');
      if (!fits(message.text))
        throw new MessageDeliveryFailure(
          `The message to ${printAddress(message.address)} has more than ${MAX_PAYLOAD / 1024 / 1024} MiB; that is ` +
            'the limit of ipc://.',
        );
      return this.#topic(message.address).send(message);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async listen(target: Address, { prefetch, load, take }: ListenOptions): Promise<Listener> {
    const { server } = target;
    if (server === undefined) throw new InvalidTarget(`A server name is missing in ${printAddress(target)}.`);
    return IpcListener.open({
      ...this.#place(target),
      name: socketName(server),
      log: this.options.log,
      prefetch: prefetch > 0 ? Math.min(Math.ceil(prefetch), UNLIMITED) : UNLIMITED,
      load,
      take,
    });
  }

  servers(target: Address): Promise<Servers> {
    return findServers(this.#directory.of(target), target.fanout ? undefined : target.server);
  }

  close(): Promise<void> {
    this.#closed ??= Promise.all([...this.#topics.values()].map((topic) => topic.close())).then(() => {});
    return this.#closed;
  }

  #topic(address: Address): Topic {
    const key = `${address.exchange.length} ${address.exchange}${address.topic}`;
    let topic = this.#topics.get(key);
    if (!topic) {
      topic = new Topic({ ...this.#place(address), sink: this.#replies, log: this.options.log });
      this.#topics.set(key, topic);
    }
    return topic;
  }

  #place(address: Address): { directory: string; make: () => void; leave: () => void } {
    const directory = this.#directory.of(address);
    return {
      directory,
      make: () => this.#directory.make(directory),
      leave: () => this.#directory.leave(directory),
    };
  }

  /** What is done with a reply must not end the connection that it came over. */
  readonly #replies: ReplySink = {
    reply: (message) => this.#tell((sink) => sink.reply(message)),
    lost: (messageId, error) => this.#tell((sink) => sink.lost(messageId, error)),
  };

  #tell(what: (sink: ReplySink) => void): void {
    try {
      if (this.#sink) what(this.#sink);
    } catch (err) {
      this.options.log.error({ err }, `A reply could not be taken: ${reason(err)}`);
    }
  }
}
