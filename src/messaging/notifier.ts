import { randomUUID } from 'node:crypto';
import { stringify } from './json.js';
import { CONTEXT_PREFIX, newId } from './message.js';
import { assertOptions, isNamed, kindOf } from './options.js';
import { assertSeconds, delayOf } from './seconds.js';
import { type Context, NoOpSerializer, type Serializer } from './serializer.js';
import type { Transport } from './transport.js';

/** How much a notification says; its topic has it in small letters. */
export type Priority = 'AUDIT' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'CRITICAL' | 'SAMPLE';

export interface Notification {
  readonly publisherId: string;
  readonly eventType: string;
  /** JSON, or what the serializer makes such. */
  readonly payload: unknown;
  /** Default: INFO. */
  readonly priority?: Priority | undefined;
}

export interface NotifierOptions<AppContext> {
  /** Each notification goes to all of them. Default: notifications. */
  readonly topics?: readonly string[] | undefined;
  readonly serializer?: Serializer<AppContext> | undefined;
  /**
   * Whether what nobody listens to waits at the broker: it declares the queues, as oslo's driver messagingv2 does, which
   * then grow until somebody reads them. Default: whoever listens has declared its queue.
   */
  readonly keep?: boolean | undefined;
  /** Seconds until one that the broker does not take is given up. Default: 5. */
  readonly timeout?: number | undefined;
}

const OPTIONS: readonly (keyof NotifierOptions<never>)[] = ['topics', 'serializer', 'keep', 'timeout'];

/** Tells whoever listens. Throws TypeError for an option that is wrong. oslo_messaging.Notifier. */
export function getNotifier<AppContext = Context>(
  transport: Transport,
  options: NotifierOptions<AppContext> = {},
): Notifier<AppContext> {
  assertOptions('getNotifier()', options, OPTIONS);
  assertSeconds('timeout', options.timeout);
  return new Notifier(transport, options);
}

/** Made by getNotifier(). */
export class Notifier<AppContext = Context> {
  readonly #serializer: Serializer<AppContext>;

  constructor(
    private readonly transport: Transport,
    private readonly options: NotifierOptions<AppContext>,
  ) {
    this.#serializer = options.serializer ?? (new NoOpSerializer() as unknown as Serializer<AppContext>);
  }

  /**
   * Resolves when the broker has it, and at once where there is none: over ipc:// and fake:// nobody listens. Rejects
   * with MessageDeliveryFailure if there is no connection, or the broker does not take it in time.
   */
  async notify(context: AppContext, notification: Notification): Promise<void> {
    const driver = await this.transport.driver();
    if (driver.notify) await this.prepare(context, notification)();
  }

  /** Writes it as it is now; what is given sends it, as notify() does, for who has to wait with that. */
  prepare(context: AppContext, notification: Notification): () => Promise<void> {
    const { priority = 'INFO' } = notification;
    const text = this.#text(context, notification, priority);
    return () => this.#send(text, priority);
  }

  async #send(text: string, priority: Priority): Promise<void> {
    const driver = await this.transport.driver();
    const { topics = ['notifications'], keep = false, timeout = 5 } = this.options;
    const signal = AbortSignal.timeout(delayOf(timeout));
    const { controlExchange: exchange } = this.transport;
    for (const topic of topics)
      await driver.notify?.({ exchange, topic: `${topic}.${priority.toLowerCase()}`, text, keep, signal });
  }

  /** The members stand in the order in which oslo.messaging writes them. */
  #text(context: AppContext, { publisherId, eventType, payload }: Notification, priority: Priority): string {
    const serialized = this.#serializer.serializeContext(context) ?? {};
    if (!isNamed(serialized))
      throw new TypeError(`The context of ${eventType} is ${kindOf(serialized)}; expected an object.`);
    const entries = Object.entries(serialized).map(([key, value]) => [CONTEXT_PREFIX + key, value]);
    const message = {
      message_id: randomUUID(),
      publisher_id: publisherId,
      event_type: eventType,
      priority,
      payload: this.#serializer.serializeEntity(context, payload),
      timestamp: now(),
      _unique_id: newId(),
      ...Object.fromEntries(entries),
    };
    return stringify(message, 'notification');
  }
}

/** `2026-11-23 02:44:47.531760`: str() of Python's utcnow(). */
const now = () => `${new Date().toISOString().slice(0, 23).replace('T', ' ')}000`;
