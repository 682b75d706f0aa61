import type { MessagingLog } from '../../log.js';
import { seal } from '../../message.js';
import type { Publisher } from './publisher.js';

/** Seconds between tries to reach a reply queue that is not there. */
const AGAIN = 0.25;
/** How many queues are remembered as gone for good, and for how many seconds. */
const REMEMBERED = 200;
const MEMORY = 60;
/** Seconds that a server which is stopping waits for a caller that has vanished. */
const PATIENCE_IN_STOP = 5;

interface Pending {
  readonly content: Buffer;
  /** Fires when its server is stopping. */
  readonly stopping: AbortSignal;
  readonly since: number;
  readonly resolve: (sent: boolean) => void;
}

/**
 * Sends replies to their callers' queues. A queue that is not there may come back, as its client reconnects: it is tried
 * again for a while, in the background and with one message, however many wait for it.
 */
export class ReplySender {
  /** Replies to queues that are not there, by queue. */
  readonly #vanished = new Map<string, Pending[]>();
  /** Queues that were given up, and when. */
  readonly #gone = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly publisher: Publisher,
    private readonly options: {
      /** Seconds. */
      readonly missingConsumerRetryTimeout: number;
      readonly log: MessagingLog;
    },
  ) {}

  /** Resolves to true when the broker has the reply in the queue, to false when there is no such queue. */
  async send(queue: string, text: string, stopping: AbortSignal): Promise<boolean> {
    const content = Buffer.from(seal(text));
    if (this.#isGone(queue)) return false;
    if (this.#vanished.has(queue)) return this.#wait(queue, content, stopping);
    return (await this.#publish(queue, content)) || this.#wait(queue, content, stopping);
  }

  /** As send(), but a queue that is not there is not waited for. */
  async sendOnce(queue: string, text: string): Promise<boolean> {
    if (this.#isGone(queue) || this.#vanished.has(queue)) return false;
    return this.#publish(queue, Buffer.from(seal(text)));
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const pending of this.#vanished.values()) for (const { resolve } of pending) resolve(false);
    this.#vanished.clear();
  }

  async #publish(queue: string, content: Buffer): Promise<boolean> {
    for (;;) {
      const publication = { exchange: undefined, routingKey: queue, content, mandatory: true, retry: -1 };
      const outcome = await this.publisher.publish(publication);
      // A reply that comes twice is dropped by its caller; one that is lost is missed.
      if (outcome !== 'unknown') return outcome === 'confirmed';
    }
  }

  #wait(queue: string, content: Buffer, stopping: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const pending = { content, stopping, since: performance.now(), resolve };
      const others = this.#vanished.get(queue);
      if (others) others.push(pending);
      else {
        this.#vanished.set(queue, [pending]);
        this.#tryLater(queue);
      }
    });
  }

  #tryLater(queue: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#try(queue).catch((err) => {
        this.options.log.error({ err, queue }, `Replies to ${queue} are dropped: ${(err as Error).message}`);
        for (const { resolve } of this.#vanished.get(queue) ?? []) resolve(false);
        this.#vanished.delete(queue);
      });
    }, AGAIN * 1000);
    this.#timers.add(timer);
  }

  async #try(queue: string): Promise<void> {
    const [first] = this.#vanished.get(queue) ?? [];
    if (!first) return;
    if (await this.#publish(queue, first.content)) {
      const others = this.#vanished.get(queue)?.slice(1) ?? [];
      this.#vanished.delete(queue);
      first.resolve(true);
      for (const { content, stopping, resolve } of others)
        void this.#publish(queue, content).then((sent) =>
          resolve(sent || (this.#wait(queue, content, stopping) as never)),
        );
      return;
    }
    const now = performance.now();
    const left = this.#vanished.get(queue)?.filter((pending) => !this.#isLate(pending, now)) ?? [];
    for (const pending of this.#vanished.get(queue) ?? [])
      if (!left.includes(pending)) pending.resolve(false);
    if (left.length > 0) {
      this.#vanished.set(queue, left);
      this.#tryLater(queue);
      return;
    }
    this.#vanished.delete(queue);
    this.#remember(queue, now);
    this.options.log.info({ queue }, `The reply queue ${queue} is gone; replies to it are dropped.`);
  }

  #isLate({ since, stopping }: Pending, now: number): boolean {
    const { missingConsumerRetryTimeout: limit } = this.options;
    return now - since > (stopping.aborted ? Math.min(PATIENCE_IN_STOP, limit) : limit) * 1000;
  }

  #isGone(queue: string): boolean {
    const since = this.#gone.get(queue);
    if (since === undefined) return false;
    if (performance.now() - since < MEMORY * 1000) return true;
    this.#gone.delete(queue);
    return false;
  }

  #remember(queue: string, now: number): void {
    this.#gone.set(queue, now);
    if (this.#gone.size > REMEMBERED) this.#gone.delete(this.#gone.keys().next().value!);
  }
}
