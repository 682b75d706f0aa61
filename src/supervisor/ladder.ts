import { type Draft, hasProcess, isNew, remove, serviceOf, specOf } from './draft.js';
import { KILL_TIMEOUT } from './limits.js';
import type { Slot } from './types.js';

/**
 * The way of one worker: forked, and down the ladder drain -> terminate -> kill.
 * What its failures mean for the service is decided in failure.ts.
 */

export function enter(draft: Draft, slot: Slot, state: Slot['state'], timeout: number | null): void {
  slot.state = state;
  slot.since = draft.now;
  slot.stableAt = null;
  slot.silentAt = null;
  slot.expiresAt = null;
  slot.renewAt = null;
  slot.silent = false;
  slot.deadline = timeout === null ? null : draft.now + timeout;
}

/** Forks for the slot; from what is accepted now, unless a rollout put the slot there. */
export function fork(draft: Draft, slot: Slot): void {
  if (!isNew(draft, slot)) slot.generation = serviceOf(draft, slot.service).generation;
  slot.kept = false;
  slot.worker = draft.state.nextWorker++;
  slot.stable = false;
  slot.served = false;
  slot.worn = false;
  slot.renewals = 0;
  slot.fate = 'restart';
  enter(draft, slot, 'starting', specOf(draft, slot).readyTimeout);
  const { service, number, generation, worker } = slot;
  draft.actions.push({ type: 'fork', worker, service, number, generation });
}

/** Waits for the next try; a time that has passed means now. */
export function rest(draft: Draft, slot: Slot, until: number): void {
  slot.worker = null;
  enter(draft, slot, 'backoff', Math.max(0, until - draft.now));
}

export function fail(draft: Draft, slot: Slot): void {
  slot.worker = null;
  enter(draft, slot, 'failed', null);
}

/** First rung. A slot without a process just goes. */
export function drain(
  draft: Draft,
  slot: Slot,
  fate: Slot['fate'],
  timeout = specOf(draft, slot).gracefulTimeout,
): void {
  slot.fate = fate;
  if (!hasProcess(slot)) {
    if (fate === 'remove') remove(draft, slot);
    return;
  }
  if (slot.state !== 'starting' && slot.state !== 'ready') return;
  if (timeout !== null && timeout <= 0) {
    terminate(draft, slot);
    return;
  }
  draft.actions.push({ type: 'drain', worker: slot.worker! });
  enter(draft, slot, 'draining', timeout);
}

/** Second rung. */
export function terminate(draft: Draft, slot: Slot): void {
  draft.actions.push({ type: 'terminate', worker: slot.worker! });
  enter(draft, slot, 'stopping', KILL_TIMEOUT);
}

/** Last rung. */
export function kill(draft: Draft, slot: Slot): void {
  draft.actions.push({ type: 'kill', worker: slot.worker! });
  enter(draft, slot, 'killed', KILL_TIMEOUT);
}
