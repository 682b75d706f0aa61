import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Milliseconds in which what happens to the file is one touch. */
const ONE_TOUCH = 100;

/**
 * Calls back whenever the file is touched: made, written, or given another time; it need not be there. Its directory has
 * to be: `lost` is told what is wrong with that. Keeps nothing running. Returns what ends it.
 */
export function watchTrigger(file: string, touched: () => void, lost: (error: Error) => void): () => void {
  const name = basename(file);
  let before = touchedAt(file);
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    timer = undefined;
    const now = touchedAt(file);
    if (now !== undefined && now !== before) touched();
    before = now;
  };
  let watcher: FSWatcher;
  try {
    watcher = watch(dirname(file), { persistent: false });
  } catch (error) {
    lost(error as Error);
    return () => {};
  }
  watcher.on('error', lost);
  watcher.on('change', (_type, changed) => {
    // A timer that is set anew with each touch would never fire for a file that is touched all the time.
    if (String(changed) === name) timer ??= setTimeout(look, ONE_TOUCH).unref();
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

/** When it was; undefined while it is not there. */
function touchedAt(file: string): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.mtimeNs}`;
}
