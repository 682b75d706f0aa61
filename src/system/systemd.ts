import { type DatagramSocket, openDatagramSocket } from './posix.js';

/** Milliseconds until a service manager that is too far behind is told again. */
const PAUSE = 100;

/** So many messages wait for it; one that reads no more is not told more. */
const BACKLOG = 1000;

/** What sd_notify(3) lets a service say; each is a line of a message. */
export type Assignments = Readonly<Record<string, string | number | bigint>>;

/**
 * The socket on which a service manager wants to be told how this process does (NOTIFY_SOCKET): counterpart of
 * oslo_service.systemd. Telling never blocks and never throws.
 */
export class NotifySocket {
  readonly #queue: string[] = [];
  /** Resolves when it can be told, or never can. */
  readonly opened: Promise<void>;
  #socket: DatagramSocket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failing = false;
  #outOfReach = false;

  /** `failed` hears why nothing arrives, once until something has arrived again. */
  constructor(
    path: string,
    private readonly failed: (reason: string) => void,
  ) {
    this.opened = openDatagramSocket(path).then(
      (socket) => {
        this.#socket = socket;
        this.#flush();
      },
      (error) => {
        this.#outOfReach = true;
        this.#queue.length = 0;
        this.#fail(error);
      },
    );
  }

  /** One message. */
  tell(assignments: Assignments): void {
    if (this.#outOfReach || this.#queue.length >= BACKLOG) return;
    const lines = Object.entries(assignments).map(([name, value]) => `${name}=${value}`);
    this.#queue.push(lines.join('\n'));
    if (this.#socket && !this.#timer) this.#flush();
  }

  /** Resolves when what was told is out, as far as it can be without waiting for the service manager. */
  async close(): Promise<void> {
    await this.opened;
    clearTimeout(this.#timer);
  }

  #flush(): void {
    this.#timer = undefined;
    for (let text = this.#queue[0]; text !== undefined; text = this.#queue[0]) {
      try {
        if (!this.#socket!.send(text)) {
          this.#timer = setTimeout(() => this.#flush(), PAUSE);
          this.#timer.unref();
          return;
        }
        this.#failing = false;
      } catch (error) {
        this.#fail(error);
      }
      this.#queue.shift();
    }
  }

  #fail(error: unknown): void {
    if (this.#failing) return;
    this.#failing = true;
    this.failed(error instanceof Error ? error.message : String(error));
  }
}
