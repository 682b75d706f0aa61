import type { Entry } from './entry.js';

/** Messages that wait for a server with room, in their order. A list of neighbours: any may leave at any time. */
export class Lane {
  #first: Entry | undefined;
  #last: Entry | undefined;

  /** `onEmpty` is called when the last one has left. */
  constructor(private readonly onEmpty: () => void = () => {}) {}

  get first(): Entry | undefined {
    return this.#first;
  }

  push(entry: Entry): void {
    entry.lane = this;
    entry.previous = this.#last;
    if (this.#last) this.#last.next = entry;
    else this.#first = entry;
    this.#last = entry;
  }

  /** For one that had waited before, and is older than the others. */
  unshift(entry: Entry): void {
    entry.lane = this;
    entry.next = this.#first;
    if (this.#first) this.#first.previous = entry;
    else this.#last = entry;
    this.#first = entry;
  }

  remove(entry: Entry): void {
    if (entry.lane !== this) return;
    const { previous, next } = entry;
    if (previous) previous.next = next;
    else this.#first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    entry.lane = entry.previous = entry.next = undefined;
    if (!this.#first) this.onEmpty();
  }

  /** Takes all of them out. */
  *drain(): Generator<Entry> {
    for (let entry = this.#first; entry; entry = this.#first) {
      this.remove(entry);
      yield entry;
    }
  }
}
