import type { Logger } from 'pino';
import type { Definition } from '../definition/types.js';
import { LogSink } from '../system/log-sink.js';
import { notify } from '../system/systemd.js';
import { lazyLogger, levelOf, makeLogger } from './log.js';

/** What a launcher tells the world: log lines on stdout, and its state to systemd. */
export class LauncherLog {
  readonly sink = new LogSink();
  readonly #logger: Logger;
  readonly #beautiful: Promise<void>;

  constructor(definition: Definition) {
    this.mask(definition.secrets);
    const level = levelOf(definition.services[0]?.config ?? {});
    this.#logger = lazyLogger(() => makeLogger({ level, bindings: {}, destination: this.sink }));
    this.#beautiful = this.sink.beautify();
  }

  mask(secrets: readonly string[]): void {
    this.sink.mask(secrets);
  }

  /** Says what runs, and what the definition's reader wants known. */
  begin(definition: Definition, launcher: string): void {
    const services = definition.services.map(({ name, workers }) => `${name} (${workers})`).join(', ');
    this.write('info', `${launcher} runs ${services}.`, { id: 'started' });
    for (const warning of definition.warnings) this.write('warn', warning, { id: 'definition' });
  }

  write(level: 'debug' | 'info' | 'warn' | 'error', sentence: string, data: object = {}): void {
    this.#whenBeautiful(() => this.#logger[level](data, sentence));
  }

  /** A line that a worker has made. */
  pass(line: string): void {
    this.#whenBeautiful(() => this.sink.write(line));
  }

  announce(what: 'ready' | 'reloading' | 'stopping'): void {
    if (!process.env.NOTIFY_SOCKET) return;
    const messages = {
      ready: 'READY=1',
      reloading: `RELOADING=1\nMONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`,
      stopping: 'STOPPING=1',
    };
    notify(messages[what]).catch((error: Error) => {
      this.write('warn', `systemd could not be told "${what}": ${error.message}.`, { id: 'notify-failed' });
    });
  }

  async close(timeout: number): Promise<void> {
    await this.#beautiful;
    await this.sink.close(timeout);
  }

  /** Only a terminal waits, for the formatter to be loaded. */
  #whenBeautiful(print: () => void): void {
    if (this.sink.pretty) void this.#beautiful.then(print);
    else print();
  }
}
