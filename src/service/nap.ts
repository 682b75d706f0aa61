import { after, type Clock, realClock } from './clock.js';

/**
 * Sleeps, one after the other, that can be ended from outside; what every timer waits with. On the real clock it does
 * without a signal: that would cost a timer a kilobyte, and each of its calls as much time as all the rest.
 */
export class Nap {
  readonly #clock: Clock;
  #wake: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves after `seconds`, or at wake(). */
  sleep(seconds: number): Promise<void> {
    if (this.#clock === realClock) {
      return new Promise((resolve) => {
        const cancel = after(seconds, resolve);
        this.#wake = () => {
          cancel();
          resolve();
        };
      });
    }
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    return this.#clock.sleep(seconds, woken.signal);
  }

  wake(): void {
    this.#wake?.();
  }
}
