import type { Definition } from '../definition/types.js';
import type { Kept } from './judge.js';
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

/** Says which options of services that go on a new definition cannot change. */
export function tellKept(log: LauncherLog, kept: readonly Kept[]): void {
  for (const { service, options } of kept) {
    const which = `Options of ${service} that cannot change while it runs`;
    const sentence = `${which} keep their values until a restart: ${options.join(', ')}.`;
    log.write('warn', sentence, { id: 'options-kept', service, options });
  }
}
