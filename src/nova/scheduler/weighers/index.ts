import type { SchedulerConfig } from '../settings.js';
import { FreeResourceWeigher } from './free-resource-weigher.js';
import type { Weigher } from './weigher.js';

export { ranked, type Weigher } from './weigher.js';

export const weighersOf = (config: SchedulerConfig): Weigher[] => [
  new FreeResourceWeigher('MEMORY_MB', config.ramWeightMultiplier),
  new FreeResourceWeigher('VCPU', config.cpuWeightMultiplier),
  new FreeResourceWeigher('DISK_GB', config.diskWeightMultiplier),
];
