import { describe, expect, it } from 'vitest';
import { weighersOf } from '../../../../src/nova/scheduler/weighers/index.js';
import { ranked } from '../../../../src/nova/scheduler/weighers/weigher.js';
import { settle } from '../../../../src/nova/settings.js';
import { host } from '../hosts.js';

const names = (hosts: readonly { readonly host: string }[]) => hosts.map(({ host }) => host);
const weighers = (scheduler: object = {}) => weighersOf(settle({ scheduler }).scheduler);

describe('ranked()', () => {
  it('puts the host with the most free first', () => {
    const hosts = [host('full', { used: { VCPU: 8, MEMORY_MB: 4000, DISK_GB: 90 } }), host('empty')];
    expect(names(ranked(hosts, weighers()))).toEqual(['empty', 'full']);
  });

  it('does not let the many MiB of memory outweigh the few CPUs', () => {
    // The best in two of three, though it is a thousand MiB behind.
    const memory = host('memory', { used: { VCPU: 6, DISK_GB: 50 } });
    const rest = host('rest', { used: { MEMORY_MB: 1000 } });
    expect(names(ranked([memory, rest], weighers()))).toEqual(['rest', 'memory']);
  });

  it('fills hosts up with negative multipliers', () => {
    const hosts = [host('empty'), host('used', { used: { MEMORY_MB: 1024 } })];
    const filling = weighers({ ramWeightMultiplier: -1, cpuWeightMultiplier: 0, diskWeightMultiplier: 0 });
    expect(names(ranked(hosts, filling))).toEqual(['used', 'empty']);
  });

  it('keeps the order of hosts that are as good as each other', () => {
    expect(names(ranked([host('a'), host('b'), host('c')], weighers()))).toEqual(['a', 'b', 'c']);
  });

  it('has nothing to rank without hosts', () => {
    expect(ranked([], weighers())).toEqual([]);
  });
});
