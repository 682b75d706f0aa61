import type { MessagingLog, Notification, Notifier } from '../../messaging/index.js';
import type { RequestContext } from '../context/index.js';

/** How many wait for a broker that does not answer. */
const HELD = 1000;

interface Held {
  readonly eventType: string;
  readonly send: () => Promise<void>;
}

/**
 * Sends notifications, and tells in the log when that begins to fail, and when it works again. In between one of them
 * tries, and as many as may wait for it do.
 */
export class Teller {
  /** How many were lost since it began to fail: 0 while it works. */
  #lost = 0;
  #trying = false;
  readonly #held: Held[] = [];
  #dropping = false;

  constructor(private readonly log: MessagingLog) {}

  /** Waits until the broker has it. While that takes none, who tells does not wait. */
  async tell(
    notifier: Notifier<RequestContext>,
    context: RequestContext,
    notification: Notification,
  ): Promise<void> {
    const { eventType } = notification;
    if (this.#lost === 0) {
      await this.#send({ eventType, send: () => notifier.notify(context.redacted(), notification) });
      return;
    }
    if (this.#held.length >= HELD) {
      this.#drop();
      return;
    }
    try {
      // What it tells of goes on, and must not change what it tells.
      this.#held.push({ eventType, send: notifier.prepare(context.redacted(), notification) });
    } catch (error) {
      this.#failed(eventType, error);
      return;
    }
    if (!this.#trying) void this.#try();
  }

  /** One after the other, until one is sent: the others follow it, or none is left. */
  async #try(): Promise<void> {
    this.#trying = true;
    for (let next = this.#held.shift(); next; next = this.#held.shift()) {
      await this.#send(next);
      if (this.#lost === 0) for (const held of this.#held.splice(0)) void this.#send(held);
    }
    this.#trying = false;
  }

  async #send({ eventType, send }: Held): Promise<void> {
    try {
      await send();
      this.#sent();
    } catch (error) {
      this.#failed(eventType, error);
    }
  }

  #sent(): void {
    if (this.#lost === 0) return;
    this.log.info({ lost: this.#lost }, `Notifications are sent again; ${this.#lost} were lost.`);
    this.#lost = 0;
    this.#dropping = false;
  }

  #failed(eventType: string, err: unknown): void {
    this.#lost++;
    if (this.#lost > 1) return;
    this.log.warn(
      { err, eventType },
      `The notification ${eventType} was not sent: ${(err as Error).message}`,
    );
  }

  #drop(): void {
    this.#lost++;
    if (this.#dropping) return;
    this.#dropping = true;
    const held = this.#held.length;
    this.log.warn({ held }, `${held} notifications wait for the broker; those that come now are dropped.`);
  }
}
