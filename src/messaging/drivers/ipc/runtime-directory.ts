import { chmodSync, lstatSync, mkdirSync, readdirSync, rmdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MessageDeliveryFailure, reason } from '../../errors.js';
import { directoryName } from './names.js';

/** The directory that all processes of a user find one another in. Nobody else may: who can connect can call. */
export class RuntimeDirectory {
  readonly path: string;
  /** Those whose owner and mode are checked, the outer first. */
  readonly #own: readonly string[];
  readonly #chosen: boolean;

  /** `path` is that of the URL; without one, it is where the user's runtime files are, or in /tmp. */
  constructor(path: string | undefined, env: NodeJS.ProcessEnv = process.env) {
    this.#chosen = path !== undefined;
    if (path !== undefined) {
      this.path = path;
      this.#own = [path];
      return;
    }
    const { XDG_RUNTIME_DIR: xdg } = env;
    // The specification: a path that is not absolute is to be ignored.
    const outer = xdg?.startsWith('/') ? join(xdg, 'nova-launch') : `/tmp/nova-launch-${process.geteuid!()}`;
    this.path = join(outer, 'rpc');
    this.#own = [outer, this.path];
  }

  /** Where the servers of a topic are found. Throws InvalidTarget for a name that is too long. */
  of({ exchange, topic }: { readonly exchange: string; readonly topic: string }): string {
    return join(this.path, directoryName(exchange, 'exchange'), directoryName(topic, 'topic'));
  }

  /** Makes `directory`, one of a topic, unless it is there. Throws MessageDeliveryFailure. */
  make(directory: string): void {
    try {
      mkdirSync(dirname(this.#own[0]!), { recursive: true, mode: 0o700 });
      for (const own of this.#own) {
        makeOne(own);
        this.#check(own);
      }
      mkdirSync(directory, { recursive: true, mode: 0o700 });
    } catch (error) {
      if (error instanceof MessageDeliveryFailure) throw error;
      throw new MessageDeliveryFailure(
        `The directory ${directory} cannot be made: ${reason(error)}. Name another in the transport URL: ipc:///path.`,
        { cause: error },
      );
    }
  }

  /**
   * Takes away `directory`, one of a topic, and that of its exchange, if nobody is in it. Who is about to enter makes it
   * again: see mayTryAgain().
   */
  leave(directory: string): void {
    try {
      rmdirSync(directory);
      rmdirSync(dirname(directory));
    } catch {
      // Somebody is in it, or has taken it away.
    }
  }

  #check(path: string): void {
    // In /tmp anybody can put a link to anything; what the URL names may be one.
    const stats = this.#chosen ? statSync(path) : lstatSync(path);
    if (!stats.isDirectory())
      throw new MessageDeliveryFailure(
        `${path} is no directory. Name another place in the transport URL: ipc:///path.`,
      );
    if (stats.uid !== process.geteuid!())
      throw new MessageDeliveryFailure(
        `The directory ${path} belongs to the user ${stats.uid}, who could answer calls of this process (user ` +
          `${process.geteuid!()}). Name another in the transport URL: ipc:///path.`,
      );
    if ((stats.mode & 0o077) === 0) return;
    if (!this.#chosen || isUnused(path, stats)) chmodSync(path, 0o700);
    else
      throw new MessageDeliveryFailure(
        `The directory ${path} is open to other users (mode ${(stats.mode & 0o7777).toString(8)}), who could call the ` +
          `servers of this process. Run chmod 700 on it, or name a directory within it: ipc://${join(path, 'rpc')}.`,
      );
  }
}

/** How often a directory is made that is gone at once. */
const ATTEMPTS = 100;

/** Whether what failed in a directory may be tried again, after so many times: somebody has taken it away. */
export function mayTryAgain(error: unknown, attempts: number): boolean {
  if (attempts >= ATTEMPTS || !(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  // Of listen() libuv says EACCES where the kernel says ENOENT.
  return (
    code === 'ENOENT' || (code === 'EACCES' && syscall === 'listen') || mayTryAgain(error.cause, attempts)
  );
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Whether its mode is nobody's concern but ours: as systemd makes a RuntimeDirectory=, not as /tmp. */
const isUnused = (path: string, { mode }: Stats) => (mode & 0o1000) === 0 && readdirSync(path).length === 0;
