import type { Logger } from 'pino';

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export type Level = (typeof LEVELS)[number];

/** What was logged once. */
export interface LogLine {
  readonly level: Level;
  readonly msg: string;
  /** What else the line carries, as pino writes it: `err` is an object with type, message and stack. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface CapturedLogOptions {
  readonly level: Level | 'silent';
  /** What each line carries. */
  readonly bindings: Readonly<Record<string, unknown>>;
}

/** A pino logger that writes nothing anywhere; what it is told is kept, in order. */
export class CapturedLog {
  readonly lines: LogLine[] = [];
  readonly #watchers = new Set<(line: LogLine) => void>();

  private constructor() {}

  static async make({ level, bindings }: CapturedLogOptions): Promise<{ log: CapturedLog; logger: Logger }> {
    const log = new CapturedLog();
    const { pino } = await import('pino');
    const logger = pino(
      { level, base: bindings, timestamp: false },
      { write: (text) => log.#take(text, logger.levels.labels) },
    );
    return { log, logger };
  }

  /** The sentences, of all lines or of those of one level. */
  messages(level?: Level): string[] {
    return this.lines.filter((line) => level === undefined || line.level === level).map(({ msg }) => msg);
  }

  /** The first line whose sentence has this text, or matches. */
  find(wanted: string | RegExp): LogLine | undefined {
    return this.lines.find(({ msg }) => matches(msg, wanted));
  }

  /** The first line whose sentence has this text, or matches: one that is there, or else the next to come. */
  line(wanted: string | RegExp): Promise<LogLine> {
    const found = this.find(wanted);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => {
      const watch = (line: LogLine) => {
        if (!matches(line.msg, wanted)) return;
        this.#watchers.delete(watch);
        resolve(line);
      };
      this.#watchers.add(watch);
    });
  }

  /** Forgets the lines. */
  clear(): void {
    this.lines.length = 0;
  }

  #take(text: string, labels: Readonly<Record<number, string>>): void {
    const { level, msg = '', ...fields } = JSON.parse(text) as { level: number; msg?: string };
    const line: LogLine = { level: labels[level] as Level, msg, fields };
    this.lines.push(line);
    for (const watch of [...this.#watchers]) watch(line);
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) >= 0;
}
