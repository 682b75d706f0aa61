import { type Draft, serviceOf } from './draft.js';
import { MOST_FAILURES } from './limits.js';
import type { Place, ServiceState, Slot } from './types.js';

/** What is remembered of a worker's place for people; nothing is decided by it. */

const UNTOUCHED: Place = { restarts: 0, lastEnding: null };

export const placeOf = ({ places }: ServiceState, number: number): Place => places[number] ?? UNTOUCHED;

/** Why its worker has gone, or is being ended: the first that is known of a worker says more than its exit. */
export function remember(
  draft: Draft,
  slot: Slot,
  worker: number | null,
  reason: string,
  failed: boolean,
): void {
  const service = serviceOf(draft, slot.service);
  const { number, generation } = slot;
  const place = placeOf(service, number);
  if (worker !== null && place.lastEnding?.worker === worker) return;
  const lastEnding = { worker, generation, reason, at: draft.now, failed };
  service.places = { ...service.places, [number]: { ...place, lastEnding } };
  if (failed) service.failures = [...service.failures, { ...lastEnding, number }].slice(-MOST_FAILURES);
}

/** One more process for the same place. */
export function countRestart(draft: Draft, slot: Slot): void {
  const service = serviceOf(draft, slot.service);
  const place = placeOf(service, slot.number);
  service.places = { ...service.places, [slot.number]: { ...place, restarts: place.restarts + 1 } };
}

/** The restarts of a generation are its own. */
export function forgetRestarts(service: ServiceState): void {
  const entries = Object.entries(service.places).map(([number, place]) => [
    number,
    { ...place, restarts: 0 },
  ]);
  service.places = Object.fromEntries(entries);
}
