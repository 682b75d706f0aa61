import type { Kind } from './choices.js';

/** What leads where: edges in the order of the states they start from. */
export class Graph {
  #to = new Int32Array(1 << 16);
  #kinds: Kind[] = [];
  /** Where the edges of each state begin. */
  readonly #starts: number[] = [];
  edges = 0;

  get states(): number {
    return this.#starts.length;
  }

  /** The next state's edges follow. */
  begin(): void {
    this.#starts.push(this.edges);
  }

  add(to: number, kind: Kind): void {
    if (this.edges === this.#to.length) {
      const larger = new Int32Array(this.#to.length * 2);
      larger.set(this.#to);
      this.#to = larger;
    }
    this.#to[this.edges++] = to;
    this.#kinds.push(kind);
  }

  /** A state on a cycle of the allowed kinds of edges within the chosen states; self-loops count. Null if there is none. */
  findCycle(within: (at: number) => boolean, allowed: ReadonlySet<Kind>): number | null {
    const inside = new Uint8Array(this.states);
    for (let at = 0; at < this.states; at++) inside[at] = within(at) ? 1 : 0;
    const incoming = new Int32Array(this.states);
    const forEachEdge = (at: number, visit: (to: number) => void) => {
      if (!inside[at]) return;
      const end = this.#starts[at + 1] ?? this.edges;
      for (let edge = this.#starts[at]!; edge < end; edge++) {
        const to = this.#to[edge]!;
        if (inside[to] && allowed.has(this.#kinds[edge]!)) visit(to);
      }
    };
    for (let at = 0; at < this.states; at++) forEachEdge(at, (to) => incoming[to]!++);
    const free: number[] = [];
    for (let at = 0; at < this.states; at++) if (incoming[at] === 0) free.push(at);
    let done = 0;
    while (free.length > 0) {
      done++;
      forEachEdge(free.pop()!, (to) => {
        if (--incoming[to]! === 0) free.push(to);
      });
    }
    return done === this.states ? null : incoming.findIndex((count) => count > 0);
  }
}
