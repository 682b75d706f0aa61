import type { Clock } from './clock.js';

/** Whether `promise`, which never rejects, is resolved within `seconds` of the clock. */
export async function within(clock: Clock, seconds: number, promise: Promise<unknown>): Promise<boolean> {
  const resolved = new AbortController();
  const end = promise.then(() => resolved.abort());
  await Promise.race([end, clock.sleep(seconds, resolved.signal)]);
  return resolved.signal.aborted;
}
