import { type Draft, isLeaving, isNew, serviceOf, slotsOf } from './draft.js';
import { MOST_FAILURES } from './limits.js';
import type { Place, ServiceState, Slot } from './types.js';

/** What is remembered of a worker's place for people; nothing is decided by it. */

const UNTOUCHED: Place = { restarts: 0, lastEnding: null, lastAttempt: null };

const placeOf = ({ places }: ServiceState, number: number): Place => places[number] ?? UNTOUCHED;

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
  if (worker !== null && [place.lastEnding, place.lastAttempt].some((known) => known?.worker === worker))
    return;
  const ending = { worker, generation, reason, at: draft.now, failed };
  const isAttempt = elders(draft, slot).some((elder) => !isLeaving(elder));
  // An attempt that was taken back did nothing that anybody has to know.
  if (isAttempt && !failed) return;
  const known = isAttempt ? { lastAttempt: ending } : { lastEnding: ending };
  service.places = { ...service.places, [number]: { ...place, ...known } };
  if (failed) service.failures = [...service.failures, { ...ending, number }].slice(-MOST_FAILURES);
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

/** What of the place's past belongs to the slot: those that stand in one place at a time have not the same one before. */
export function pastOf(draft: Pick<Draft, 'state'>, service: ServiceState, slot: Slot): Place {
  const { restarts, lastEnding, lastAttempt } = placeOf(service, slot.number);
  const isSecond = elders(draft, slot).length > 0;
  const outlived = slot.worker !== null && (lastAttempt?.worker ?? 0) > slot.worker;
  return {
    restarts: isSecond || isNew(draft, slot) ? 0 : restarts,
    lastEnding: isSecond ? null : lastEnding,
    lastAttempt: outlived && !isSecond ? lastAttempt : null,
  };
}

/** Slots that had the place before it, and still do: it is to take over from them. */
function elders(draft: Pick<Draft, 'state'>, slot: Slot): Slot[] {
  const all = slotsOf(draft, slot.service);
  return all.slice(0, all.indexOf(slot)).filter(({ number }) => number === slot.number);
}
