/** The last lines of something, and who follows it. Bounded: the oldest go first. */
export class Ring {
  readonly #lines: string[] = [];
  #length = 0;
  readonly #followers = new Set<(line: string) => void>();

  /** `bytes` is what all lines together may have, as characters. */
  constructor(
    private readonly count: number,
    private readonly bytes: number,
  ) {}

  get recent(): readonly string[] {
    return this.#lines;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
    while (this.#lines.length > this.count || (this.#length > this.bytes && this.#lines.length > 1))
      this.#length -= this.#lines.shift()!.length;
    for (const follow of this.#followers) follow(line);
  }

  /** Until the returned function is called. */
  follow(follower: (line: string) => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
