import type { Definition } from '../definition/types.js';
import type { Request, State } from '../supervisor/types.js';
import { compose } from './generations.js';
import { judge } from './judge.js';
import type { Questions } from './questions.js';

export interface NextDefinitionInput {
  readonly accepted: Definition;
  /** Reads the definition; without it, the accepted one is started anew. */
  readonly read: (() => Promise<Definition>) | undefined;
  readonly questions: Questions;
  readonly state: () => State;
}

/** What a reload or a restart is to bring. Throws what is wrong with it. */
export async function nextDefinition(
  { reload, restart }: Request,
  { accepted, read, questions, state }: NextDefinitionInput,
): Promise<Definition> {
  const isRead = reload === null || reload.length > 0;
  const definition = compose(accepted, read && isRead ? await read() : accepted, reload, restart);
  await judge(definition, questions, state);
  return definition;
}
