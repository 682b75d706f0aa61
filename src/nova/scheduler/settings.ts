import { rules } from '../../service/index.js';
import { setting, type ValuesOf } from '../part.js';

/** Of nova-scheduler: `scheduler` in the config. */
export const SCHEDULER = {
  /** How many hosts an instance is tried on; selections have so many hosts, alternates included. */
  maxAttempts: setting(rules.integer(1), 3),
} as const;

export type SchedulerConfig = ValuesOf<typeof SCHEDULER>;
