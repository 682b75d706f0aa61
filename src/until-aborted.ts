/** What `promise` gives, but not longer than until the signal fires. */
export async function untilAborted<Value>(
  promise: Value | Promise<Value>,
  signal: AbortSignal,
): Promise<Value | undefined> {
  const over = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { signal: over.signal });
  });
  return Promise.race([promise, aborted]).finally(() => over.abort());
}
