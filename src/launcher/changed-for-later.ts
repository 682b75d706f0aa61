import type { Definition } from '../definition/types.js';

/** What belongs to the launcher's own process, and is what it was at the start. */
const FIXED = ['schedulingPolicy', 'metrics'] as const;

/** Settings that a new definition changes, and a reload cannot. */
export function changedForLater(before: Definition, after: Definition): string[] {
  return FIXED.filter((setting) => JSON.stringify(before[setting]) !== JSON.stringify(after[setting]));
}
