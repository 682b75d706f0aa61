import type { Definition } from '../definition/types.js';
import { LaunchError } from '../errors.js';
import type { State } from '../supervisor/types.js';
import type { Judgement } from './messages.js';
import type { Questions } from './questions.js';
import { workerServiceFor } from './spec.js';

/** Seconds that a worker has to say whether it would take a config; one that does not say is not asked any more. */
const JUDGEMENT = 2;

/** Options of a service that keep their values, as they cannot change while it runs. */
export interface Kept {
  readonly service: string;
  readonly options: readonly string[];
}

/**
 * A config that is handed to running workers must be one that they take: a ready one of each service is asked. Those
 * that are forked for theirs find out. Throws LaunchError NL_OPTIONS.
 */
export async function judge(
  definition: Definition,
  questions: Questions,
  state: () => State,
): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const service of definition.services) {
    if (service.restartMethod !== 'mutate') continue;
    const ready = state().slots.find((slot) => slot.service === service.name && slot.state === 'ready');
    if (!ready) continue;
    const asked = { type: 'judge', service: workerServiceFor(service, definition) } as const;
    const answer = await questions.ask(ready.worker!, asked, JUDGEMENT);
    if (!answer) continue;
    const judgement = JSON.parse(answer) as Judgement;
    if ('fault' in judgement) throw new LaunchError('NL_OPTIONS', judgement.fault);
    if (judgement.kept.length > 0) kept.push({ service: service.name, options: judgement.kept });
  }
  return kept;
}
