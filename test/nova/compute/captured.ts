import { pino } from 'pino';

/** A log whose lines are kept. */
export function capturedLog() {
  const lines: string[] = [];
  return { log: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }), lines };
}
