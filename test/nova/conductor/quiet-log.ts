import type { Logger } from '../../../src/service/index.js';

export interface LogLine {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly sentence: string;
}

export type RecordedLog = Logger & { readonly lines: LogLine[] };

/** A logger that only keeps what it is told. */
export function quietLog(): RecordedLog {
  const lines: LogLine[] = [];
  const at = (level: string) => (fields: unknown, sentence?: string) => {
    if (typeof fields === 'string') lines.push({ level, fields: {}, sentence: fields });
    else lines.push({ level, fields: fields as Record<string, unknown>, sentence: sentence ?? '' });
  };
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  const log = { lines, child: () => log, ...Object.fromEntries(levels.map((level) => [level, at(level)])) };
  return log as unknown as RecordedLog;
}
