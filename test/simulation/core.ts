import type { initialState, nextDeadline, step } from '../../src/supervisor/step.js';

/** The functions under test: the real ones, or a mutant's. */
export interface Core {
  readonly initialState: typeof initialState;
  readonly step: typeof step;
  readonly nextDeadline: typeof nextDeadline;
}
