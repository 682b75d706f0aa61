// Taken before a test runner can put its own in their place.
const { setTimeout: begin, clearTimeout: end } = globalThis;

/**
 * What `promise` gives, within `seconds` of real time; rejects with `complaint` after that. A test whose clock stands
 * still would otherwise hang until its runner gives up, without a word of what it waits for.
 */
export async function within<T>(seconds: number, promise: Promise<T>, complaint: () => string): Promise<T> {
  if (seconds === Number.POSITIVE_INFINITY) return promise;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = begin(() => reject(new Error(complaint())), seconds * 1000);
  });
  return Promise.race([promise, late]).finally(() => end(timer));
}
