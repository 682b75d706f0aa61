import type { trackServers } from '../service/connections.js';

/** Of the graceful time, the part that HTTP responses get to end by themselves before stop() is called; and at most. */
const BEFORE_STOP = 0.75;
const LONGEST_BEFORE_STOP = 45;

/**
 * Closes the HTTP servers of this process, and waits for their connections, but not so long that stop() comes too late,
 * nor after `terminating`. Resolves to the number of connections that are left. The graceful timeout is in seconds.
 */
export async function drainConnections(
  connections: ReturnType<typeof trackServers>,
  gracefulTimeout: number | null | undefined,
  terminating: AbortSignal,
): Promise<number> {
  const limit = Math.min(LONGEST_BEFORE_STOP, (gracefulTimeout ?? Number.POSITIVE_INFINITY) * BEFORE_STOP);
  const end = new AbortController();
  const abort = () => end.abort();
  const late = setTimeout(abort, Math.ceil(limit * 1000));
  // Not AbortSignal.any(): what hangs on a signal that lives on is never freed, and a process may be reloaded for years.
  if (terminating.aborted) abort();
  else terminating.addEventListener('abort', abort, { signal: end.signal });
  try {
    return await connections.drain({ signal: end.signal });
  } finally {
    clearTimeout(late);
    abort();
  }
}
