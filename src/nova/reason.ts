/** What an error says, for the end of a sentence. */
export const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
