import { expect, test } from 'vitest';
import { usableMemory } from '../../src/system/memory.js';

const GIB = 2 ** 30;

function host(files: Record<string, string>) {
  return {
    total: 8 * GIB,
    read: (file: string) => {
      const content = files[file];
      if (content === undefined) throw new Error(`ENOENT ${file}`);
      return content;
    },
  };
}

const V2 = { '/proc/self/cgroup': '0::/a/b\n' };
const V1 = { '/proc/self/cgroup': '4:memory:/docker/x\n0::/\n' };

test.each<[string, Record<string, string>, number]>([
  ['no cgroups at all', {}, 8 * GIB],
  ['version 2, no limit', { ...V2, '/sys/fs/cgroup/a/b/memory.max': 'max\n' }, 8 * GIB],
  ['version 2', { ...V2, '/sys/fs/cgroup/a/b/memory.max': `${2 * GIB}\n` }, 2 * GIB],
  [
    'version 2, a group above limits more',
    { ...V2, '/sys/fs/cgroup/a/b/memory.max': `${2 * GIB}\n`, '/sys/fs/cgroup/a/memory.max': `${GIB}\n` },
    GIB,
  ],
  ['version 2, more than there is', { ...V2, '/sys/fs/cgroup/a/b/memory.max': `${99 * GIB}\n` }, 8 * GIB],
  ['version 2, nonsense', { ...V2, '/sys/fs/cgroup/a/b/memory.max': '\n' }, 8 * GIB],
  ['version 1', { ...V1, '/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes': `${GIB}\n` }, GIB],
  [
    'version 1, no limit',
    { ...V1, '/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes': '9223372036854771712\n' },
    8 * GIB,
  ],
])('%s', (_, files, expected) => {
  expect(usableMemory(host(files))).toBe(expected);
});

test('this host has some', () => {
  expect(usableMemory()).toBeGreaterThan(2 ** 26);
});
