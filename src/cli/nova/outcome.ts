import type { Step } from './follow.js';

/** What programs get of the steps of an instance. */
export const plainSteps = (steps: readonly Step[], uuid: string) =>
  steps
    .filter((step) => step.uuid === uuid)
    .map(({ after, where, what }) => ({ after: rounded(after), where, what }));

/** Milliseconds are enough. */
export const rounded = (seconds: number): number => Number(seconds.toFixed(3));

/** Why not all is there. */
export const WHY = {
  all: '',
  late: ': the time is over',
  interrupted: ': not waited for any longer',
} as const;
