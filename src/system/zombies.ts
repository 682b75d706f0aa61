import { readdirSync, readFileSync } from 'node:fs';
import { statOf } from './proc.js';

/** Children of a process that have ended and wait to be asked for their exit code. */
export function zombiesOf(parent: number): number[] {
  return childrenOf(parent).filter((pid) => statOf(pid)[0] === 'Z');
}

/** Of all its threads, to each of which those belong that it has started or adopted. */
function childrenOf(parent: number): number[] {
  try {
    const threads = readdirSync(`/proc/${parent}/task`);
    return threads.flatMap((thread) =>
      readFileSync(`/proc/${parent}/task/${thread}/children`, 'latin1')
        .split(' ')
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    return childrenBySearch(parent);
  }
}

/** For a kernel that has no such list (CONFIG_PROC_CHILDREN), or a thread that has ended meanwhile. */
function childrenBySearch(parent: number): number[] {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.map(Number).filter((pid) => statOf(pid)[1] === String(parent));
  } catch {
    return [];
  }
}
