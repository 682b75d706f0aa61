import { setImmediate, setTimeout } from 'node:timers/promises';
import { isBusy } from './sqlite-faults.js';

/** So often at once: who holds the lock mostly needs less than a millisecond. */
const AT_ONCE = 3;
/** Milliseconds between two attempts later on. */
const MOST = 5;

/** Tries again while the file is locked, for so many seconds. Throws what the last attempt threw. */
export async function patiently<Result>(attempt: () => Result, seconds: number): Promise<Result> {
  const until = performance.now() + seconds * 1000;
  for (let tries = 0; ; tries += 1) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
    }
    if (tries < AT_ONCE) await setImmediate();
    else await setTimeout(1 + Math.random() * Math.min(MOST, tries));
  }
}
