import type { Address, Driver, DriverFactory } from './driver.js';
import { DriverLoadFailure, InvalidTarget, MessageDeliveryFailure } from './errors.js';
import { type MessagingLog, stderrLog } from './log.js';
import { kindOf, misspelt } from './options.js';
import { Replies } from './replies.js';
import { assertSeconds } from './seconds.js';
import type { Target } from './target.js';
import { TransportUrl } from './transport-url.js';

/** The settings of a transport, as they may stand in a configuration; oslo's names in camel case. */
export interface TransportConfig {
  /** See TransportUrl. Without one: ipc://. */
  readonly transportUrl?: string | undefined;
  /** Exchange of targets that name none. Default: openstack. */
  readonly controlExchange?: string | undefined;
  /** Seconds that a call waits for its reply. Default: 60. */
  readonly rpcResponseTimeout?: number | undefined;
  /** Modules whose errors come back as their registered classes. */
  readonly allowedRemoteExmods?: readonly string[] | undefined;
  /** Options of the section of this name in oslo, under their own names; those in the URL have precedence. */
  readonly oslo_messaging_rabbit?: Readonly<Record<string, unknown>> | undefined;
}

const CONFIG: readonly (keyof TransportConfig)[] = [
  'transportUrl',
  'controlExchange',
  'rpcResponseTimeout',
  'allowedRemoteExmods',
  'oslo_messaging_rabbit',
];

export interface TransportOptions {
  readonly allowedRemoteExmods?: readonly string[] | undefined;
  /** Where it tells what it has to tell. Default: warnings and errors go to stderr. */
  readonly log?: MessagingLog | undefined;
}

const DRIVERS: Record<TransportUrl['transport'], () => Promise<DriverFactory>> = {
  rabbit: async () => (await import('./drivers/rabbit/driver.js')).createRabbitDriver,
  ipc: async () => (await import('./drivers/ipc/driver.js')).createIpcDriver,
  fake: async () => (await import('./drivers/fake.js')).createFakeDriver,
};

/**
 * The way to other processes. Connects when it is first used; nothing of the driver is loaded before. Throws
 * InvalidTransportURL or DriverLoadFailure for a URL that is wrong. oslo_messaging.get_rpc_transport.
 */
export function getTransport(
  urlOrConfig: string | TransportUrl | TransportConfig = {},
  options: TransportOptions = {},
): Transport {
  if (typeof urlOrConfig === 'string' || urlOrConfig instanceof TransportUrl)
    return new Transport({}, urlOrConfig, options);
  // There may be other things in it; but what is meant for the transport must not be passed over.
  const wrong = misspelt(urlOrConfig, CONFIG);
  if (wrong) throw new TypeError(`The configuration has ${wrong.key}; write ${wrong.meant}.`);
  return new Transport(urlOrConfig, urlOrConfig.transportUrl ?? 'ipc://', options);
}

/** Made by getTransport(). oslo_messaging.transport.RPCTransport. */
export class Transport {
  readonly url: TransportUrl;
  readonly controlExchange: string;
  /** Seconds. */
  readonly rpcResponseTimeout: number;
  readonly allowedRemoteExmods: readonly string[];
  readonly log: MessagingLog;
  readonly replies: Replies;
  readonly #settings: Readonly<Record<string, unknown>>;
  #driver: Promise<Driver> | undefined;
  /** Set when the way for replies is open. */
  #replies: { readonly address: string | undefined } | undefined;
  #closing: Promise<void> | undefined;

  constructor(config: TransportConfig, url: string | TransportUrl, options: TransportOptions) {
    this.url = typeof url === 'string' ? TransportUrl.parse(url) : url;
    this.controlExchange = config.controlExchange ?? 'openstack';
    this.rpcResponseTimeout = config.rpcResponseTimeout ?? 60;
    assertSeconds('rpcResponseTimeout', this.rpcResponseTimeout);
    this.allowedRemoteExmods = options.allowedRemoteExmods ?? config.allowedRemoteExmods ?? [];
    if (!Array.isArray(this.allowedRemoteExmods))
      throw new TypeError(
        `The allowedRemoteExmods are ${kindOf(this.allowedRemoteExmods)}; expected an array of modules.`,
      );
    this.log = options.log ?? stderrLog;
    this.#settings = config.oslo_messaging_rabbit ?? {};
    this.replies = new Replies(this.log);
  }

  /** Rejects with DriverLoadFailure for an option that the driver does not know, and after close(). */
  driver(): Promise<Driver> {
    if (this.#closing) return Promise.reject(new MessageDeliveryFailure('The transport has been closed.'));
    this.#driver ??= this.#load();
    return this.#driver;
  }

  async #load(): Promise<Driver> {
    const load = DRIVERS[this.url.transport];
    if (!load) throw new DriverLoadFailure(`There is no driver ${this.url.transport}.`);
    const [option] = Object.keys(this.url.query);
    if (option !== undefined && this.url.transport !== 'rabbit')
      throw new DriverLoadFailure(
        `There is no option ${option} of ${this.url.transport}://, given in the query of the transport URL: it has none.`,
      );
    const create = await load();
    return create({ url: this.url, log: this.log, settings: this.#settings });
  }

  /** The address that calls name for their replies; the way for them is open when it resolves. See Driver.openReplies(). */
  async replyAddress(retry: number, signal: () => AbortSignal): Promise<string | undefined> {
    if (!this.#replies) {
      const driver = await this.driver();
      this.#replies = { address: await driver.openReplies(this.replies, retry, signal()) };
    }
    return this.#replies.address;
  }

  /** Throws InvalidTarget for a target without a topic. */
  address(target: Target): Address {
    const { exchange = this.controlExchange, topic, server, fanout } = target;
    if (topic === undefined) throw new InvalidTarget(`A topic is missing in ${target}.`);
    return { exchange, topic, server, fanout };
  }

  /**
   * Ends the connections, and takes away the reply queue; calls that wait fail with MessageDeliveryFailure. Servers on
   * this transport must have been stopped. oslo's cleanup().
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.replies.failAll(new MessageDeliveryFailure('The transport has been closed.'));
    const driver = await this.#driver?.catch(() => undefined);
    await driver?.close();
  }
}
