import { usableCpus } from '../system/cpus.js';
import { usableMemory } from '../system/memory.js';
import type { Entry } from './entry.js';
import { SETTINGS } from './settings.js';
import { bytesOf } from './settle.js';

/** Bytes that a worker counts as where recycle.maxMemory does not say; an empty one has 46 MiB. */
export const WORKER_MEMORY = 64 * 2 ** 20;

/** Bytes of the supervisor. */
export const SUPERVISOR_MEMORY = 64 * 2 ** 20;

interface Machine {
  readonly cpus: number;
  readonly memory: number;
}

/**
 * What "auto" means for each service: a worker for each usable CPU, but no more than fit into the memory that is left,
 * shared by the services that say "auto", with room for those that a reload has beyond them. At least one.
 */
export function autoWorkers(
  entries: readonly Entry[],
  wanted: (entry: Entry) => number | 'auto',
  { cpus, memory }: Machine = { cpus: usableCpus(), memory: usableMemory() },
): (entry: Entry) => number {
  const auto = entries.filter((entry) => wanted(entry) === 'auto');
  const taken = entries.reduce((sum, entry) => {
    const workers = wanted(entry);
    return workers === 'auto' ? sum : sum + workers * memoryOf(entry);
  }, SUPERVISOR_MEMORY);
  const share = (memory - taken) / auto.length;
  return (entry) => {
    const surge = entry.settings.reload?.surge ?? SETTINGS['reload.surge'].default;
    return Math.max(1, Math.min(cpus, Math.floor(share / memoryOf(entry)) - surge));
  };
}

function memoryOf({ settings }: Entry): number {
  const { hard, soft } = settings.recycle?.maxMemory ?? {};
  return bytesOf(hard) ?? bytesOf(soft) ?? WORKER_MEMORY;
}
