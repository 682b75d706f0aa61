import { rmSync, statSync } from 'node:fs';
import type net from 'node:net';
import { LaunchError } from '../../errors.js';
import { addressError } from '../../service/http/address.js';
import { hasDirectory, makeRoom } from '../../service/http/socket-file.js';
import { checkLength } from './place.js';

const HOST = '127.0.0.1';

/** Removes what listening has left in the file system. */
export type CleanUp = () => void;

/**
 * Listens on a unix socket that only this user, and root, can connect to. A file that a dead process has left there is
 * removed. Throws LaunchError NL_ADDRESS.
 */
export async function listenOnFile(server: net.Server, path: string): Promise<CleanUp> {
  checkLength(path);
  try {
    await makeRoom(path);
    await listening(server, () => privately(() => server.listen({ path, exclusive: true })));
  } catch (error) {
    if (error instanceof LaunchError) throw error;
    const where = { host: HOST, port: 0, socketFile: path, systemd: false } as const;
    const what = hasDirectory(path) ? undefined : 'its directory is not there';
    throw addressError(error as NodeJS.ErrnoException, where, what);
  }
  return removal(path);
}

/** Listens on the first port that is free; returns it. Throws LaunchError NL_ADDRESS. */
export async function listenOnPort(server: net.Server, first: number, last: number): Promise<number> {
  for (let port = first; ; port++) {
    try {
      await listening(server, () => server.listen({ host: HOST, port, exclusive: true }));
      return (server.address() as net.AddressInfo).port;
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (isTaken && port < last) continue;
      if (isTaken && first < last) throw allTaken(first, last, error);
      const where = { host: HOST, port, systemd: false } as const;
      throw addressError(error as NodeJS.ErrnoException, where);
    }
  }
}

/** As listen() makes the file before it returns, this user's umask is another one for that moment only. */
function privately(listen: () => void): void {
  const before = process.umask(0o177);
  try {
    listen();
  } finally {
    process.umask(before);
  }
}

function listening(server: net.Server, begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      server.off('listening', settle).off('error', settle);
      if (error) reject(error);
      else resolve();
    };
    server.on('listening', settle).on('error', settle);
    begin();
  });
}

/** For a process that exits without closing; a file that somebody else has put there since is left alone. */
function removal(path: string): CleanUp {
  const own = identity(path);
  return () => {
    if (own !== undefined && identity(path) === own) rmSync(path, { force: true });
  };
}

function identity(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.dev} ${stat.ino}`;
}

function allTaken(first: number, last: number, cause: unknown): LaunchError {
  return new LaunchError(
    'NL_ADDRESS',
    `Cannot listen on ${HOST}: all ports from ${first} to ${last} are taken (EADDRINUSE).`,
    { cause, remedy: 'Widen the range: each process needs a port of its own.' },
  );
}
