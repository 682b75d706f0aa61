import { isDeepStrictEqual } from 'node:util';
import * as real from '../../src/supervisor/step.js';
import type { Action, Event, ServiceSpec } from '../../src/supervisor/types.js';
import type { Core } from './core.js';

export interface Replayed {
  readonly steps: number;
  /** Where the core does not ask for what the recorded run did. */
  readonly differences: readonly string[];
}

interface Beginning {
  readonly specs: readonly ServiceSpec[];
  readonly seed: number;
}

interface Step {
  readonly now: number;
  readonly event: Event;
  readonly actions: readonly Action[];
}

/**
 * Feeds the trace of a real run (NOVA_LAUNCH_TRACE: a line of JSON for the beginning, then one for each event) through
 * the core again: the same events at the same times must ask for the same actions.
 */
export function replay(trace: string, core: Core = real): Replayed {
  const [first, ...lines] = trace.trim().split('\n');
  const { specs, seed } = JSON.parse(first!) as Beginning;
  const differences: string[] = [];
  let state = core.initialState(specs, seed);
  lines.forEach((line, index) => {
    const { now, event, actions } = JSON.parse(line) as Step;
    const [next, asked] = core.step(state, event, now);
    state = next;
    const plain: unknown = JSON.parse(JSON.stringify(asked));
    if (isDeepStrictEqual(plain, actions)) return;
    differences.push(
      `step ${index + 1}, ${JSON.stringify(event)}: ${JSON.stringify(plain)} instead of ${JSON.stringify(actions)}`,
    );
  });
  return { steps: lines.length, differences };
}
