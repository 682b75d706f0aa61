import { fstatSync } from 'node:fs';
import { HARMLESS } from './harmless-stat.js';

/** By pino's tens: debug, information, warning, error, critical of syslog. */
const PRIORITIES = [7, 7, 7, 6, 4, 3, 2];

const INFORMATION = 6;

/** Whether systemd's journal reads this descriptor: systemd names its file in JOURNAL_STREAM. */
export function isJournal(fd: number, env = process.env): boolean {
  const { JOURNAL_STREAM: named } = env;
  if (!named) return false;
  try {
    const { dev, ino } = fstatSync(fd, HARMLESS);
    return named === `${dev}:${ino}`;
  } catch {
    return false;
  }
}

/** The line with its level as the journal understands it: `journalctl -p warning` finds it then. */
export function forJournal(line: string): string {
  const level = Number(/"level":(\d+)/.exec(line)?.[1] ?? Number.NaN);
  return `<${PRIORITIES[Math.floor(level / 10)] ?? INFORMATION}>${line}`;
}
