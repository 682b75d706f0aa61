import type { Target } from '../control-commands.js';
import { print } from '../output.js';
import { Supervisor } from './supervisor.js';

/** Seconds: a worker that does not answer is looked into, for eight at most. */
const PATIENCE = 20;

/** Prints the report of all processes; it is not written anywhere else. */
export async function report({
  json = false,
  ...target
}: Target & { readonly json?: boolean }): Promise<number> {
  const supervisor = new Supervisor(target);
  const made = await supervisor.ask<{ text: string }>('POST', '/v1/report', { timeout: PATIENCE });
  print(json ? `${JSON.stringify(made)}\n` : `${made.text.trimEnd()}\n`);
  return 0;
}
