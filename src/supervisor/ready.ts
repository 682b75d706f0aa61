import { type Draft, log, random, specOf, where } from './draft.js';
import { enter } from './ladder.js';
import { LIFETIME_JITTER } from './limits.js';
import type { Slot } from './types.js';

/** What a ready worker waits for: to count as stable, the end of its lifetime, its next replacement, and its silence. */

export function becomeReady(draft: Draft, slot: Slot): void {
  if (slot.state !== 'starting') return;
  log(draft, { id: 'worker-ready', after: draft.now - slot.since, ...where(slot) });
  slot.served = true;
  enter(draft, slot, 'ready', null);
  slot.stableAt = draft.now + specOf(draft, slot).stableFor;
  watch(draft, slot);
}

/** Begins to wait, or begins anew after a mutate; which is no sign of life. */
export function watch(draft: Draft, slot: Slot): void {
  const { maxLifetime, watchdogTimeout } = specOf(draft, slot);
  slot.expiresAt = null;
  if (maxLifetime !== null && !slot.worn) {
    slot.expiresAt = slot.since + maxLifetime * (1 - LIFETIME_JITTER * random(draft));
  }
  if (slot.silent && watchdogTimeout !== null) arm(slot);
  else listen(draft, slot);
}

/** A sign of life. */
export function beat(draft: Draft, slot: Slot, age = 0): void {
  if (slot.state !== 'ready') return;
  if (slot.silent) log(draft, { id: 'worker-answers', ...where(slot) });
  listen(draft, slot, age);
}

function listen(draft: Draft, slot: Slot, age = 0): void {
  const { watchdogTimeout } = specOf(draft, slot);
  slot.silent = false;
  slot.silentAt = watchdogTimeout === null ? null : draft.now - age + watchdogTimeout;
  arm(slot);
}

/** A ready slot has one deadline like any other: the nearest. */
export function arm(slot: Slot): void {
  const times = [slot.stableAt, slot.silentAt, slot.expiresAt, slot.renewAt].filter((at) => at !== null);
  slot.deadline = times.length > 0 ? Math.min(...times) : null;
}
