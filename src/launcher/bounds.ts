import type { ServiceDefinition } from '../definition/types.js';
import { KILL_TIMEOUT } from '../supervisor/limits.js';
import { gracefulTimeoutOf } from './spec.js';

/** What must be more patient than a launcher (systemd, Kubernetes), and by how much: seconds. */

/** For the last log lines. */
export const LAST_LINES = 1;

/** A start in which every worker takes its whole readyTimeout: along the longest chain of `after`. */
export function longestStart(services: readonly ServiceDefinition[]): number {
  const ends = new Map<string, number>();
  for (const { name, after, readyTimeout } of services)
    ends.set(name, Math.max(0, ...after.map((other) => ends.get(other) ?? 0)) + readyTimeout);
  return Math.max(0, ...ends.values());
}

/** A stop that has to take every rung of the ladder; null: there is no bound. */
export function longestStop(services: readonly ServiceDefinition[]): number | null {
  const timeouts = services.map(gracefulTimeoutOf);
  return timeouts.includes(null)
    ? null
    : Math.max(0, ...timeouts.map(Number)) + 2 * KILL_TIMEOUT + LAST_LINES;
}

/** How long an essential service may lack a worker that comes back in the end: the longest pause, and its start. */
export function longestGap(services: readonly ServiceDefinition[]): number {
  const essential = services.filter((service) => service.essential);
  return Math.max(0, ...essential.map(({ readyTimeout, restart }) => readyTimeout + restart.backoff.max));
}
