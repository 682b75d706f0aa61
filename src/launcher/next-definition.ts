import type { Definition } from '../definition/types.js';
import { isNamed } from '../supervisor/request.js';
import type { Event, Request, State } from '../supervisor/types.js';
import { warnOfFixed } from './fixed-settings.js';
import { compose, type Generations } from './generations.js';
import { judge } from './judge.js';
import type { LauncherLog } from './launcher-log.js';
import type { Questions } from './questions.js';
import { specFor } from './spec.js';

export interface NextDefinitionInput {
  readonly generations: Generations;
  readonly log: LauncherLog;
  /** Reads the definition; without it, the accepted one is started anew. */
  readonly read: (() => Promise<Definition>) | undefined;
  readonly questions: Questions;
  readonly state: () => State;
}

/** What a reload or a restart is to bring, offered as the next generation; or why it cannot be. */
export async function nextDefinition(
  { generation, reload, restart }: Request & { readonly generation: number },
  { generations, log, read, questions, state }: NextDefinitionInput,
): Promise<Event> {
  const { accepted } = generations;
  try {
    const isRead = reload === null || reload.length > 0;
    const found = read && isRead ? await read() : accepted;
    // Before anything is made of it: who refuses it may quote it.
    log.mask(found.secrets);
    const definition = compose(accepted, found, reload, restart);
    const kept = await judge(definition, questions, state);
    // What is named is what is handed to workers that stay.
    const told = kept.filter(({ service }) => isNamed(reload, service) && !isNamed(restart, service));
    generations.offer({ definition, generation, kept: told });
    warnOfFixed(log, accepted, definition);
    return { type: 'definition', services: definition.services.map(specFor) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: 'definitionRefused', reason: log.masked(reason) };
  }
}
