import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { HARMLESS } from './harmless-stat.js';
import { forJournal, isJournal } from './journal.js';
import { Outlet } from './outlet.js';
import { Secrets } from './secrets.js';

/** Milliseconds that a process which exits without having closed its log waits for a reader who is behind. */
const LAST_WORDS = 200;

/** So many bytes behind, a reader is waited for by those who can. */
const BEHIND = 256 * 1024;

/** Milliseconds after which a reader who is waited for counts as stuck: by workers, and by this process itself. */
const PATIENCE = 500;
const OWN_PATIENCE = 100;

/**
 * Log lines to a file descriptor whose reader may be slow, stuck or gone: writing never blocks and never throws.
 * For a slow one it makes those wait who ask for room(); behind a stuck one, what cannot be kept is dropped, counted,
 * and said once the reader reads again.
 */
export class LogSink {
  readonly pretty: boolean;
  readonly #outlet: Outlet;
  #own: number | undefined;
  readonly #secrets = new Secrets();
  readonly #lastWords = () => this.#outlet.flushNow(LAST_WORDS);
  #format: ((line: string) => string) | undefined;
  #closed = false;
  #dropped = 0;
  #stuck = false;
  #room: Promise<void> | undefined;

  /** `owned`: it is closed with the sink. */
  constructor(fd = 1, owned = false) {
    this.pretty = isatty(fd);
    this.#own = owned ? fd : reopen(fd);
    if (isJournal(fd)) this.#format = forJournal;
    this.#outlet = new Outlet(this.#own ?? fd);
    process.on('exit', this.#lastWords);
  }

  /** Masks these values in every line from now on. */
  mask(secrets: readonly string[]): void {
    this.#secrets.add(secrets);
  }

  /** `text` without the values that are masked; what is JSON stays JSON. */
  masked(text: string): string {
    return this.#secrets.masked(text);
  }

  /** What JSON can tell, without them. */
  maskedValue(value: unknown): unknown {
    return this.#secrets.maskedValue(value);
  }

  /** A terminal gets lines for people; loaded only then. */
  async beautify(): Promise<void> {
    if (!this.pretty) return;
    const { pretty } = await import('./pretty.js');
    this.#format = await pretty();
  }

  /** One line, with or without its newline. */
  write(line: string): void {
    if (this.#closed) return;
    const text = this.masked(line.endsWith('\n') ? line : `${line}\n`);
    if (this.#outlet.length === 0) this.#confess();
    if (this.#put(text)) return;
    if (!this.#stuck) {
      this.#outlet.flushNow(OWN_PATIENCE);
      if (this.#put(text)) return;
      this.#giveUp();
    }
    if (this.#dropped++ === 0) void this.#outlet.emptied().then(() => this.#confess());
  }

  /** For who can wait: resolves when the reader has caught up, or counts as stuck; undefined when he is not behind. */
  room(): Promise<void> | undefined {
    if (this.#stuck || this.#closed || this.#outlet.length < BEHIND) return undefined;
    this.#room ??= this.#out(PATIENCE).then((out) => {
      this.#room = undefined;
      if (!out) this.#giveUp();
    });
    return this.#room;
  }

  /** Goes on in another file, which is closed with the sink, as is the one before now. */
  redirect(fd: number): void {
    this.#outlet.flushNow(LAST_WORDS);
    this.#outlet.redirect(fd);
    if (this.#own !== undefined) closeSync(this.#own);
    this.#own = fd;
  }

  /** Waits until what was written is out, `timeout` seconds at most; then nothing more is written. */
  async close(timeout: number): Promise<void> {
    if (this.#closed) return;
    await this.#out(timeout * 1000);
    this.#closed = true;
    this.#outlet.close();
    process.off('exit', this.#lastWords);
    if (this.#own !== undefined) closeSync(this.#own);
  }

  /** Whether everything is out within so many milliseconds; also what is confessed then. */
  async #out(timeout: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, timeout, false);
    });
    const emptied = this.#outlet.emptied().then(() => this.#outlet.emptied());
    const out = await Promise.race([emptied.then(() => true), late]);
    clearTimeout(timer);
    return out;
  }

  #giveUp(): void {
    this.#stuck = true;
    void this.#outlet.emptied().then(() => {
      this.#stuck = false;
    });
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
    const kind = fstatSync(fd, HARMLESS);
    blocks = kind.isFIFO() || kind.isSocket();
    if (kind.isFIFO() || isatty(fd)) {
      return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    }
  } catch {}
  if (blocks && fd === 1) void process.stdout;
  return undefined;
}
