import type { Definition } from '../definition/types.js';
import type { LauncherLog } from './launcher-log.js';

/** What belongs to the launcher's own process, and stays what it was at the start. */
const FIXED = ['schedulingPolicy', 'metrics', 'log'] as const;

/** Says which settings a new definition changes that a reload cannot. */
export function warnOfFixed(log: LauncherLog, before: Definition, after: Definition): void {
  for (const setting of FIXED) {
    if (JSON.stringify(before[setting]) === JSON.stringify(after[setting])) continue;
    log.write('warn', `${setting} is the supervisor's: it changes when nova-launch is started anew.`);
  }
}
