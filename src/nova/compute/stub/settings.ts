import { rules } from '../../../service/index.js';
import { setting } from '../../part.js';
import { failuresRule } from './failures.js';

/** Of the stub hypervisor: `compute.stub` in the config. Delays are seconds. */
export const STUB = {
  vcpus: setting(rules.integer(1), 16),
  memoryMb: setting(rules.integer(1), 32768),
  localGb: setting(rules.integer(1), 500),
  /** Where its instances are kept. Default: `instances` beside the database file. */
  directory: setting<string, undefined>(rules.text, undefined),
  spawnDelay: setting(rules.seconds, 0),
  destroyDelay: setting(rules.seconds, 0),
  powerDelay: setting(rules.seconds, 0),
  migrationDelay: setting(rules.seconds, 0),
  failures: setting(failuresRule, []),
} as const;
