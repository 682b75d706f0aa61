import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { Outlet } from './outlet.js';

/** Milliseconds that a process which exits without having closed its log waits for a reader who is behind. */
const LAST_WORDS = 200;

/**
 * Log lines to a file descriptor whose reader may be slow, stuck or gone: writing never blocks and never throws.
 * What cannot be kept is dropped, counted, and said once the reader reads again.
 */
export class LogSink {
  readonly pretty: boolean;
  readonly #outlet: Outlet;
  readonly #own: number | undefined;
  readonly #secrets: string[] = [];
  readonly #lastWords = () => this.#outlet.flushNow(LAST_WORDS);
  #format: ((line: string) => string) | undefined;
  #closed = false;
  #dropped = 0;

  constructor(fd = 1) {
    this.pretty = isatty(fd);
    this.#own = reopen(fd);
    this.#outlet = new Outlet(this.#own ?? fd);
    process.on('exit', this.#lastWords);
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
      ignore: SAID,
      messageFormat: sentence,
    });
    this.#format = (line) => format(line) ?? `${line}\n`;
  }

  /** One line, with or without its newline. */
  write(line: string): void {
    if (this.#closed) return;
    let text = line.endsWith('\n') ? line : `${line}\n`;
    for (const secret of this.#secrets) if (text.includes(secret)) text = text.replaceAll(secret, '***');
    if (this.#outlet.isEmpty) this.#confess();
    if (this.#put(text)) return;
    if (this.#dropped++ === 0) void this.#outlet.emptied().then(() => this.#confess());
  }

  /** Waits until what was written is out, `timeout` seconds at most; then nothing more is written. */
  async close(timeout: number): Promise<void> {
    if (this.#closed) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, timeout * 1000);
    });
    // The second time for what is confessed.
    const out = this.#outlet.emptied().then(() => this.#outlet.emptied());
    await Promise.race([out, late]);
    clearTimeout(timer);
    this.#closed = true;
    this.#outlet.close();
    process.off('exit', this.#lastWords);
    if (this.#own !== undefined) closeSync(this.#own);
  }

  #put(text: string): boolean {
    return this.#outlet.write(this.#format ? this.#format(text) : text);
  }

  #confess(): void {
    if (this.#closed || this.#dropped === 0) return;
    const dropped = this.#dropped;
    const msg = `${dropped} log lines were dropped, because nobody was reading them`;
    const line = { level: 40, time: Date.now(), pid: process.pid, id: 'lines-dropped', dropped, msg };
    if (this.#put(`${JSON.stringify(line)}\n`)) this.#dropped = 0;
  }
}

/**
 * A descriptor of our own for the same pipe or terminal, that does not block: the flag belongs to the open file
 * description, which fd 1 shares with everyone who inherited it. What cannot be reopened (a socket, a pipe of another
 * user) process.stdout makes non-blocking when it is first touched. A file never blocks, and reopened it would have an
 * offset of its own.
 */
function reopen(fd: number): number | undefined {
  let blocks = false;
  try {
    const kind = fstatSync(fd);
    blocks = kind.isFIFO() || kind.isSocket();
    if (kind.isFIFO() || isatty(fd)) {
      return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    }
  } catch {}
  if (blocks && fd === 1) void process.stdout;
  return undefined;
}

/** What the sentence of a line says already. */
const SAID =
  'pid,service,worker,generation,workerPid,id,after,workers,reason,retryIn,rung,timeout,essential,services,code,remedy';

/** A launcher's line is a sentence as it stands; a service's gets its name in front. */
function sentence(line: Record<string, unknown>, messageKey: string): string {
  const { id, service, worker, remedy } = line;
  const who = service === undefined || id !== undefined ? '' : `${service} #${worker}: `;
  return `${who}${line[messageKey]}${remedy === undefined ? '' : ` Remedy: ${remedy}`}`;
}
