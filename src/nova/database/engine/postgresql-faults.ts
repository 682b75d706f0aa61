/** SQLSTATE, of what the server says itself; EPIPE has as many letters, and no digit. */
const stateOf = (error: unknown): string | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
};

/**
 * Connections, resources, the operator, the system, locks, a password, a database that is not there, and a standby that
 * takes no writes.
 */
const SERVER = /^(08|28|3D|53|55|57|58|F0|XX|25006)/;

/** Who asks is at fault, not the server. */
export const isQueryFault = (error: unknown): boolean => {
  const state = stateOf(error);
  return error instanceof TypeError || (state !== undefined && !SERVER.test(state));
};

/** Another transaction was in the way; the same one may succeed now. */
export const isInTheWay = (error: unknown): boolean => ['40001', '40P01'].includes(stateOf(error) ?? '');
