import { availableParallelism } from 'node:os';
import { FILES, type Files, type Group, groupsOf, readIn } from './cgroup.js';

export interface Host extends Files {
  /** CPUs that the affinity mask leaves. */
  readonly parallelism: number;
}

const HOST: Host = {
  get parallelism() {
    return availableParallelism();
  },
  ...FILES,
};

/**
 * How many CPUs this process may use: what its affinity leaves, or less if a cgroup's quota allows less time than that.
 * Node.js 20 knows the affinity only, and would start 64 workers in a container that was given 2 CPUs.
 */
export function usableCpus(host: Host = HOST): number {
  return Math.max(1, Math.min(host.parallelism, ...quotas(host).map(Math.ceil)));
}

/** Quotas in CPUs. */
function quotas(host: Host): number[] {
  return groupsOf(host, 'cpu')
    .map((group) => quotaOf(host, group))
    .filter((quota) => quota !== undefined && quota > 0) as number[];
}

function quotaOf(host: Host, group: Group): number | undefined {
  if (group.version === 2) {
    const [quota, period] = (readIn(host, [''], group, 'cpu.max') ?? '').split(' ');
    return ratio(quota, period);
  }
  const read = (name: string) => readIn(host, ['cpu', 'cpu,cpuacct'], group, name);
  return ratio(read('cpu.cfs_quota_us'), read('cpu.cfs_period_us'));
}

/** "max" and -1 are no limit. */
function ratio(quota: string | undefined, period: string | undefined): number | undefined {
  const result = Number(quota) / Number(period);
  return Number.isFinite(result) && result > 0 ? result : undefined;
}
