import { after, type Clock, LONGEST, realClock } from './clock.js';

const wake = (nap: Nap) => nap.wake();

/**
 * Sleeps, one after the other, that can be ended from outside; what every timer waits with. On the real clock it does
 * without a signal, and keeps little for each sleep: what thousands of timers keep while they wait is what they cost.
 */
export class Nap {
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | undefined;
  #cancel: (() => void) | undefined;
  #resolve: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves after `seconds`, or at wake(). */
  sleep(seconds: number): Promise<void> {
    if (this.#clock === realClock) {
      return new Promise((resolve) => {
        this.#resolve = resolve;
        if (seconds > 0 && seconds * 1000 <= LONGEST) this.#timer = setTimeout(wake, seconds * 1000, this);
        else this.#cancel = after(seconds, () => this.wake());
      });
    }
    const woken = new AbortController();
    this.#cancel = () => woken.abort();
    return this.#clock.sleep(seconds, woken.signal);
  }

  wake(): void {
    clearTimeout(this.#timer);
    this.#cancel?.();
    this.#resolve?.();
    this.#timer = undefined;
    this.#cancel = undefined;
    this.#resolve = undefined;
  }
}
