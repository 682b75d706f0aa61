import { closeSync, constants, fchmodSync, openSync } from 'node:fs';

// A pipe that nobody reads is an error, and not waited for; a terminal does not become ours.
const { O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NONBLOCK, O_NOCTTY } = constants;
const FLAGS = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY;

/** A descriptor of a file that is written to at its end. One that is made has exactly this mode, whatever the umask. */
export function openLogFile(path: string, mode: number): number {
  const made = make(path, mode);
  return made ?? openSync(path, FLAGS, mode);
}

function make(path: string, mode: number): number | undefined {
  let fd: number;
  try {
    fd = openSync(path, FLAGS | O_EXCL, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
  try {
    fchmodSync(fd, mode);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
