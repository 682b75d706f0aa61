import type { Definition } from '../../definition/types.js';
import { FILES, type Files } from '../../system/cgroup.js';

export type Verdict = 'ok' | 'warn' | 'fail';

/** What one look at the machine has found. */
export interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  /** A sentence. */
  readonly found: string;
  /** What to change; only where something is. */
  readonly remedy?: string;
}

/** What is looked at. */
export interface Machine extends Files {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly uid: number;
}

export const thisMachine = (): Machine => ({
  ...FILES,
  env: process.env,
  cwd: process.cwd(),
  uid: process.geteuid?.() ?? 0,
});

/** Looks at one thing; without a definition, only at the machine. */
export type Check = (machine: Machine, definition: Definition | undefined) => Finding[] | Promise<Finding[]>;

/** The findings of one check, in the words of which it is. */
export function findings(check: string) {
  return {
    ok: (found: string): Finding => ({ check, verdict: 'ok', found }),
    warn: (found: string, remedy: string): Finding => ({ check, verdict: 'warn', found, remedy }),
    fail: (found: string, remedy: string): Finding => ({ check, verdict: 'fail', found, remedy }),
  };
}

/** Processes of a definition: all workers, those that a reload has beyond them, and the supervisor. */
export function processesOf(definition: Definition): number {
  return definition.services.reduce((sum, { workers, reload }) => sum + workers + reload.surge, 1);
}
