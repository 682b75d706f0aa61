/** The longest delay that timers take, in milliseconds; they would fire at once for a longer one. */
const LONGEST = 2 ** 31 - 1;

/** Seconds as a delay for setTimeout() and setInterval(). */
export const delayOf = (seconds: number) => Math.min(seconds * 1000, LONGEST);

/** Throws TypeError for what is no time. */
export function assertSeconds(option: string, seconds: number | undefined): void {
  if (seconds === undefined || (typeof seconds === 'number' && seconds > 0)) return;
  throw new TypeError(`The ${option} is ${String(seconds)}; expected seconds, more than 0.`);
}
