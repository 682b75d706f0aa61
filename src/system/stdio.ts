import { closeSync, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { HARMLESS } from './harmless-stat.js';

const ignore = () => {};

/** Makes it no reason to end that nobody can read what is printed: the reader has gone, or the terminal. */
export function forgiveStdio(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  }
}

/** Which file a descriptor is. */
const fileOf = (fd: number): string => {
  const { dev, ino } = fstatSync(fd, HARMLESS);
  return `${dev} ${ino}`;
};

let watched = false;

/**
 * Node.js restores the terminal when it exits, and aborts where that fails because the terminal has hung up. What it
 * finds to be another file it leaves alone: so the place of a lost terminal is taken then.
 */
export function outliveTerminal(): void {
  if (watched) return;
  watched = true;
  const terminals = [0, 1, 2].filter((fd) => isatty(fd)).map((fd) => ({ fd, file: fileOf(fd) }));
  process.on('exit', () => {
    for (const { fd, file } of terminals) {
      try {
        if (isatty(fd) || fileOf(fd) !== file) continue;
        closeSync(fd);
        openSync('/dev/null', 'r+');
      } catch {}
    }
  });
}
