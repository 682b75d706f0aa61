import { MessagingException, type RpcClient } from '../../src/messaging/index.js';

/** What became of the messages of a load. */
export interface Tally {
  /** Ids of calls that were answered. */
  readonly answered: string[];
  /** Ids of casts that were handed over. */
  readonly cast: string[];
  /** Ids of those that failed, with the error. */
  readonly failed: Map<string, Error>;
  /** The longest that a call or cast took, in seconds. */
  longest: number;
}

/** Callers and casters that go on until they are told to end; each message has an id of its own. */
export class Load {
  readonly tally: Tally = { answered: [], cast: [], failed: new Map(), longest: 0 };
  #ended = false;
  readonly #loops: Promise<void>[];
  #count = 0;
  #watchers = new Set<() => void>();

  constructor(
    private readonly client: RpcClient,
    { callers, casters }: { callers: number; casters: number },
    private readonly prefix = 'm',
  ) {
    this.#loops = [
      ...Array.from({ length: callers }, () => this.#loop((id) => this.#call(id))),
      ...Array.from({ length: casters }, () => this.#loop((id) => this.#cast(id))),
    ];
  }

  get sent(): number {
    return this.#count;
  }

  /** Resolves when so many more have been answered or handed over. */
  async more(count: number, deadline = 30): Promise<void> {
    const done = () => this.tally.answered.length + this.tally.cast.length;
    const goal = done() + count;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${done()} instead of ${goal} messages were answered within ${deadline} s.`)),
        deadline * 1000,
      );
      const check = () => {
        if (done() < goal) return;
        clearTimeout(timer);
        this.#watchers.delete(check);
        resolve();
      };
      this.#watchers.add(check);
    });
  }

  /** For the clean-up of a test that did not come to end(). */
  stop(): void {
    this.#ended = true;
  }

  async end(): Promise<Tally> {
    this.#ended = true;
    await Promise.all(this.#loops);
    return this.tally;
  }

  async #loop(body: (id: string) => Promise<void>): Promise<void> {
    while (!this.#ended) {
      const id = `${this.prefix}${this.#count++}`;
      const began = performance.now();
      try {
        await body(id);
      } catch (error) {
        if (!(error instanceof MessagingException)) throw error;
        this.tally.failed.set(id, error);
      }
      this.tally.longest = Math.max(this.tally.longest, (performance.now() - began) / 1000);
      for (const watcher of [...this.#watchers]) watcher();
    }
  }

  async #call(id: string): Promise<void> {
    const answer = await this.client.call({}, 'work', { id });
    if (answer !== id) throw new Error(`${id} was answered with ${JSON.stringify(answer)}.`);
    this.tally.answered.push(id);
  }

  async #cast(id: string): Promise<void> {
    await this.client.cast({}, 'note', { id });
    this.tally.cast.push(id);
  }
}

/** Those that occur more than once. */
export function doubled(ids: Iterable<string>): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  return [...twice];
}
