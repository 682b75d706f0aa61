import { rules } from '../../service/index.js';
import { setting, type ValuesOf } from '../part.js';

/** Of nova-conductor: `conductor` in the config. Times are seconds. */
export const CONDUCTOR = {
  /** How often a conductor looks for work that nobody does any more. */
  takeoverInterval: setting(rules.secondsAbove0, 5),
  /** How long a build request may lie there before a conductor takes it though its cast has not come. */
  claimTimeout: setting(rules.secondsAbove0, 10),
  /** How long an instance that was handed to a compute may wait for it. */
  handOverTimeout: setting(rules.secondsAbove0, 30),
} as const;

/** `quota` in the config. */
export const QUOTA = {
  /** Instances of a project; -1 is any number. */
  instances: setting(rules.integer(-1), 10),
  /** Whether the quota is looked at again when the instances are there. */
  recheck: setting(rules.flag, true),
} as const;

export type ConductorConfig = ValuesOf<typeof CONDUCTOR>;
export type QuotaConfig = ValuesOf<typeof QUOTA>;
