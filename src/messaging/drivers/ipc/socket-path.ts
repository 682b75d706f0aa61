import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that the address of a unix socket has for its path; libuv cuts a longer one without a word. */
const LONGEST_PATH = 107;
/** Opens the file itself and not what it stands for; Node.js has no name for it. */
const O_PATH = 0o10000000;

/** A path for bind() or connect(). */
export interface SocketPath {
  readonly path: string;
  /** To be called when that is done; may be called again. */
  release(): void;
}

/** Where `name`, a short one, is bound in a directory whose path may be long. Throws as open(2). */
export function pathToBind(directory: string, name: string): SocketPath {
  const path = join(directory, name);
  return fits(path) ? { path, release: () => {} } : through(directory, constants.O_DIRECTORY, `/${name}`);
}

/** Where a socket is connected to, however long its path and its name are. Throws as open(2). */
export function pathToConnect(directory: string, name: string): SocketPath {
  const path = join(directory, name);
  return fits(path) ? { path, release: () => {} } : through(path, O_PATH, '');
}

const fits = (path: string) => Buffer.byteLength(path) <= LONGEST_PATH;

function through(path: string, flags: number, rest: string): SocketPath {
  let fd: number | undefined = openSync(path, flags);
  const release = () => {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  return { path: `/proc/self/fd/${fd}${rest}`, release };
}
