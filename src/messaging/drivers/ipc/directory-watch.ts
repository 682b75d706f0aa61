import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename } from 'node:path';
import { MessageDeliveryFailure, reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { mayTryAgain } from './runtime-directory.js';

export interface DirectoryWatchOptions {
  readonly directory: string;
  readonly log: MessagingLog;
  /** Makes the directory, if it is not there. */
  readonly make: () => void;
  /** Called with what is in it, at first and whenever that may have changed. */
  readonly onNames: (names: readonly string[]) => void;
}

/** Milliseconds after which a watch that has failed is tried again. */
const RETRY = 1000;

/** Knows what is in a directory without looking: also in one that is removed and made again. */
export class DirectoryWatch {
  #watcher: FSWatcher | undefined;
  /** Device and inode of what is watched. */
  #watched = '';
  #scheduled: NodeJS.Immediate | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** That it fails. */
  #told = false;
  #closed = false;

  constructor(private readonly options: DirectoryWatchOptions) {}

  /** Looks now. Throws MessageDeliveryFailure when it cannot be watched. */
  refresh(): void {
    if (this.#closed) return;
    const { directory, onNames } = this.options;
    let names: string[];
    try {
      names = this.#list();
    } catch (error) {
      if (error instanceof MessageDeliveryFailure) throw error;
      const { code } = error as NodeJS.ErrnoException;
      const hint =
        code === 'ENOSPC' || code === 'EMFILE'
          ? ' Raise fs.inotify.max_user_instances and fs.inotify.max_user_watches (sysctl), or the limit of open files.'
          : '';
      throw new MessageDeliveryFailure(`${directory} cannot be watched: ${reason(error)}.${hint}`, {
        cause: error,
      });
    }
    onNames(names);
  }

  #list(): string[] {
    for (let attempts = 1; ; attempts++) {
      try {
        this.options.make();
        this.#watch();
        return readdirSync(this.options.directory);
      } catch (error) {
        if (!mayTryAgain(error, attempts)) throw error;
      }
    }
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    if (this.#scheduled) clearImmediate(this.#scheduled);
    clearTimeout(this.#retry);
  }

  #watch(): void {
    const { directory } = this.options;
    const { dev, ino } = statSync(directory);
    const found = `${dev}:${ino}`;
    if (this.#watcher && this.#watched === found) return;
    this.#watcher?.close();
    this.#watcher = undefined;
    const own = basename(directory);
    const watcher = watch(directory, { persistent: false }, (_event, name) => {
      // Its own name: the directory itself is gone, and a new one may even get its inode.
      if (name === own) this.#watched = '';
      this.lookSoon();
    });
    watcher.on('error', () => {
      this.#watched = '';
      this.lookSoon();
    });
    this.#watcher = watcher;
    this.#watched = found;
  }

  /** One look for all that happens at once. */
  lookSoon(): void {
    if (this.#closed) return;
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.#look();
    });
  }

  #look(): void {
    try {
      this.refresh();
      this.#told = false;
    } catch (err) {
      if (!this.#told) this.options.log.warn({ err }, `Servers may be missed: ${reason(err)}`);
      this.#told = true;
      this.#watched = '';
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#look(), RETRY);
      this.#retry.unref();
    }
  }
}
