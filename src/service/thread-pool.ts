import type { Thread } from './thread.js';

const run = (thread: Thread) => thread.run();

/** Lets so many threads run at a time; the others wait, in the order in which they were added. */
export class ThreadPool {
  readonly capacity: number;
  /** Those that run, or will in the next microtask. */
  readonly running = new Set<Thread>();
  /** Those that wait for their turn, each with what starts it. */
  readonly #queue = new Map<Thread, (thread: Thread) => void>();
  // Kept: a new one would have to step over all that was deleted at the head. What is behind it has left the queue, so it
  // never comes to an end while there is something in it.
  readonly #cursor = this.#queue.entries();
  /** Threads that the group does not know any more. Those that run hold their places all the same. */
  readonly #forgotten = new Set<Thread>();
  readonly forgottenRunning = new Set<Thread>();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** How many threads of the group wait for their turn. */
  get queued(): number {
    return this.#queue.size - this.#forgotten.size;
  }

  /** Those that run and those that are queued, in the order in which they were added. */
  *threads(): Iterable<Thread> {
    yield* this.running;
    for (const thread of this.#queue.keys()) if (!this.#forgotten.has(thread)) yield thread;
  }

  // A thread that is queued is started by the end of another, but belongs to who added it: what follows a promise runs
  // in the asynchronous context in which that was said.
  add(thread: Thread): void {
    if (this.#hasPlace()) {
      this.running.add(thread);
      Promise.resolve(thread).then(run);
      return;
    }
    const turn = new Promise<Thread>((resolve) => {
      this.#queue.set(thread, resolve);
    });
    turn.then(run);
  }

  /** It goes on, and takes its place as before. Returns false for one that is not here. */
  forget(thread: Thread): boolean {
    if (this.running.delete(thread)) {
      this.forgottenRunning.add(thread);
      return true;
    }
    if (!this.#queue.has(thread) || this.#forgotten.has(thread)) return false;
    this.#forgotten.add(thread);
    return true;
  }

  /** It is done, or was cancelled: its place is for the next. */
  leave(thread: Thread): void {
    if (!this.running.delete(thread) && !this.forgottenRunning.delete(thread)) {
      this.#queue.delete(thread);
      this.#forgotten.delete(thread);
    }
    while (this.#queue.size > 0 && this.#hasPlace()) this.#startNext();
  }

  #startNext(): void {
    const [thread, start] = this.#cursor.next().value!;
    this.#queue.delete(thread);
    (this.#forgotten.delete(thread) ? this.forgottenRunning : this.running).add(thread);
    start(thread);
  }

  #hasPlace(): boolean {
    return this.running.size + this.forgottenRunning.size < this.capacity;
  }
}
