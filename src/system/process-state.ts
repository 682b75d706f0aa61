import { readProc, statOf } from './proc.js';

const STATES: Record<string, string> = {
  R: 'it runs, so its own code is busy',
  S: 'it sleeps in a system call',
  D: 'it waits for a disk, and cannot be interrupted',
  T: 'it is stopped by a signal',
  t: 'it is stopped by a debugger',
  Z: 'it has ended',
};

/** What the kernel tells of a process, as the rest of a sentence: whether it computes, waits in a call, or is stopped. */
export function whatItDoes(pid: number): string {
  const [state, ...fields] = statOf(pid);
  if (!state) return 'nothing, as there is no /proc here, or it has gone';
  const cpu = (Number(fields[10]) + Number(fields[11])) / 100;
  const call = readProc(pid, 'wchan');
  const where = call !== '' && call !== '0' ? ` (${call})` : '';
  return `${STATES[state] ?? `its state is ${state}`}${where}; it has used ${cpu.toFixed(1)} s of CPU`;
}
