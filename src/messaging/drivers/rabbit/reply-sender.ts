import { MessageDeliveryFailure, reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { seal } from '../../message.js';
import { PATIENCE_IN_STOP, PatienceInStop } from './patience-in-stop.js';
import type { Publisher } from './publisher.js';

/** Seconds between tries to reach a reply queue that is not there. */
const AGAIN = 0.25;
/** How many queues are remembered as gone for good, and for how many seconds. */
const REMEMBERED = 200;
const MEMORY = 60;
/** How often a reply is sent again when the channel breaks under it, and not the connection. */
const ATTEMPTS = 20;

/** Who sends replies: a server. */
export interface Sender {
  /** Fires when it is stopping. */
  readonly stopping: AbortSignal;
  /** Is told of what goes on in the background; it must wait for that before it ends. */
  readonly background: (work: Promise<void>) => void;
}

interface Pending {
  readonly content: Buffer;
  readonly sender: Sender;
  readonly since: number;
  readonly done: () => void;
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
  #opening: Promise<void> | undefined;
  #closed = false;

  constructor(
    private readonly publisher: Publisher,
    private readonly options: {
      /** Seconds. */
      readonly missingConsumerRetryTimeout: number;
      readonly log: MessagingLog;
    },
  ) {}

  /**
   * Resolves to true when the broker has the reply in the queue, or its queue is waited for in the background; to false
   * when that has been given up before. Rejects if the broker does not take it.
   */
  async send(queue: string, text: string, sender: Sender): Promise<boolean> {
    if (this.#isGone(queue)) return false;
    const content = Buffer.from(seal(text));
    if (this.#vanished.has(queue) || !(await this.#publish(queue, content, sender)))
      this.#waitFor(queue, content, sender);
    return true;
  }

  /** A sign of life is not worth waiting for anything: false only if nobody is there to see it. */
  async sendOnce(queue: string, text: string): Promise<boolean> {
    if (this.#isGone(queue) || this.#vanished.has(queue)) return false;
    if (!this.publisher.isOpen) {
      // The next one may find it open.
      this.#opening ??= this.publisher
        .open()
        .catch(() => {})
        .finally(() => {
          this.#opening = undefined;
        });
      return true;
    }
    return (await this.publisher.publish(publication(queue, Buffer.from(seal(text))))) !== 'returned';
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const pending of this.#vanished.values()) for (const { done } of pending) done();
    this.#vanished.clear();
  }

  /** Whether the queue has it; false if there is no such queue. */
  async #publish(queue: string, content: Buffer, sender: Sender): Promise<boolean> {
    const patience = new PatienceInStop(sender.stopping);
    try {
      return await this.#publishUntil(queue, content, patience);
    } finally {
      patience.end();
    }
  }

  async #publishUntil(queue: string, content: Buffer, patience: PatienceInStop): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const publishing = this.publisher.publish(publication(queue, content, patience));
      // A broker that takes it, and falls silent, is told by its missing heartbeats: too late for who stops.
      const outcome = await patience.orOver(publishing);
      if (outcome !== 'unknown') return outcome === 'confirmed';
      // A reply that comes twice is dropped by its caller; one that is lost is missed.
      if (attempt === ATTEMPTS)
        throw new MessageDeliveryFailure('The connection to the broker broke each time that it was sent.');
    }
  }

  #waitFor(queue: string, content: Buffer, sender: Sender): void {
    if (this.#closed) return;
    const work = new Promise<void>((done) => {
      const pending = { content, sender, since: performance.now(), done };
      const others = this.#vanished.get(queue);
      if (others) others.push(pending);
      else {
        this.#vanished.set(queue, [pending]);
        this.#tryLater(queue);
      }
    });
    sender.background(work);
  }

  #tryLater(queue: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#try(queue);
    }, AGAIN * 1000);
    this.#timers.add(timer);
  }

  /** Never rejects. */
  async #try(queue: string): Promise<void> {
    const [first] = this.#vanished.get(queue) ?? [];
    if (!first) return;
    if (!(await this.#deliver(queue, first))) return this.#wait(queue);
    const others = this.#vanished.get(queue)?.slice(1) ?? [];
    this.#vanished.delete(queue);
    first.done();
    for (const pending of others)
      void this.#deliver(queue, pending).then((there) => {
        if (!there) this.#waitFor(queue, pending.content, pending.sender);
        pending.done();
      });
  }

  /** Whether the queue is there; what the broker does not take is dropped, and nothing else with it. */
  async #deliver(queue: string, { content, sender }: Pending): Promise<boolean> {
    try {
      return await this.#publish(queue, content, sender);
    } catch (err) {
      if (!this.#closed)
        this.options.log.error({ err, queue }, `A reply to ${queue} is dropped: ${reason(err)}`);
      return true;
    }
  }

  #wait(queue: string): void {
    if (this.#closed) return;
    const now = performance.now();
    const all = this.#vanished.get(queue) ?? [];
    const left = all.filter((pending) => !this.#isLate(pending, now));
    for (const pending of all) if (!left.includes(pending)) pending.done();
    if (left.length > 0) {
      this.#vanished.set(queue, left);
      this.#tryLater(queue);
      return;
    }
    this.#vanished.delete(queue);
    this.#remember(queue, now);
    this.options.log.warn({ queue }, `A caller is gone, and its queue ${queue}: replies to it are dropped.`);
  }

  #isLate({ since, sender }: Pending, now: number): boolean {
    const { missingConsumerRetryTimeout: limit } = this.options;
    return now - since > (sender.stopping.aborted ? Math.min(PATIENCE_IN_STOP, limit) : limit) * 1000;
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

const publication = (routingKey: string, content: Buffer, patience?: PatienceInStop) => ({
  exchange: undefined,
  routingKey,
  content,
  mandatory: true,
  retry: -1,
  get signal() {
    return patience?.signal;
  },
});
