import type { LogSettings } from '../definition/types.js';
import { LaunchError } from '../errors.js';
import { openLogFile } from '../system/log-file.js';
import { LogSink } from '../system/log-sink.js';
import { SignalHandler } from '../system/signals.js';
import type { LauncherLog } from './launcher-log.js';

/** The log in a file, which is opened anew at SIGUSR1: logrotate has moved it away then. */
export class LogInFile {
  readonly sink: LogSink;
  #unfollow = () => {};

  /** @throws LaunchError NL_LOG_FILE where it cannot be opened */
  constructor(private readonly settings: LogSettings) {
    try {
      this.sink = new LogSink(this.#file(), true);
    } catch (error) {
      const { message } = error as Error;
      throw new LaunchError('NL_LOG_FILE', `the log file cannot be opened: ${message}`, { cause: error });
    }
  }

  follow(log: LauncherLog): void {
    this.#unfollow = SignalHandler.instance().addHandler('SIGUSR1', () => this.#reopen(log));
  }

  close(): void {
    this.#unfollow();
  }

  #file(): number {
    return openLogFile(this.settings.file, this.settings.mode);
  }

  #reopen(log: LauncherLog): void {
    const { file } = this.settings;
    try {
      this.sink.redirect(this.#file());
      log.write('info', `The log goes on in ${file}.`, { id: 'log-reopened', file });
    } catch (error) {
      const { message } = error as Error;
      const sentence = `${file} cannot be opened anew: ${message}. The log goes on in the file that it had.`;
      log.write('error', sentence, { id: 'log-failed', file });
    }
  }
}
