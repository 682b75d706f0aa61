import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isatty } from 'node:tty';
import type { SonicBoom } from 'sonic-boom';

/** How much waits for a reader who has stopped reading, in bytes, before lines are dropped. */
const BACKLOG = 1024 * 1024;

/**
 * Log lines to a file descriptor whose reader may be slow, stuck or gone: writing never blocks and never throws.
 * What cannot be kept is dropped, counted, and said once the reader reads again.
 */
export class LogSink {
  readonly pretty: boolean;
  readonly #stream: SonicBoom;
  readonly #own: number | undefined;
  readonly #secrets: string[] = [];
  #format: ((line: string) => string) | undefined;
  #closed = false;
  #dropped = 0;

  constructor(fd = 1) {
    this.pretty = isatty(fd);
    this.#own = reopen(fd);
    // Loaded with the first line, when the workers are on their way.
    const { SonicBoom } = createRequire(import.meta.url)('sonic-boom') as typeof import('sonic-boom');
    this.#stream = new SonicBoom({
      fd: this.#own ?? fd,
      sync: false,
      maxLength: BACKLOG,
      retryEAGAIN: () => !this.#closed,
    });
    this.#stream.on('error', () => this.#discard());
    this.#stream.on('drop', () => {
      this.#dropped++;
    });
    this.#stream.on('drain', () => this.#confess());
  }

  /** Masks these values in every line from now on; short ones are left, they would mask words. */
  mask(secrets: readonly string[]): void {
    for (const secret of secrets) {
      if (secret.length < 4 || this.#secrets.includes(secret)) continue;
      this.#secrets.push(secret, JSON.stringify(secret).slice(1, -1));
    }
  }

  /** A terminal gets lines for people; loaded only then. */
  async beautify(): Promise<void> {
    if (!this.pretty) return;
    const { prettyFactory } = await import('pino-pretty');
    const format = prettyFactory({
      colorize: true,
      ignore: 'pid,service,worker,generation',
      messageFormat: place,
    });
    this.#format = (line) => format(line) ?? `${line}\n`;
  }

  /** One line, with or without its newline. */
  write(line: string): void {
    if (this.#closed) return;
    let text = line.endsWith('\n') ? line : `${line}\n`;
    for (const secret of this.#secrets) if (text.includes(secret)) text = text.replaceAll(secret, '***');
    this.#stream.write(this.#format ? this.#format(text) : text);
  }

  /** Waits until what was written is out, `timeout` seconds at most; then nothing more is written. */
  async close(timeout: number): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeout * 1000);
      this.#stream.flush(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#discard();
    if (this.#own !== undefined) closeSync(this.#own);
  }

  #confess(): void {
    if (this.#dropped === 0 || this.#closed) return;
    const count = this.#dropped;
    this.#dropped = 0;
    const msg = `${count} log lines were dropped, because nobody was reading them`;
    this.write(JSON.stringify({ level: 40, time: Date.now(), pid: process.pid, dropped: count, msg }));
  }

  #discard(): void {
    this.#closed = true;
    this.#stream.removeAllListeners('drain');
  }
}

/**
 * A descriptor of our own for the same pipe or terminal, that does not block: the flag belongs to the open file
 * description, which fd 1 shares with everyone who inherited it. Sockets cannot be reopened; process.stdout makes
 * those non-blocking when it is first touched. A file never blocks, and reopened it would have an offset of its own.
 */
function reopen(fd: number): number | undefined {
  try {
    const kind = fstatSync(fd);
    if (kind.isSocket() && fd === 1) void process.stdout;
    if (!kind.isFIFO() && !isatty(fd)) return undefined;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}

function place(line: Record<string, unknown>, messageKey: string): string {
  const { service, worker, generation } = line;
  const who =
    service === undefined ? 'nova-launch' : `${service}${worker === undefined ? '' : ` #${worker}`}`;
  return `${who}${typeof generation === 'number' && generation > 1 ? ` g${generation}` : ''}: ${line[messageKey]}`;
}
