import { lstatSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from '../../errors.js';
import { HARMLESS } from '../../system/harmless-stat.js';
import { listens } from '../../system/listens.js';

/**
 * Seconds after which a socket file on which nobody listens is nobody's: before, a process may have made it and be about
 * to listen.
 */
const FRESH = 2;

/** Seconds between two looks at one that is fresh. */
const PAUSE = 0.02;

/**
 * Makes room for a unix socket: a file that a process left behind, which listens there no more, is removed. Where somebody
 * listens nothing is done: it may be another worker of the same service, with which node:cluster shares. (To try first and
 * to look then would not do: after a listen() that failed, the next one of a worker on the same path shares with nobody.)
 * Throws LaunchError NL_ADDRESS for a file that is no socket.
 */
export async function makeRoom(path: string, fresh = FRESH): Promise<void> {
  for (let before = identity(path); before; before = identity(path)) {
    if (!before.isSocket) {
      const remedy = 'Remove it, or choose another path.';
      throw new LaunchError('NL_ADDRESS', `Cannot listen on ${path}: there is a file that is no socket.`, {
        remedy,
      });
    }
    if (await listens(path)) return;
    if (Math.abs(Date.now() - before.made) < fresh * 1000) await sleep(PAUSE * 1000);
    else await remove(path, before.mark);
  }
}

/** Another worker may have done the same, and listen there now: what is moved aside is looked at again. */
async function remove(path: string, mark: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  if (identity(path)?.mark !== mark || !moved(path, aside)) return;
  if (await listens(aside)) moved(aside, path);
  else rmSync(aside, { force: true });
}

/** False where another worker has been faster. */
function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Whether the directory of the socket is there: without it, Node says that permission is denied. */
export function hasDirectory(path: string): boolean {
  return statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() === true;
}

function identity(path: string): { mark: string; made: number; isSocket: boolean } | undefined {
  const stat = lstatSync(path, { ...HARMLESS, throwIfNoEntry: false });
  return (
    stat && {
      mark: `${stat.dev} ${stat.ino} ${stat.mtimeNs}`,
      made: Number(stat.mtimeMs),
      isSocket: stat.isSocket(),
    }
  );
}
