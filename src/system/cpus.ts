import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { posix } from 'node:path';

export interface Host {
  /** CPUs that the affinity mask leaves. */
  readonly parallelism: number;
  /** The content of a file; throws if there is none. */
  readonly read: (file: string) => string;
}

const HOST: Host = {
  get parallelism() {
    return availableParallelism();
  },
  read: (file) => readFileSync(file, 'utf8'),
};

/**
 * How many CPUs this process may use: what its affinity leaves, or less if a cgroup's quota allows less time than that.
 * Node.js 20 knows the affinity only, and would start 64 workers in a container that was given 2 CPUs.
 */
export function usableCpus(host: Host = HOST): number {
  return Math.max(1, Math.min(host.parallelism, ...quotas(host).map(Math.ceil)));
}

/** Quotas in CPUs, of the cgroup of this process and of all above it: each of them limits. */
function quotas(host: Host): number[] {
  return (tryRead(host, '/proc/self/cgroup') ?? '')
    .split('\n')
    .flatMap((line) => {
      // hierarchy:controllers:path; of version 2, hierarchy is 0 and there are no controllers.
      const [, controllers, ...rest] = line.split(':');
      const path = rest.join(':');
      if (controllers === '') return upwards(path).map((at) => version2(host, at));
      return controllers?.split(',').includes('cpu') ? upwards(path).map((at) => version1(host, at)) : [];
    })
    .filter((quota) => quota !== undefined && quota > 0) as number[];
}

function version2(host: Host, path: string): number | undefined {
  // On a host with both versions, version 2 is mounted in a place of its own and has no CPU controller.
  const [quota, period] = (tryRead(host, posix.join('/sys/fs/cgroup', path, 'cpu.max')) ?? '')
    .trim()
    .split(' ');
  return ratio(quota, period);
}

function version1(host: Host, path: string): number | undefined {
  for (const mount of ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup/cpu,cpuacct']) {
    const read = (name: string) => tryRead(host, posix.join(mount, path, name))?.trim();
    const quota = read('cpu.cfs_quota_us');
    if (quota !== undefined) return ratio(quota, read('cpu.cfs_period_us'));
  }
  return undefined;
}

/** "max" and -1 are no limit. */
function ratio(quota: string | undefined, period: string | undefined): number | undefined {
  const result = Number(quota) / Number(period);
  return Number.isFinite(result) && result > 0 ? result : undefined;
}

/** A path and all above it. In a container without its own cgroup namespace only the root may be mounted. */
function upwards(path: string): string[] {
  const all = [path];
  for (let at = path; at !== posix.dirname(at); at = posix.dirname(at)) all.push(posix.dirname(at));
  return all;
}

function tryRead(host: Host, file: string): string | undefined {
  try {
    return host.read(file);
  } catch {
    return undefined;
  }
}
