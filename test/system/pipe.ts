import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A pipe whose two ends the test holds; nothing is read but when the test says so. */
export class Pipe {
  readonly writer: number;
  readonly #place = mkdtempSync(`${tmpdir()}/nova-pipe-`);
  #reader: number | undefined;
  #rest = '';

  constructor() {
    const path = `${this.#place}/pipe`;
    execFileSync('mkfifo', [path]);
    this.#reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    this.writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  }

  /** All that is in the pipe now. */
  read(): string {
    const buffer = Buffer.alloc(64 * 1024);
    const parts: Buffer[] = [];
    for (;;) {
      try {
        const length = readSync(this.#reader!, buffer);
        if (length === 0) break;
        parts.push(Buffer.from(buffer.subarray(0, length)));
      } catch {
        break;
      }
    }
    return Buffer.concat(parts).toString('latin1');
  }

  /** The whole lines that are in the pipe now; what is left of one is kept for the next time. */
  lines(): string[] {
    const lines = (this.#rest + this.read()).split('\n');
    this.#rest = lines.pop()!;
    return lines;
  }

  closeReader(): void {
    if (this.#reader !== undefined) closeSync(this.#reader);
    this.#reader = undefined;
  }

  remove(): void {
    this.closeReader();
    closeSync(this.writer);
    rmSync(this.#place, { recursive: true });
  }
}
