import type { Logger } from 'pino';

/** The part of a pino logger that this room uses. */
export type MessagingLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

const print = (fields: unknown, sentence?: string) =>
  console.error(sentence, (fields as { err?: unknown }).err ?? '');

/** For a transport without a logger: what is wrong must be seen all the same. */
export const stderrLog = {
  debug: () => {},
  info: () => {},
  warn: print,
  error: print,
} as unknown as MessagingLog;
