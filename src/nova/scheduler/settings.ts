import { type Rule, rules } from '../../service/index.js';
import { setting, type ValuesOf } from '../part.js';

/** The filters there are, in the order in which they are asked: those that leave few hosts and are cheap come first. */
export const FILTER_NAMES = [
  'NamedHostsFilter',
  'DestinationFilter',
  'AvailabilityZoneFilter',
  'ComputeFilter',
  'ResourceFilter',
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

const filterNames: Rule<readonly string[]> = {
  expected: `an array with some of ${FILTER_NAMES.join(', ')}`,
  read: (value) => {
    const names = rules.texts.read(value);
    return names?.every((name) => FILTER_NAMES.some((known) => known === name)) ? names : undefined;
  },
};

/** A negative multiplier turns an order round: the fullest host first. */
const multiplier = setting(rules.number(-1_000_000), 1);

/** Of nova-scheduler: `scheduler` in the config. */
export const SCHEDULER = {
  /** How many hosts an instance is tried on; selections have so many hosts, alternates included. */
  maxAttempts: setting(rules.integer(1), 3),
  /** What hosts have to pass: names of filters. */
  enabledFilters: setting(filterNames, FILTER_NAMES),
  /** One of so many of the best hosts is taken, at random: schedulers that run at once seldom want the same one then. */
  hostSubsetSize: setting(rules.integer(1), 1),
  ramWeightMultiplier: multiplier,
  cpuWeightMultiplier: multiplier,
  diskWeightMultiplier: multiplier,
} as const;

export type SchedulerConfig = ValuesOf<typeof SCHEDULER>;
