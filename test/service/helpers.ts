import type { Log } from '../../src/service/log.js';

export interface LogLine {
  level: 'error' | 'warn';
  fields: Record<string, unknown>;
  sentence: string;
}

/** A logger that keeps what it is told. */
export function recordingLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: unknown, sentence?: string) => {
    lines.push({ level, fields: fields as Record<string, unknown>, sentence: sentence ?? '' });
  };
  return { lines, error: at('error'), warn: at('warn') } as unknown as Log & { lines: LogLine[] };
}

/** A promise and what settles it. */
export function deferred<T = void>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Resolves when `signal` is aborted, as a thread that heeds its signal does. */
export const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** Whether `promise` is settled once all that can happen without time passing has happened. */
export async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const done = () => {
    settled = true;
  };
  promise.then(done, done);
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  return settled;
}
