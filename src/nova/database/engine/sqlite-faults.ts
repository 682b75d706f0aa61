const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

/** The lock of the file is somebody else's. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

/** Who asks is at fault, not the file: a value that is there already, a table that is not, a value of no type. */
export const isQueryFault = (error: unknown): boolean =>
  error instanceof TypeError || /^SQLITE_(CONSTRAINT|ERROR$|RANGE|MISMATCH|TOOBIG)/.test(codeOf(error));
