import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** Seconds without a change after which those before it are one: an editor or a checkout writes several files. */
const QUIET = 0.05;

/** What may be a module that something failed to find. */
const MODULE = /\.([cm]?[jt]s|[jt]sx|json|node)$/;

interface Directory {
  /** Undefined while it is not there. */
  readonly inode: bigint | undefined;
  readonly watcher?: FSWatcher;
  /** What was there when it was first looked at. */
  readonly names: Set<string>;
}

/**
 * Tells when one of some files has changed, or a module has come to be beside them. Watches their directories: an editor
 * that saves puts a new file in the place of the old one.
 */
export class WatchedFiles {
  readonly #files = new Map<string, string>();
  readonly #directories = new Map<string, Directory>();
  readonly #touched = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #resolve = () => {};
  /** How often something has changed. */
  changes = 0;

  constructor(private readonly tell: (files: readonly string[]) => void) {}

  add(files: readonly string[]): void {
    for (const file of files) {
      if (!this.#files.has(file)) this.#files.set(file, identity(file));
      this.#follow(dirname(file));
    }
  }

  /** Resolves with the next change. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { watcher } of this.#directories.values()) watcher?.close();
    this.#directories.clear();
  }

  /** Also one that has been replaced by another of its name. */
  #follow(directory: string): void {
    const known = this.#directories.get(directory);
    const inode = statSync(directory, { bigint: true, throwIfNoEntry: false })?.ino;
    if (known && known.inode === inode) return;
    known?.watcher?.close();
    this.#directories.set(directory, { inode, names: new Set() });
    if (inode === undefined) {
      // It is seen to come again where its parent is watched.
      this.#follow(dirname(directory));
      return;
    }
    const watcher = watch(directory, (_event, name) => name !== null && this.#touch(join(directory, name)));
    watcher.on('error', () => {});
    this.#directories.set(directory, { inode, watcher, names: new Set(readdirSync(directory)) });
  }

  #touch(path: string): void {
    this.#touched.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), QUIET * 1000);
  }

  /** What has really changed: a file may be touched and be as it was. */
  #settle(): void {
    const changed = [...this.#touched].filter((path) => this.#isChanged(path));
    this.#touched.clear();
    if (changed.length === 0) return;
    this.changes += 1;
    this.#resolve();
    this.tell(changed);
  }

  #isChanged(path: string): boolean {
    const before = this.#files.get(path);
    if (before !== undefined) {
      const now = identity(path);
      this.#files.set(path, now);
      if (now === GONE) this.#follow(dirname(path));
      return now !== before;
    }
    if (this.#directories.has(path)) {
      this.#follow(path);
      return this.#directories.get(path)!.inode !== undefined;
    }
    return this.#isNewModule(path);
  }

  #isNewModule(path: string): boolean {
    const names = this.#directories.get(dirname(path))?.names;
    const name = path.slice(dirname(path).length + 1);
    if (!names || names.has(name) || !MODULE.test(name) || identity(path) === GONE) return false;
    names.add(name);
    return true;
  }
}

const GONE = '';

/** Changes with what is in the file. */
function identity(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs}` : GONE;
}
