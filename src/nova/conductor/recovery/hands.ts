import type { ThreadGroup } from '../../../service/index.js';
import type { Sent } from '../sent.js';

export interface Errand {
  /** One that is waiting or under way is not taken on again. */
  readonly key: string;
  /** Sees to its own errors. */
  readonly run: () => Promise<Sent>;
}

/**
 * Does errands beside whoever has them, so many at a time. A message that nobody takes, as for a compute that is down, needs
 * no hand while it waits: else it would keep all others waiting, too. A drain waits for what is under way.
 */
export class Hands {
  readonly #waiting: Errand[] = [];
  readonly #known = new Set<string>();
  #busy = 0;

  constructor(
    private readonly tg: Pick<ThreadGroup, 'addThread'>,
    private readonly options: { readonly name: string; readonly most: number },
  ) {}

  /** Begins nothing more once it `isOver`. */
  take(errands: readonly Errand[], isOver: () => boolean): void {
    for (const errand of errands) {
      if (this.#known.has(errand.key)) continue;
      this.#known.add(errand.key);
      this.#waiting.push(errand);
    }
    const needed = Math.min(this.options.most - this.#busy, this.#waiting.length);
    for (let begun = 0; begun < needed && !isOver(); begun++) {
      this.#busy++;
      this.tg.addThread(() => this.#work(isOver)).name = this.options.name;
    }
  }

  async #work(isOver: () => boolean): Promise<void> {
    const messages: Promise<unknown>[] = [];
    try {
      while (!isOver()) {
        const errand = this.#waiting.shift();
        if (!errand) break;
        const { sent } = await errand.run();
        messages.push(sent.then(() => this.#known.delete(errand.key)));
      }
    } finally {
      this.#busy--;
    }
    await Promise.all(messages);
  }
}
