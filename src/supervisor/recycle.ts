import { backoff } from './budget.js';
import { addSlot, type Draft, hasRoom, isLeaving, isNew, log, slotsOf, specOf, where } from './draft.js';
import { drain, fork } from './ladder.js';
import { arm } from './ready.js';
import type { ServiceState, Slot } from './types.js';

/**
 * Replacing workers with which nothing is wrong: a new one first, as in a rollout. It must get ready and stay so until it
 * is stable, before the worn one is drained; when it fails, nothing is paid, and the worn one goes on.
 */

/** It should be replaced. A worker says so once: it is remembered until the worker serves, and is no replacement itself. */
export function wear(draft: Draft, slot: Slot, reason: string): void {
  if (draft.state.stopping || slot.worn || (slot.state !== 'starting' && slot.state !== 'ready')) return;
  slot.worn = true;
  if (slot.state === 'ready') {
    slot.expiresAt = null;
    arm(slot);
  }
  log(draft, { id: 'worker-worn', reason, ...where(slot) });
}

/** Takes every replacement as far as it can go now. In a rollout none is begun, as it replaces all; those under way end. */
export function renew(draft: Draft): void {
  const { services, slots, rollout, reading, queued } = draft.state;
  if (!slots.some(({ worn, renews }) => worn || renews)) return;
  for (const service of services) {
    if (!service.spec || service.leaving) continue;
    for (const slot of renewalsOf(draft, service)) finish(draft, slot);
    if (!rollout && !reading && !queued) beginRenewals(draft, service);
  }
}

function finish(draft: Draft, slot: Slot): void {
  const old = wornOf(draft, slot);
  if (!old) {
    slot.renews = false;
  } else if (slot.state === 'ready' && slot.stable) {
    log(draft, { id: 'worker-recycled', ...where(slot) });
    slot.renews = false;
    drain(draft, old, 'remove');
  }
}

function beginRenewals(draft: Draft, service: ServiceState): void {
  for (const old of slotsOf(draft, service.name)) {
    if (!isWorn(old) || old.renewAt !== null || renewalOf(draft, old) || old.number >= service.size) continue;
    if (renewalsOf(draft, service).length >= service.spec!.surge || !hasRoom(draft, service)) return;
    const slot = addSlot(draft, service.name, old.number, service.generation);
    slot.renews = true;
    fork(draft, slot);
  }
}

/** A failure of a replacement is its own affair: nothing is paid, and the worn one stays. True when that settled it. */
export function refusesRenewal(draft: Draft, slot: Slot, reason: string, place = where(slot)): boolean {
  const old = slot.renews ? wornOf(draft, slot) : undefined;
  if (!old) return false;
  old.renewals += 1;
  const retryIn = backoff(draft, specOf(draft, old), old.renewals + 1);
  old.renewAt = draft.now + retryIn;
  arm(old);
  log(draft, { id: 'recycle-failed', reason, retryIn, ...place });
  drain(draft, slot, 'remove');
  return true;
}

/** The replacement under way for a worker that goes by itself takes its place for good. True if there is one. */
export function succeed(draft: Draft, slot: Slot): boolean {
  const renewal = renewalOf(draft, slot);
  if (renewal) renewal.renews = false;
  return renewal !== undefined;
}

const isWorn = (slot: Slot): boolean =>
  slot.worn && slot.state === 'ready' && !slot.renews && !isLeaving(slot);

const isRenewal = (slot: Slot): boolean => slot.renews && !isLeaving(slot);

const renewalsOf = (draft: Draft, service: ServiceState): Slot[] =>
  slotsOf(draft, service.name).filter(isRenewal);

/** The worker that the slot is to replace: never one that a rollout has brought. */
const wornOf = (draft: Draft, slot: Slot): Slot | undefined =>
  twins(draft, slot).find((old) => isWorn(old) && !isNew(draft, old));

/** The slot that is to replace the worker, whatever has become of that. */
const renewalOf = (draft: Draft, old: Slot): Slot | undefined =>
  isNew(draft, old) ? undefined : twins(draft, old).find(isRenewal);

const twins = (draft: Draft, slot: Slot): Slot[] =>
  slotsOf(draft, slot.service).filter((other) => other !== slot && other.number === slot.number);
