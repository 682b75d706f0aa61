/** How many ids are remembered: oslo.messaging remembers 16. */
const REMEMBERED = 4096;

/** The ids of the requests that were begun last, so that none is run twice by one server. oslo's _MsgIdCache. */
export class Seen {
  /** In the order in which they came. */
  readonly #ids = new Set<string>();

  /** Whether the id is new; it is not any more. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > REMEMBERED) this.#ids.delete(this.#ids.values().next().value!);
    return true;
  }
}
