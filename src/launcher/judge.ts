import type { Definition } from '../definition/types.js';
import { LaunchError } from '../errors.js';
import type { State } from '../supervisor/types.js';
import type { Questions } from './questions.js';
import { workerServiceFor } from './spec.js';

/** Seconds that a worker has to say whether it would take a config; one that does not say is not asked any more. */
const JUDGEMENT = 2;

/**
 * A config that is handed to running workers must be one that they take: a ready one of each service is asked. Those
 * that are forked for theirs find out. Throws LaunchError NL_OPTIONS.
 */
export async function judge(
  { services }: Definition,
  questions: Questions,
  state: () => State,
): Promise<void> {
  for (const service of services) {
    if (service.restartMethod !== 'mutate') continue;
    const ready = state().slots.find((slot) => slot.service === service.name && slot.state === 'ready');
    if (!ready) continue;
    const asked = { type: 'judge', service: workerServiceFor(service) } as const;
    const reason = await questions.ask(ready.worker!, asked, JUDGEMENT);
    if (reason) throw new LaunchError('NL_OPTIONS', reason);
  }
}
