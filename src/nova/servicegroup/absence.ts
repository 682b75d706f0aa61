/** The last time in which the database was away, as far as the heartbeats of this process know: nobody could beat then. */
export class Absence {
  /** Milliseconds of the day. */
  #heard: number | undefined;
  #from: number | undefined;
  #until: number | undefined;

  /** A heartbeat was written at `now`. */
  ended(now: number): void {
    if (this.#from !== undefined) this.#until ??= now;
    this.#heard = now;
  }

  /** One could not be: it is away since that before, as far as anybody knows. */
  began(now: number): void {
    if (this.#from !== undefined && this.#until === undefined) return;
    this.#from = this.#heard ?? now;
    this.#until = undefined;
  }

  /** How much of the time from `since` to `now` it lasted. */
  within(since: number, now: number): number {
    if (this.#from === undefined) return 0;
    return Math.max(0, Math.min(now, this.#until ?? now) - Math.max(since, this.#from));
  }
}
