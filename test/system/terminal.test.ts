import type { PathLike } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { HangUpDetector } from '../../src/system/terminal.js';

/** What this process seems to be: its terminal (0: none), its parent's mask of ignored signals, and whether there is a /proc. */
const host = vi.hoisted(() => ({ tty: 34816, ignored: '0', proc: true, name: 'node' }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const missing = (path: PathLike) => new Error(`ENOENT: ${path}`);
  return {
    ...real,
    readFileSync: (path: string) => {
      if (!host.proc) throw missing(path);
      if (path === '/proc/self/stat') return `7 (${host.name}) S 1 7 7 ${host.tty} 7 4194304 0\n`;
      if (path === `/proc/${process.ppid}/status`)
        return `Name:\tnode\nSigBlk:\t0\nSigIgn:\t${host.ignored}\nSigCgt:\t1\n`;
      throw missing(path);
    },
    openSync: (path: string) => {
      if (path !== '/dev/tty' || host.tty === 0) throw missing(path);
      return -1;
    },
    closeSync: () => {},
  };
});

const TTY = 34816;
const NONE = 0;

afterEach(() => {
  Object.assign(host, { tty: TTY, ignored: '0', proc: true, name: 'node' });
});

/** What a SIGHUP means when the process had this terminal at the start, and has these at each of the signals. */
function meanings(atStart: number, ...atSignals: number[]): string[] {
  host.tty = atStart;
  const detector = new HangUpDetector();
  return atSignals.map((tty) => {
    host.tty = tty;
    return detector.meaning();
  });
}

test('with the terminal still there it is an operator’s wish', () => {
  expect(meanings(TTY, TTY, TTY)).toEqual(['reload', 'reload']);
});

test('when the terminal has gone, it has hung up', () => {
  expect(meanings(TTY, TTY, NONE)).toEqual(['reload', 'stop']);
});

test('without a terminal from the beginning, as a daemon, it is always a wish', () => {
  expect(meanings(NONE, NONE, NONE)).toEqual(['reload', 'reload']);
});

test('under nohup the hang-up is ignored, and any later one is a wish', () => {
  host.ignored = '0000000000001001';
  expect(meanings(TTY, NONE, NONE)).toEqual(['ignore', 'reload']);
});

test('only SIGHUP in the mask is nohup, not what else is ignored', () => {
  host.ignored = '0000000000001002';
  expect(meanings(TTY, NONE)).toEqual(['stop']);
});

test('nohup is looked for at the start: the parent may be another one later', () => {
  host.ignored = '1';
  const detector = new HangUpDetector();
  host.ignored = '0';
  host.tty = NONE;
  expect(detector.meaning()).toBe('ignore');
});

test('the name of the process may look like anything', () => {
  host.name = 'x) S 1 7 7 0 7 (';
  expect(meanings(TTY, TTY, NONE)).toEqual(['reload', 'stop']);
});

test('without /proc the terminal is tried', () => {
  host.proc = false;
  expect(meanings(TTY, TTY, NONE)).toEqual(['reload', 'stop']);
  expect(meanings(NONE, NONE)).toEqual(['reload']);
});
