import { existsSync } from 'node:fs';
import { statOf } from '../../../system/proc.js';

/** Whether a process of this host is known to be gone; a zombie is. */
export function hasEnded(pid: number): boolean {
  if (!existsSync('/proc/self/stat')) return false;
  const [state] = statOf(pid);
  return state === undefined || state === 'Z' || state === 'X';
}
