import { readdirSync, readFileSync } from 'node:fs';

/** A file of /proc/PID, trimmed; empty where there is no /proc, or the process has gone. */
export function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Of /proc/PID/stat, what follows the name: the state, the parent, ...; empty if there is none. */
export function statOf(pid: number): string[] {
  const stat = readProc(pid, 'stat');
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The threads of a process; undefined where there is no /proc, or it has gone. */
export function threadsOf(pid: number): string[] | undefined {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return undefined;
  }
}
