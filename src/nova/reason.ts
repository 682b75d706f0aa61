/** What an error says, for the end of a sentence. */
export const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The same without a full stop, for where more follows. */
export const clause = (error: unknown) => reason(error).replace(/\.$/, '');
