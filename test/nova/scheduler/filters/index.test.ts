import { describe, expect, it } from 'vitest';
import { filtersNamed } from '../../../../src/nova/scheduler/filters/index.js';
import type { ScheduleRequest } from '../../../../src/nova/scheduler/schedule-request.js';
import { FILTER_NAMES } from '../../../../src/nova/scheduler/settings.js';
import { CELL, type HostOptions, host, request } from '../hosts.js';

const passes = (name: string, options: HostOptions, asked: Partial<ScheduleRequest> = {}) =>
  filtersNamed([name])[0]!.passes(host('c1', options), request(asked));

describe('filtersNamed()', () => {
  it('gives each filter by its own name', () => {
    expect(filtersNamed(FILTER_NAMES).map(({ name }) => name)).toEqual(FILTER_NAMES);
  });

  it('keeps its own order', () => {
    const names = filtersNamed(['ResourceFilter', 'ComputeFilter']).map(({ name }) => name);
    expect(names).toEqual(['ComputeFilter', 'ResourceFilter']);
  });
});

describe('ComputeFilter', () => {
  it.for([
    [{ up: true }, true],
    [{ up: false }, false],
    [{ up: true, disabled: true }, false],
  ] as const)('%j: %j', ([options, expected]) => {
    expect(passes('ComputeFilter', options)).toBe(expected);
  });
});

describe('ResourceFilter', () => {
  const capacity = { VCPU: 2, MEMORY_MB: 1024, DISK_GB: 10 };

  it.for([
    [{ VCPU: 2, MEMORY_MB: 1024, DISK_GB: 10 }, {}, true],
    [{ VCPU: 3, MEMORY_MB: 1, DISK_GB: 0 }, {}, false],
    [{ VCPU: 1, MEMORY_MB: 1025, DISK_GB: 0 }, {}, false],
    [{ VCPU: 1, MEMORY_MB: 1, DISK_GB: 11 }, {}, false],
    [{ VCPU: 1, MEMORY_MB: 1, DISK_GB: 0 }, { VCPU: 2 }, false],
    // Over its limit already in what is not asked for.
    [{ VCPU: 1, MEMORY_MB: 1, DISK_GB: 0 }, { DISK_GB: 20 }, true],
  ] as const)('%j beside %j: %j', ([resources, used, expected]) => {
    expect(passes('ResourceFilter', { capacity, used }, { resources })).toBe(expected);
  });
});

describe('NamedHostsFilter', () => {
  it.for([
    [{}, true],
    [{ ignoreHosts: ['c1'] }, false],
    [{ ignoreHosts: ['c2'] }, true],
    [{ forceHosts: ['c1'] }, true],
    [{ forceHosts: ['c2'] }, false],
    [{ forceNodes: ['c1-node'] }, true],
    [{ forceNodes: ['c1'] }, false],
    [{ forceHosts: ['c1'], ignoreHosts: ['c1'] }, false],
  ] as const)('%j: %j', ([asked, expected]) => {
    expect(passes('NamedHostsFilter', {}, asked)).toBe(expected);
  });

  it('compares names as they are typed', () => {
    expect(passes('NamedHostsFilter', { node: 'C1-Node' }, { forceNodes: ['c1-node'] })).toBe(true);
  });
});

describe('DestinationFilter', () => {
  it.for([
    [{}, true],
    [{ host: 'c1' }, true],
    [{ host: 'c2' }, false],
    [{ host: 'c1', node: 'c1-node' }, true],
    [{ host: 'c1', node: 'other' }, false],
    [{ cellUuid: CELL }, true],
    [{ cellUuid: '22222222-2222-4222-8222-222222222222' }, false],
  ] as const)('%j: %j', ([destination, expected]) => {
    expect(passes('DestinationFilter', {}, { destination })).toBe(expected);
  });
});

describe('AvailabilityZoneFilter', () => {
  it.for([
    [undefined, true],
    ['nova', true],
    ['west', false],
  ] as const)('%j: %j', ([zone, expected]) => {
    expect(passes('AvailabilityZoneFilter', { zone: 'nova' }, { zone })).toBe(expected);
  });
});
