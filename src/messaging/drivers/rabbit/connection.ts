import { readFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import { type ChannelModel, connect, credentials } from 'amqplib';
import { MessageDeliveryFailure } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import type { TransportHost, TransportUrl } from '../../transport-url.js';
import { corked } from './corked.js';
import { explain, isFinal } from './explain.js';
import type { RabbitOptions } from './options.js';

/** Seconds for a connection to be made, the handshake included. */
const CONNECT_TIMEOUT = 10;
/** Seconds that a close may take before the socket is given up. */
const CLOSE_TIMEOUT = 2;

export interface ConnectionOptions {
  readonly url: TransportUrl;
  readonly options: RabbitOptions;
  readonly log: MessagingLog;
  /** For the broker's list of connections. */
  readonly purpose: string;
}

interface Waiting {
  readonly resolve: (model: ChannelModel) => void;
  readonly reject: (error: unknown) => void;
  /** Rounds over all hosts that may still fail; below 0 without an end. */
  retries: number;
}

/**
 * One connection to one of the hosts, kept up: when it breaks, it is made again, after a pause that grows and is never
 * the same for two clients. What stood on it is restored by whoever used it.
 */
export class RabbitConnection {
  #model: ChannelModel | undefined;
  #connecting = false;
  #closed = false;
  /** Whether it has ever been up: then what the broker refuses now may be allowed again soon. */
  #wasUp = false;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;
  #hosts: readonly TransportHost[];
  readonly #waiting = new Set<Waiting>();
  /** Why the broker takes no messages. */
  blocked: string | undefined;
  /** Why it broke last; undefined once it is up again. */
  lastError: unknown;
  readonly #whenUnblocked = new Set<() => void>();

  constructor(private readonly given: ConnectionOptions) {
    const { hosts } = given.url;
    this.#hosts = shuffled(hosts.length > 0 ? hosts : [{ hostname: 'localhost' }]);
  }

  /**
   * The connection, once it is up. Rejects with MessageDeliveryFailure when `retries` rounds over the hosts more than
   * one have failed (-1: never), or at once when the broker refuses us for good; and with the reason of the signal.
   */
  async up(retries = -1, signal?: AbortSignal): Promise<ChannelModel> {
    if (this.#closed) throw new MessageDeliveryFailure('The transport has been closed.');
    if (this.#model) return this.#model;
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waiting.delete(waiting);
        signal?.removeEventListener('abort', abort);
      };
      const waiting: Waiting = {
        retries,
        resolve: (model) => {
          end();
          resolve(model);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      const abort = () => waiting.reject(signal!.reason);
      signal?.addEventListener('abort', abort);
      this.#waiting.add(waiting);
      if (!this.#pause) void this.#connect();
    });
  }

  /** Resolves when the broker takes messages; rejects with the reason of the signal. */
  async unblocked(signal?: AbortSignal): Promise<void> {
    while (this.blocked !== undefined && !this.#closed) {
      signal?.throwIfAborted();
      await new Promise<void>((resolve) => {
        const done = () => {
          this.#whenUnblocked.delete(done);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        this.#whenUnblocked.add(done);
        signal?.addEventListener('abort', done);
      });
    }
    signal?.throwIfAborted();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#pause);
    const failure = new MessageDeliveryFailure('The transport has been closed.');
    for (const waiting of [...this.#waiting]) waiting.reject(failure);
    for (const done of [...this.#whenUnblocked]) done();
    const model = this.#model;
    this.#model = undefined;
    if (model) await closing(model);
  }

  async #connect(): Promise<void> {
    if (this.#connecting || this.#model || this.#closed) return;
    this.#connecting = true;
    const errors: unknown[] = [];
    for (const host of this.#hosts) {
      try {
        const model = corked(await this.#open(host));
        if (this.#closed) await closing(model);
        else this.#adopt(model, host);
        break;
      } catch (error) {
        errors.push(error);
        if (this.#closed) break;
        const sentence = `The broker ${print(host)} cannot be reached: ${explain(error)}.`;
        this.given.log.warn({ host: print(host) }, sentence);
      }
    }
    this.#connecting = false;
    if (this.#closed) return;
    if (this.#model) for (const waiting of [...this.#waiting]) waiting.resolve(this.#model);
    else this.#failed(errors);
  }

  #open(host: TransportHost): Promise<ChannelModel> {
    const { url, options, purpose } = this.given;
    const { username = 'guest', password = 'guest', hostname, port } = host;
    const tls = options.ssl;
    return connect(
      {
        protocol: tls ? 'amqps' : 'amqp',
        hostname,
        port: port ?? (tls ? 5671 : 5672),
        vhost: encodeURIComponent(url.virtualHost ?? '/'),
        heartbeat: options.heartbeat_timeout_threshold,
        frameMax: 131_072,
      },
      {
        noDelay: true,
        keepAlive: true,
        timeout: CONNECT_TIMEOUT * 1000,
        credentials:
          options.rabbit_login_method === 'EXTERNAL'
            ? credentials.external()
            : options.rabbit_login_method === 'PLAIN'
              ? credentials.plain(username, password)
              : credentials.amqplain(username, password),
        clientProperties: {
          product: 'nova-launch',
          connection_name: `${process.title}:${process.pid}:${purpose}`,
        },
        ...(tls && tlsOptions(options)),
      },
    );
  }

  #adopt(model: ChannelModel, host: TransportHost): void {
    const { log, purpose } = this.given;
    if (this.#failures > 0 || this.#wasUp)
      log.info({ host: print(host) }, `Connected to the broker ${print(host)} again (${purpose}).`);
    this.#model = model;
    this.#wasUp = true;
    this.#failures = 0;
    this.lastError = undefined;
    let why: unknown;
    model.on('error', (error: unknown) => {
      why = error;
    });
    model.on('blocked', (text: string) => {
      this.blocked = text;
      log.warn({ host: print(host) }, `The broker takes no messages: ${text}. They wait.`);
    });
    const unblock = () => {
      this.blocked = undefined;
      for (const done of [...this.#whenUnblocked]) done();
    };
    model.on('unblocked', () => {
      log.info({ host: print(host) }, 'The broker takes messages again.');
      unblock();
    });
    model.once('close', (error: unknown) => {
      why ??= error;
      this.lastError = why;
      if (this.#model !== model) return;
      this.#model = undefined;
      unblock();
      log.warn(
        { host: print(host) },
        `The connection to the broker ${print(host)} is lost: ${explain(why ?? 'it was closed')}.`,
      );
      // Others that were on the same host come back, too: not all at once.
      const { kombu_reconnect_delay: delay, kombu_reconnect_splay: splay } = this.given.options;
      this.#again(delay + splay * Math.random());
    });
  }

  /** All hosts have failed. */
  #failed(errors: readonly unknown[]): void {
    const failure = () =>
      new MessageDeliveryFailure(
        `No broker can be reached: ${errors.map(explain).join('; ')}.`,
        errors[0] === undefined ? undefined : { cause: errors[0] },
      );
    const final = !this.#wasUp && errors.every(isFinal);
    for (const waiting of [...this.#waiting]) {
      if (final || waiting.retries === 0) waiting.reject(failure());
      else waiting.retries--;
    }
    const {
      rabbit_retry_interval: first,
      rabbit_retry_backoff: step,
      rabbit_interval_max: max,
    } = this.given.options;
    const pause = Math.min(max, first + step * this.#failures++);
    this.#again(pause * (0.5 + Math.random() / 2));
  }

  #again(seconds: number): void {
    if (this.#closed) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      // Nobody waits: the next one who needs it connects.
      if (this.#waiting.size > 0) void this.#connect();
    }, seconds * 1000);
  }
}

async function closing(model: ChannelModel): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_TIMEOUT * 1000);
  });
  model.on('error', () => {});
  await Promise.race([model.close().catch(() => {}), late]);
  clearTimeout(timer);
  // A broker that does not answer must not keep the process.
  (model.connection as unknown as { stream?: TLSSocket }).stream?.destroy();
}

function tlsOptions(options: RabbitOptions): object {
  const file = (path: string) => (path === '' ? undefined : readFileSync(path));
  return {
    ca: file(options.ssl_ca_file),
    cert: file(options.ssl_cert_file),
    key: file(options.ssl_key_file),
    rejectUnauthorized: options.ssl_verify,
    ...(options.ssl_version !== '' && { minVersion: tlsVersion(options.ssl_version) }),
  };
}

/** oslo writes TLSv1_2, Node.js TLSv1.2. */
const tlsVersion = (name: string) => name.replace(/^tlsv?1_?/i, 'TLSv1.').replace(/\.$/, '');

export const print = ({ hostname, port }: TransportHost) =>
  port === undefined ? hostname : `${hostname}:${port}`;

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
