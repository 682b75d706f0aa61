import type { Logger } from 'pino';

/** The part of a pino logger that this room uses. */
export type Log = Pick<Logger, 'error' | 'warn'>;

const print = (fields: unknown, sentence?: string) =>
  console.error(sentence, (fields as { err?: unknown }).err ?? '');

/** For what is used without a logger: a failure must be seen all the same. */
export const stderrLog = { error: print, warn: print } as unknown as Log;

/** What an error says, for the end of a sentence. */
export const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Whether `error` only says that `signal` was obeyed. */
export function isAbort(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
