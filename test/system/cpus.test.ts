import { expect, test } from 'vitest';
import { usableCpus } from '../../src/system/cpus.js';

/** A host with these files; a limit of CPUs by affinity. */
function host(parallelism: number, files: Record<string, string>) {
  return {
    parallelism,
    read: (file: string) => {
      const content = files[file];
      if (content === undefined) throw new Error(`ENOENT ${file}`);
      return content;
    },
  };
}

const V2 = { '/proc/self/cgroup': '0::/a/b\n' };
const V1 = { '/proc/self/cgroup': '5:cpuset:/\n4:cpu,cpuacct:/docker/x:y\n0::/\n' };

test.each<[string, number, Record<string, string>, number]>([
  ['no cgroups at all', 8, {}, 8],
  ['version 2, no limit', 8, { ...V2, '/sys/fs/cgroup/a/b/cpu.max': 'max 100000\n' }, 8],
  ['version 2', 8, { ...V2, '/sys/fs/cgroup/a/b/cpu.max': '200000 100000\n' }, 2],
  [
    'version 2, a part of a CPU counts as one',
    8,
    { ...V2, '/sys/fs/cgroup/a/b/cpu.max': '250000 100000\n' },
    3,
  ],
  ['version 2, less than one CPU', 8, { ...V2, '/sys/fs/cgroup/a/b/cpu.max': '5000 100000\n' }, 1],
  [
    'version 2, a group above limits more',
    8,
    { ...V2, '/sys/fs/cgroup/a/b/cpu.max': '400000 100000\n', '/sys/fs/cgroup/a/cpu.max': '100000 100000\n' },
    1,
  ],
  ['version 2, only the root is mounted', 8, { ...V2, '/sys/fs/cgroup/cpu.max': '300000 100000\n' }, 3],
  [
    'version 2, more than the affinity leaves',
    2,
    { ...V2, '/sys/fs/cgroup/a/b/cpu.max': '400000 100000\n' },
    2,
  ],
  ['version 2, nonsense', 8, { ...V2, '/sys/fs/cgroup/a/b/cpu.max': 'x\n' }, 8],
  [
    'version 1, no limit',
    8,
    {
      ...V1,
      '/sys/fs/cgroup/cpu/docker/x:y/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/docker/x:y/cpu.cfs_period_us': '100000\n',
    },
    8,
  ],
  [
    'version 1',
    8,
    {
      ...V1,
      '/sys/fs/cgroup/cpu/docker/x:y/cpu.cfs_quota_us': '150000\n',
      '/sys/fs/cgroup/cpu/docker/x:y/cpu.cfs_period_us': '100000\n',
    },
    2,
  ],
  [
    'version 1 under its other name, in a container',
    8,
    {
      ...V1,
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '300000\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
    },
    3,
  ],
])('%s', (_, parallelism, files, expected) => {
  expect(usableCpus(host(parallelism, files))).toBe(expected);
});

test('this host has at least one', () => {
  expect(usableCpus()).toBeGreaterThanOrEqual(1);
});
