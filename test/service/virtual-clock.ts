import type { Clock } from '../../src/service/clock.js';

/** Lets everything happen that is due by now: promises, immediates and what they start. */
export async function settle(turns = 5): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is told to advance. */
export class VirtualClock implements Clock {
  /** Every sleep that was asked for, in seconds. */
  readonly sleeps: number[] = [];
  readonly #sleepers = new Set<{ due: number; wake: () => void }>();
  #now = 0;

  now(): number {
    return this.#now;
  }

  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(seconds);
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = {
        due: this.#now + Math.max(0, seconds),
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake);
    });
  }

  /** Time passes without anybody being woken, as while a callback blocks the event loop. */
  block(seconds: number): void {
    this.#now += seconds;
  }

  /** Time passes; who sleeps is woken in order, each at his time. */
  async advance(seconds: number): Promise<void> {
    const end = this.#now + seconds;
    await settle();
    for (;;) {
      const next = [...this.#sleepers].sort((a, b) => a.due - b.due)[0];
      if (!next || next.due > end) break;
      this.#now = Math.max(this.#now, next.due);
      next.wake();
      await settle();
    }
    this.#now = Math.max(this.#now, end);
  }
}
