import { writeSync } from 'node:fs';

/** How much waits for a reader who has stopped reading, in bytes, before more is refused. */
const BACKLOG = 1024 * 1024;

/** Milliseconds until a full pipe is tried again: soon for a reader who is only slower, seldom for one who sleeps. */
const SHORTEST_PAUSE = 1;
const LONGEST_PAUSE = 100;

/** Where nobody can be told any more: not the fault of one line. */
const BROKEN = ['EPIPE', 'EBADF', 'EIO', 'ENXIO', 'ECONNRESET'];

/**
 * Writes to a descriptor that does not block. What is taken is out when write() returns, so that it survives a crash;
 * the rest waits. sonic-boom does neither: it waits 100 ms whenever a pipe is full for a moment, and its flush() does
 * not wait at all.
 */
export class Outlet {
  readonly #queue: Buffer[] = [];
  #length = 0;
  #pause = SHORTEST_PAUSE;
  #timer: NodeJS.Timeout | undefined;
  #broken = false;
  /** Of the line at hand, a part is out. */
  #torn = false;
  readonly #waiting = new Set<() => void>();

  constructor(private fd: number) {}

  /** Whether it was taken, or waits for its turn; false when the reader is too far behind. */
  write(text: string): boolean {
    if (this.#broken) return true;
    const data = Buffer.from(text);
    if (this.#length > 0 && this.#length + data.length > BACKLOG) return false;
    this.#queue.push(data);
    this.#length += data.length;
    return this.#timer !== undefined || this.#push();
  }

  /** Bytes that wait. */
  get length(): number {
    return this.#length;
  }

  /** Resolves when nothing waits any more, be it because nobody can read it. */
  emptied(): Promise<void> {
    if (this.#length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** What comes, and what still waits, goes to another descriptor. Returns the one before. */
  redirect(fd: number): number {
    const before = this.fd;
    this.fd = fd;
    this.#broken = false;
    return before;
  }

  /** The same without the event loop, for `timeout` milliseconds at most: the process is about to exit. */
  flushNow(timeout: number): void {
    const end = performance.now() + timeout;
    const asleep = new Int32Array(new SharedArrayBuffer(4));
    while (this.#length > 0 && performance.now() < end) {
      this.#push();
      if (this.#length > 0) Atomics.wait(asleep, 0, 0, 1);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#broken = true;
    this.#empty();
  }

  /** False when the line at hand was refused by the system. */
  #push(): boolean {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#queue.length > 0) {
      const data = this.#queue[0]!;
      try {
        const written = writeSync(this.fd, data);
        this.#length -= written;
        this.#pause = SHORTEST_PAUSE;
        this.#torn = written > 0 && written < data.length;
        if (written === data.length) this.#queue.shift();
        else this.#queue[0] = data.subarray(written);
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        if (code === 'EAGAIN') {
          this.#later();
          return true;
        }
        if (BROKEN.includes(code)) {
          this.#broken = true;
          this.#empty();
          return true;
        }
        // A full disk may have room again; a line that was begun is ended there, so that the next one stands by itself.
        this.#length -= data.length;
        this.#queue.shift();
        if (this.#torn) this.#queue.unshift(Buffer.from('\n'));
        this.#torn = false;
        this.#length = this.#queue.reduce((sum, { length }) => sum + length, 0);
        if (this.#queue.length > 0) this.#later();
        else this.#empty();
        return false;
      }
    }
    this.#empty();
    return true;
  }

  #later(): void {
    this.#timer = setTimeout(() => this.#push(), this.#pause);
    this.#timer.unref();
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #empty(): void {
    this.#queue.length = 0;
    this.#length = 0;
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
