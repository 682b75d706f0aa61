import { setImmediate } from 'node:timers/promises';

/** Milliseconds. */
const LONGEST = 10;

/**
 * Lets timers and sockets have their turn now and then: an embedded database answers at once, so that who asks it again
 * and again would leave them none.
 */
export class Breath {
  #last = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#last < LONGEST) return;
    await setImmediate();
    this.#last = performance.now();
  }
}
