import { constants } from 'node:os';
import { signalWhenParentEnds } from '../system/posix.js';
import { readProc, statOf } from '../system/proc.js';

/**
 * Below npm start, a launcher that its shell leaves behind stops: npm gives a SIGTERM to the shell of the script, which
 * dies of it and passes nothing on. The kernel tells of that by a SIGTERM.
 * @throws Error when libc is out of reach
 */
export async function stopWithNpm(): Promise<void> {
  const parent = process.ppid;
  if (!isNpm(parent) && !isNpm(Number(statOf(parent)[1]))) return;
  await signalWhenParentEnds(constants.signals.SIGTERM);
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}

/** By the name that it gives itself. */
const isNpm = (pid: number): boolean => /^p?npm\b/.test(readProc(pid, 'comm'));
