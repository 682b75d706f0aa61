import { readdirSync, readFileSync } from 'node:fs';

/** Children of a process that have ended and wait to be asked for their exit code. */
export function zombiesOf(parent: number): number[] {
  return childrenOf(parent).filter((pid) => stateOf(pid) === 'Z');
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
    return pids.map(Number).filter((pid) => fieldsOf(pid)[1] === String(parent));
  } catch {
    return [];
  }
}

const stateOf = (pid: number): string | undefined => fieldsOf(pid)[0];

/** Of /proc/PID/stat, what follows the name: the state, the parent, ... */
function fieldsOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
