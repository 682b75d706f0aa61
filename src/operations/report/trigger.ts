import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Milliseconds in which what happens to the file is one touch. */
const ONE_TOUCH = 100;

/**
 * Calls back whenever the file is touched: made, written, or given another time; it need not be there. Its directory has
 * to be, and is followed by its name: one that is made anew, or that a link leads to, counts from then on. `lost` is
 * told once when the file cannot be looked at, and when the directory is not there, or goes together with the one
 * above it; that ends it. Keeps nothing running. Returns what ends it.
 */
export function watchTrigger(file: string, touched: () => void, lost: (error: Error) => void): () => void {
  const trigger = new Trigger(resolve(file), touched, lost);
  trigger.start();
  return () => trigger.end();
}

class Trigger {
  readonly #directory: string;
  readonly #parent: string;
  readonly #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;
  #before: string | undefined;
  #unreadable = false;

  constructor(
    private readonly file: string,
    private readonly touched: () => void,
    private readonly lost: (error: Error) => void,
  ) {
    this.#directory = dirname(file);
    this.#parent = dirname(this.#directory);
  }

  start(): void {
    const { directory } = this.#watchBoth();
    if (directory) this.#giveUp(directory);
    else this.#before = this.#touchedAt();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#close();
  }

  /** Watches what has these names now; says why one of them cannot be. The parent first: then nothing is missed. */
  #watchBoth(): {
    parent?: NodeJS.ErrnoException | undefined;
    directory?: NodeJS.ErrnoException | undefined;
  } {
    this.#close();
    const parent = this.#watch(this.#parent, (type, name) => {
      const ours = name === basename(this.#directory) || name === basename(this.#parent);
      if (ours && type === 'rename') this.#watchAnew();
    });
    const directory = this.#watch(this.#directory, (type, name) => {
      if (name === basename(this.file)) this.#lookSoon();
      // A directory tells so that it was removed or renamed itself.
      if (name === basename(this.#directory) && type === 'rename') this.#watchAnew();
    });
    return { parent, directory };
  }

  #watch(path: string, changed: (type: string, name: string) => void): NodeJS.ErrnoException | undefined {
    try {
      const watcher = watch(path, { persistent: false });
      watcher.on('error', (error) => this.#giveUp(error));
      watcher.on('change', (type, name) => changed(type, String(name)));
      this.#watchers.push(watcher);
      return undefined;
    } catch (error) {
      return error as NodeJS.ErrnoException;
    }
  }

  /** The numbers of inodes are used again, so they do not tell whether the directory is another one. */
  #watchAnew(): void {
    const { parent, directory } = this.#watchBoth();
    if (directory && (parent || directory.code !== 'ENOENT')) this.#giveUp(directory);
    else this.#lookSoon();
  }

  #lookSoon(): void {
    // A timer that is set anew with each touch would never fire for a file that is touched all the time.
    this.#timer ??= setTimeout(() => this.#look(), ONE_TOUCH).unref();
  }

  #look(): void {
    this.#timer = undefined;
    const now = this.#touchedAt();
    const before = this.#before;
    this.#before = now;
    if (now !== undefined && now !== before) this.touched();
  }

  /** When it was; undefined while it is not there, or cannot be looked at. */
  #touchedAt(): string | undefined {
    try {
      const stat = statSync(this.file, { bigint: true, throwIfNoEntry: false });
      return stat && `${stat.ino} ${stat.mtimeNs}`;
    } catch (error) {
      if (!this.#unreadable) this.lost(error as Error);
      this.#unreadable = true;
      return undefined;
    }
  }

  #giveUp(error: Error): void {
    this.end();
    this.lost(error);
  }

  #close(): void {
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }
}
