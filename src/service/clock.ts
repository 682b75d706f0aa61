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

/** The longest delay that setTimeout takes, in milliseconds; it would fire at once for a longer one. */
const LONGEST = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Number(process.hrtime.bigint()) / 1e9,

  sleep(seconds, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      if (seconds <= 0) {
        setImmediate(resolve);
        return;
      }
      let left = seconds * 1000;
      let timer: NodeJS.Timeout;
      const arm = () => {
        const part = Math.min(left, LONGEST);
        left -= part;
        timer = setTimeout(left > 0 ? arm : done, part);
      };
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      signal?.addEventListener('abort', done);
      arm();
    });
  },
};
