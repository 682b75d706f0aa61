/** What an error says, for a fault and for a log line. */
export const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)) || 'an error without a message';
