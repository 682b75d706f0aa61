/** Where this room takes time from, so that tests need not wait. Seconds, monotonic. */
export interface Clock {
  /** Seconds since some fixed moment; never goes back. */
  now(): number;
  /**
   * Resolves after `seconds` (0 and less: at the next turn of the event loop), or as soon as `signal` is
   * aborted. Never rejects: who sleeps looks at the signal afterwards.
   */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => Number(process.hrtime.bigint()) / 1e9,

  sleep(seconds, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const cancel = after(seconds, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      const abort = () => {
        cancel();
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  },
};

/** The longest delay that setTimeout takes, in milliseconds; it would fire at once for a longer one. */
export const LONGEST = 2 ** 31 - 1;

/** Calls back after `seconds` of the real clock, as many as there may be; returns what cancels that. */
export function after(seconds: number, callback: () => void): () => void {
  if (seconds <= 0) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  }
  let left = seconds * 1000;
  if (left <= LONGEST) {
    const timer = setTimeout(callback, left);
    return () => clearTimeout(timer);
  }
  let timer: NodeJS.Timeout;
  const arm = () => {
    const part = Math.min(left, LONGEST);
    left -= part;
    timer = setTimeout(left > 0 ? arm : callback, part);
  };
  arm();
  return () => clearTimeout(timer);
}
