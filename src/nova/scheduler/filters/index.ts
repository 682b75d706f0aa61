import { FILTER_NAMES, type FilterName } from '../settings.js';
import { AvailabilityZoneFilter } from './availability-zone-filter.js';
import { ComputeFilter } from './compute-filter.js';
import { DestinationFilter } from './destination-filter.js';
import type { Filter } from './filter.js';
import { NamedHostsFilter } from './named-hosts-filter.js';
import { ResourceFilter } from './resource-filter.js';

export type { Filter } from './filter.js';

const FILTERS: Readonly<Record<FilterName, Filter>> = {
  NamedHostsFilter: new NamedHostsFilter(),
  DestinationFilter: new DestinationFilter(),
  AvailabilityZoneFilter: new AvailabilityZoneFilter(),
  ComputeFilter: new ComputeFilter(),
  ResourceFilter: new ResourceFilter(),
};

/** The filters with these names, in the order of FILTER_NAMES. */
export const filtersNamed = (names: readonly string[]): Filter[] =>
  FILTER_NAMES.filter((name) => names.includes(name)).map((name) => FILTERS[name]);
