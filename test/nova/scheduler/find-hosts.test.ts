import { expect, it } from 'vitest';
import { filtersNamed } from '../../../src/nova/scheduler/filters/index.js';
import { findHosts, printCounts } from '../../../src/nova/scheduler/find-hosts.js';
import { FILTER_NAMES } from '../../../src/nova/scheduler/settings.js';
import { host, request } from './hosts.js';

const filters = filtersNamed(FILTER_NAMES);

it('counts what each filter leaves, and asks none when nothing is left', () => {
  const hosts = [host('a', { up: false }), host('b', { disabled: true })];
  const { found, counts } = findHosts(hosts, filters, request());
  expect(found).toEqual([]);
  expect(printCounts(counts)).toBe(
    'NamedHostsFilter 2 of 2, DestinationFilter 2 of 2, AvailabilityZoneFilter 2 of 2, ComputeFilter 0 of 2',
  );
});

it('leaves the list that it was given alone', () => {
  const hosts = [host('a'), host('b', { up: false })];
  expect(findHosts(hosts, filters, request()).found.map(({ host }) => host)).toEqual(['a']);
  expect(hosts).toHaveLength(2);
});
