/** What an error says, for a fault. */
export const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)) || 'an error without a message';

/** The same as the end of a sentence, which has a full stop of its own. */
export const clauseOf = (error: unknown): string => textOf(error).replace(/\.$/, '');
