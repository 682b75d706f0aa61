/** How many ids are remembered at least, and up to twice as many: oslo.messaging remembers 16. */
const REMEMBERED = 4096;

/** The ids of the requests that were begun last, so that none is run twice by one server. oslo's _MsgIdCache. */
export class Seen {
  /** Two generations: dropping the older one as a whole costs less than finding the oldest id each time. */
  #recent = new Set<string>();
  #older = new Set<string>();

  /** Whether the id is new; it is not any more. */
  add(id: string): boolean {
    if (this.#recent.has(id) || this.#older.has(id)) return false;
    this.#recent.add(id);
    if (this.#recent.size >= REMEMBERED) {
      this.#older = this.#recent;
      this.#recent = new Set();
    }
    return true;
  }
}
