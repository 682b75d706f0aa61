/** Seconds by which a timer of Node may fire too early, and more than sums of seconds are ever wrong by. */
export const TOO_EARLY = 0.001;

const OSLO_JITTER = 0.05;

/**
 * The last moment of the past (give or take TOO_EARLY) that is a whole number of spacings after the last run: one spacing
 * after it at least, as it is asked for when a run is due. Now, before the first run. Seconds.
 * oslo_service.periodic_task._nearest_boundary, without its jitter.
 */
export function nearestBoundary(lastRun: number | undefined, spacing: number, now: number): number {
  if (lastRun === undefined) return now;
  return lastRun + Math.max(1, Math.floor((now + TOO_EARLY - lastRun) / spacing)) * spacing;
}

/** Seconds to add to a boundary: `random` (0 to 1) of this part of the spacing; oslo's, where it is not given. */
export function jitterOf(spacing: number, part: number | undefined, random: number): number {
  return part === undefined ? Math.floor(spacing * random * OSLO_JITTER) : spacing * random * part;
}
