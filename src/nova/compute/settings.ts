import { rules } from '../../service/index.js';
import { setting, type ValuesOf } from '../part.js';

/** Of nova-compute: `compute` in the config. Times are seconds. */
export const COMPUTE = {
  /** How long an instance may build; 0 is for ever. */
  instanceBuildTimeout: setting(rules.seconds, 0),
} as const;

export type ComputeConfig = ValuesOf<typeof COMPUTE>;
