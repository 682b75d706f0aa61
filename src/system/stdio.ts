import { closeSync, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { HARMLESS } from './harmless-stat.js';

const ignore = () => {};

/** Makes it no reason to end that nobody can read what is printed: the reader has gone, or the terminal. */
export function forgiveStdio(): void {
  forgive(process.stdout);
  forgive(process.stderr);
}

/** The same of one of them. */
export function forgive(stream: NodeJS.WriteStream): void {
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
}

/** Node.js makes stdout and stderr when they are first used, which takes a while: `prepare` is called with each then. */
export function whenStdioIsMade(prepare: (stream: NodeJS.WriteStream) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const { get, ...rest } = Object.getOwnPropertyDescriptor(process, name)!;
    let made: NodeJS.WriteStream | undefined;
    const make = (): NodeJS.WriteStream => {
      if (made) return made;
      made = get!.call(process) as NodeJS.WriteStream;
      prepare(made);
      return made;
    };
    Object.defineProperty(process, name, { ...rest, get: make });
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
