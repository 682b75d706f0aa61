import type { Target } from '../control-commands.js';
import { print } from '../output.js';
import { Supervisor } from './supervisor.js';

/** Seconds: every process writes its part. */
const PATIENCE = 60;

/** Has a report written, and prints it, or where it is. */
export async function report({
  json = false,
  ...target
}: Target & { readonly json?: boolean }): Promise<number> {
  const supervisor = new Supervisor(target);
  const written = await supervisor.ask<Record<string, unknown>>('POST', '/v1/report', { timeout: PATIENCE });
  const { text, message } = written;
  const said = typeof text === 'string' ? text : message;
  const shown = json || typeof said !== 'string' ? JSON.stringify(written, null, 2) : said.trimEnd();
  print(`${shown}\n`);
  return 0;
}
