import type { Socket } from 'node:net';
import type { ChannelModel } from 'amqplib';
import { within } from '../../abort.js';
import { MessageDeliveryFailure } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import type { TransportHost, TransportUrl } from '../../transport-url.js';
import { CONNECT_TIMEOUT, dial } from './dial.js';
import { explain, GUESSES, isFinal, isGuess } from './explain.js';
import { print, shuffled } from './hosts.js';
import type { RabbitOptions } from './options.js';

/** Seconds that the broker has to answer when something is closed. */
export const CLOSE_TIMEOUT = 2;

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
  /** One that is made, and has not answered yet. */
  #adopting: ChannelModel | undefined;
  readonly #closing = new AbortController();
  /** Whether it has ever been up: then what the broker refuses now may be allowed again soon. */
  #wasUp = false;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;
  /** In the order in which they are tried. */
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

  /** Fires when it is closed for good. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Whether this is what stands now. */
  isUp(model: ChannelModel): boolean {
    return this.#model === model;
  }

  /**
   * The connection, once it is up. Rejects with MessageDeliveryFailure when `retries` rounds over the hosts more than
   * one have failed (-1: never), or at once when the broker refuses us for good; and with the reason of the signal.
   */
  async up(retries = -1, signal?: AbortSignal): Promise<ChannelModel> {
    this.closing.throwIfAborted();
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
      // Who has no patience does not wait for the pause, either.
      if (!this.#pause || retries === 0) void this.#connect();
    });
  }

  /** Resolves when the broker takes messages; rejects with the reason of the signal. */
  async unblocked(signal?: AbortSignal): Promise<void> {
    while (this.blocked !== undefined && !this.closing.aborted) {
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
    const failure = new MessageDeliveryFailure('The transport has been closed.');
    this.#closing.abort(failure);
    clearTimeout(this.#pause);
    for (const waiting of [...this.#waiting]) waiting.reject(failure);
    this.#unblock();
    const models = [this.#model, this.#adopting];
    this.#model = undefined;
    await Promise.all(models.map((model) => model && end(model)));
  }

  async #connect(): Promise<void> {
    if (this.#connecting || this.#model || this.closing.aborted) return;
    this.#connecting = true;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    const errors: unknown[] = [];
    for (const host of this.#hosts) {
      try {
        const { virtualHost } = this.given.url;
        const model = await dial(host, { ...this.given, virtualHost, signal: this.closing });
        this.#adopting = model;
        await this.#adopt(model, host);
        break;
      } catch (error) {
        errors.push(error);
        if (this.#adopting) void end(this.#adopting);
        if (this.closing.aborted) break;
        const sentence = `The broker ${print(host)} cannot be reached: ${explain(error)}.`;
        this.given.log.warn({ host: print(host) }, sentence);
      } finally {
        this.#adopting = undefined;
      }
    }
    this.#connecting = false;
    if (this.closing.aborted) return;
    if (this.#model) for (const waiting of [...this.#waiting]) waiting.resolve(this.#model);
    else this.#failed(errors);
  }

  async #adopt(model: ChannelModel, host: TransportHost): Promise<void> {
    const { log, purpose } = this.given;
    let why: unknown;
    model.on('error', (error: unknown) => {
      why = error;
    });
    let open = true;
    const closed = new Promise<void>((resolve) => {
      model.once('close', (error: unknown) => {
        open = false;
        this.#lost(model, host, why ?? error);
        resolve();
      });
    });
    model.on('blocked', (text: string) => {
      this.blocked = text;
      log.warn({ host: print(host) }, `The broker takes no messages: ${text}. They wait.`);
    });
    model.on('unblocked', () => {
      log.info({ host: print(host) }, 'The broker takes messages again.');
      this.#unblock();
    });
    // It may have been closed before anybody listened. amqplib leaves the question open if it closes with the channel.
    const answered = Promise.race([model.createChannel().then((channel) => channel.close()), closed]);
    if (!(await within(CONNECT_TIMEOUT, answered))) throw new Error(`it was silent for ${CONNECT_TIMEOUT} s`);
    await answered;
    if (!open) throw why ?? new Error('the connection closed while it was opened');
    if (this.closing.aborted) return end(model);
    if (this.#failures > 0 || this.#wasUp)
      log.info({ host: print(host) }, `Connected to the broker ${print(host)} again (${purpose}).`);
    this.#model = model;
    this.#wasUp = true;
    this.#failures = 0;
    this.lastError = undefined;
  }

  #lost(model: ChannelModel, host: TransportHost, why: unknown): void {
    this.lastError = why;
    if (this.#model !== model) return;
    this.#model = undefined;
    this.#unblock();
    const sentence = `The connection to the broker ${print(host)} is lost: ${explain(why ?? 'it was closed')}.`;
    this.given.log.warn({ host: print(host) }, sentence);
    this.#hosts = [...this.#hosts.filter((other) => other !== host), host];
    // Others that were on the same host come back, too: not all at once.
    const { kombu_reconnect_delay: delay, kombu_reconnect_splay: splay } = this.given.options;
    this.#again(delay + splay * Math.random());
  }

  #unblock(): void {
    this.blocked = undefined;
    for (const done of [...this.#whenUnblocked]) done();
  }

  /** All hosts have failed. */
  #failed(errors: readonly unknown[]): void {
    const failure = () =>
      new MessageDeliveryFailure(
        `No broker can be reached: ${errors.map(explain).join('; ')}.`,
        errors[0] === undefined ? undefined : { cause: errors[0] },
      );
    const isCertain = (error: unknown) => isFinal(error) && (!isGuess(error) || this.#failures >= GUESSES);
    const final = !this.#wasUp && errors.every(isCertain);
    for (const waiting of [...this.#waiting]) {
      if (final || waiting.retries === 0) waiting.reject(failure());
      else waiting.retries--;
    }
    const {
      rabbit_retry_interval: first,
      rabbit_retry_backoff: step,
      rabbit_interval_max: max,
    } = this.given.options;
    this.#again(Math.min(max, first + step * this.#failures++) * (0.5 + Math.random() / 2));
  }

  #again(seconds: number): void {
    if (this.closing.aborted) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      // Nobody waits: the next one who needs it connects.
      if (this.#waiting.size > 0) void this.#connect();
    }, seconds * 1000);
  }
}

async function end(model: ChannelModel): Promise<void> {
  await within(CLOSE_TIMEOUT, model.close());
  // A broker that does not answer must not keep the process, nor who waits for it: an error is what amqplib heeds.
  const { stream } = model.connection as unknown as { stream?: Socket };
  stream?.destroy(new Error('the broker did not answer when the connection was closed'));
}
