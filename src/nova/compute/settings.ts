import { rules } from '../../service/index.js';
import { setting, type ValuesOf } from '../part.js';
import { STUB } from './stub/settings.js';

/** Of nova-compute: `compute` in the config. Times are seconds, memory is MB, disks are GB. */
export const COMPUTE = {
  /** "stub", or a module that exports a class, factory or object with the methods of ComputeDriver. */
  driver: setting(rules.text, 'stub'),
  /** How long an instance may build; 0 is for ever. */
  instanceBuildTimeout: setting(rules.seconds, 1800),
  /** How long a driver may take for anything but a build and a live migration. */
  driverTimeout: setting(rules.secondsAbove0, 600),
  /** How long a live migration may take from its begin on. */
  liveMigrationTimeout: setting(rules.secondsAbove0, 3600),
  /** How long a live migration may wait for its order to begin, without a sign of life of the conductor that prepares it. */
  migrationOrderTimeout: setting(rules.secondsAbove0, 60),
  /** How many instances may build at a time; 0 is any number. */
  maxConcurrentBuilds: setting(rules.integer(0), 10),
  /** How many live migrations may run from here at a time; 0 is any number. */
  maxConcurrentLiveMigrations: setting(rules.integer(0), 1),
  /** Between two looks at what the hypervisor has; 0 is 60. */
  updateResourcesInterval: setting(rules.seconds, 0),
  /** Between two comparisons of the power states; 0 is never. */
  syncPowerStateInterval: setting(rules.seconds, 600),
  /** Between two looks for deleted instances that the hypervisor still has; 0 is only at the start. */
  runningDeletedInstancePollInterval: setting(rules.seconds, 1800),
  /** How much of each virtual CPU, MB and GB may be given away. */
  cpuAllocationRatio: setting(rules.number(0.01), 16),
  ramAllocationRatio: setting(rules.number(0.01), 1.5),
  diskAllocationRatio: setting(rules.number(0.01), 1),
  reservedHostCpus: setting(rules.integer(0), 0),
  reservedHostMemoryMb: setting(rules.integer(0), 512),
  reservedHostDiskGb: setting(rules.integer(0), 0),
  stub: STUB,
} as const;

export type ComputeConfig = ValuesOf<typeof COMPUTE>;
