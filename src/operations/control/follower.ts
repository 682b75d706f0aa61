import type { ServerResponse } from 'node:http';

/** Characters that may wait for one who reads slowly; what comes then, he misses. */
const MOST_WAITING = 256 * 1024;

/** Seconds after which one who has not read at all meanwhile is cut, or has not taken all after the end. */
const PATIENCE = 60;

/** One who follows a stream of lines. What he cannot keep up with is left out and counted, and he is told. */
export class Follower {
  #missed = 0;
  #stuck: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(private readonly response: ServerResponse) {
    response.on('drain', () => this.#caughtUp());
    response.on('close', () => {
      this.#ended = true;
      clearTimeout(this.#stuck);
    });
  }

  /** One line of JSON, without its newline. */
  write(line: string): void {
    if (this.#ended) return;
    if (this.#missed > 0 || this.response.writableLength + line.length > MOST_WAITING) this.#miss();
    else this.response.write(`${line}\n`);
  }

  /** The last line, which is not left out. */
  end(line?: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tellMissed();
    this.response.end(line === undefined ? undefined : `${line}\n`);
    this.#limit();
  }

  #miss(): void {
    this.#missed += 1;
    this.#limit();
  }

  #limit(): void {
    this.#stuck ??= setTimeout(() => this.response.destroy(), PATIENCE * 1000).unref();
  }

  #caughtUp(): void {
    if (this.#ended) return;
    clearTimeout(this.#stuck);
    this.#stuck = undefined;
    this.#tellMissed();
  }

  #tellMissed(): void {
    if (this.#missed === 0) return;
    const [count, message] = [this.#missed, `${this.#missed} lines were left out: this reader is too slow.`];
    this.#missed = 0;
    this.response.write(`${JSON.stringify({ id: 'missed', level: 'warn', count, message })}\n`);
  }
}
