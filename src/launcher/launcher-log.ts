import type { Logger } from 'pino';
import type { Definition } from '../definition/types.js';
import { type ErrorCode, remedyBeside } from '../errors.js';
import type { Feed } from '../operations/control/feed.js';
import type { Figures } from '../operations/control/status.js';
import type { Health } from '../service/health.js';
import type { Action, Event, Note } from '../supervisor/types.js';
import { LogSink } from '../system/log-sink.js';
import { LEVELS, lazyLogger, levelOf, makeLogger } from './log.js';
import { LogInFile } from './log-in-file.js';
import { narrate } from './narrate.js';

/** The facts of a line, which is found by its id; docs/operations.md lists all. */
interface Identified {
  readonly id: string;
  readonly [fact: string]: unknown;
}

/** What a launcher tells the world: log lines on stdout or in a file. */
export class LauncherLog {
  /** For the log of a service in this process. */
  readonly destination = { write: (line: string) => this.pass(line) };
  readonly logger: Logger;
  #file: LogInFile | undefined;
  #sink: LogSink | undefined;
  #beautiful: Promise<void> | undefined;
  readonly #secrets = new Set<string>();
  #level = levelOf({});

  /**
   * `feed` gets all that is told, for who asks over the control socket.
   * @throws LaunchError NL_LOG_FILE
   */
  constructor(
    definition: Definition,
    private readonly feed?: Feed,
  ) {
    if (definition.log) this.#file = new LogInFile(definition.log);
    this.#sink = this.#file?.sink;
    this.mask(definition.secrets);
    // A service's level is its own; the launcher's is for who runs it to say.
    this.logger = lazyLogger(() =>
      makeLogger({ level: this.#level, bindings: {}, destination: this.destination }),
    );
  }

  /** Masks these values in every line from now on. */
  mask(secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
    this.#sink?.mask(secrets);
  }

  /** A text without these values. */
  masked(text: string): string {
    return this.#open().masked(text);
  }

  /** What went wrong is told to many: secrets are taken out of it at once. */
  maskedReason<Told extends object>(told: Told): Told {
    return 'reason' in told ? { ...told, reason: this.masked(String(told.reason)) } : told;
  }

  /** The figures of a process, with what its service says of its own health. */
  maskedFigures(figures: Figures): Figures {
    const { health } = figures;
    if (!health) return figures;
    const { status, ...told } = health;
    return { ...figures, health: { status, ...(this.#open().maskedValue(told) as Omit<Health, 'status'>) } };
  }

  /** The launcher's own lines have this level from now on; `default` is what it began with. */
  logAt(level: string): void {
    this.#level = level === 'default' ? levelOf({}) : level;
    this.logger.level = this.#level;
  }

  /** Whether its own lines of that level are written. */
  shows(level: string): boolean {
    return LEVELS.indexOf(level) >= LEVELS.indexOf(this.#level);
  }

  /** At the level debug: what the supervisor core was told, and what it has ordered. */
  step(event: Event, actions: readonly Action[]): void {
    if (!this.shows('debug')) return;
    // They come all the time, and mostly nothing follows.
    if (actions.length === 0 && ['beat', 'beats', 'tick'].includes(event.type)) return;
    const { type, ...facts } = event;
    const of = 'worker' in facts ? ` of worker ${facts.worker}` : '';
    const does = actions.map((action) => action.type).join(', ') || 'nothing';
    this.logger.debug({ event }, `Step: ${type}${of}; ${does}.`);
  }

  /** Says what runs, and what the definition's reader wants known. */
  begin(definition: Definition, launcher: string): void {
    this.#file?.follow(this);
    const services = definition.services.map(({ name, workers }) => `${name} (${workers})`).join(', ');
    this.write('info', `${launcher} runs ${services}.`, { id: 'started' });
    for (const warning of definition.warnings) this.write('warn', warning, { id: 'definition' });
  }

  write(level: 'debug' | 'info' | 'warn' | 'error', sentence: string, data: Identified): void {
    this.logger[level](data, sentence);
    this.feed?.event(level, sentence, data, (text) => this.masked(text));
  }

  /** What the supervisor core has to say; about a worker with its pid, while it has one; `because` is a better code. */
  tell(note: Note, pid?: number, because?: ErrorCode): void {
    const { level, sentence, code: usual } = narrate(note);
    const code = because ?? usual;
    const { number, worker: _, ...facts } = note as Note & { number?: number; worker?: unknown };
    this.write(level, sentence, {
      ...facts,
      ...(number !== undefined && { worker: number }),
      ...(pid !== undefined && { workerPid: pid }),
      ...(code && { code, ...remedyBeside(sentence, code) }),
    });
  }

  hangUp(meaning: 'stop' | 'ignore'): void {
    const rest = meaning === 'stop' ? '' : ', which changes nothing, as nohup was asked for';
    this.write('info', `The terminal has hung up${rest}.`, { id: 'hung-up' });
  }

  /** A line that is made already. */
  pass(line: string): void {
    const sink = this.#open();
    this.feed?.line(sink.masked(line));
    if (this.#beautiful) void this.#beautiful.then(() => sink.write(line));
    else sink.write(line);
  }

  /** For who can wait; see LogSink.room(). */
  room(): Promise<void> | undefined {
    return this.#sink?.room();
  }

  async close(timeout: number): Promise<void> {
    this.#file?.close();
    await this.#beautiful;
    await this.#sink?.close(timeout);
  }

  /** Opened with the first line, when the workers are on their way; only a terminal waits for its formatter. */
  #open(): LogSink {
    if (this.#sink) return this.#sink;
    this.#sink = new LogSink();
    this.#sink.mask([...this.#secrets]);
    if (this.#sink.pretty) this.#beautiful = this.#sink.beautify();
    return this.#sink;
  }
}
