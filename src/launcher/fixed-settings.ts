import type { Definition } from '../definition/types.js';
import type { LauncherLog } from './launcher-log.js';

/** What belongs to the launcher's own process, and stays what it was at the start. */
const FIXED = ['schedulingPolicy', 'metrics', 'log', 'backdoor'] as const;

/** Says which settings a new definition changes that a reload cannot. */
export function warnOfFixed(log: LauncherLog, before: Definition, after: Definition): void {
  for (const setting of FIXED) {
    if (JSON.stringify(before[setting]) === JSON.stringify(after[setting])) continue;
    const sentence = `${setting} of this process stays as it is until nova-launch is started anew.`;
    log.write('warn', sentence, { id: 'restart-needed' });
  }
}
