import { totalmem } from 'node:os';
import { FILES, type Files, type Group, groupsOf, readIn } from './cgroup.js';

export interface Host extends Files {
  /** Bytes that the machine has. */
  readonly total: number;
}

const HOST: Host = {
  get total() {
    return totalmem();
  },
  ...FILES,
};

/** How many bytes of memory this process and its workers may use: what the machine has, or less where a cgroup says so. */
export function usableMemory(host: Host = HOST): number {
  const limits = groupsOf(host, 'memory').map((group) => limitOf(host, group));
  return Math.min(host.total, ...(limits.filter((limit) => limit !== undefined && limit > 0) as number[]));
}

/** "max", and the huge number that version 1 has in its stead, are no limit. */
function limitOf(host: Host, group: Group): number | undefined {
  const text =
    group.version === 2
      ? readIn(host, [''], group, 'memory.max')
      : readIn(host, ['memory'], group, 'memory.limit_in_bytes');
  const limit = Number(text || Number.NaN);
  return Number.isFinite(limit) ? limit : undefined;
}
