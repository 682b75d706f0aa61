import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename } from 'node:path';
import { MessageDeliveryFailure, reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';

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
  #closed = false;

  constructor(private readonly options: DirectoryWatchOptions) {}

  /** Looks now. Throws MessageDeliveryFailure when it cannot be watched. */
  refresh(): void {
    if (this.#closed) return;
    const { directory, make, onNames } = this.options;
    let names: string[];
    try {
      make();
      this.#watch();
      names = readdirSync(directory);
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
      this.#soon();
    });
    watcher.on('error', () => {
      this.#watched = '';
      this.#soon();
    });
    this.#watcher = watcher;
    this.#watched = found;
  }

  /** One look for all that happens at once. */
  #soon(): void {
    if (this.#closed) return;
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.#look();
    });
  }

  #look(): void {
    try {
      this.refresh();
    } catch (err) {
      this.options.log.warn({ err }, `Servers may be missed: ${reason(err)}`);
      this.#watched = '';
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#look(), RETRY);
      this.#retry.unref();
    }
  }
}
