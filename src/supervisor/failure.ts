import { backoff, pay } from './budget.js';
import { type Draft, isLeaving, isNew, log, remove, serviceOf, slotsOf, specOf, where } from './draft.js';
import { drain, fail, kill, rest, terminate } from './ladder.js';
import { BAD_DEFINITION, GAVE_UP } from './limits.js';
import { remember } from './place.js';
import { refusesRenewal, succeed } from './recycle.js';
import { abort } from './rollout.js';
import { stop } from './stopping.js';
import type { Event, Slot } from './types.js';

/** Its process has gone: as it was told to, or not. */
export function exited(draft: Draft, slot: Slot, event: Extract<Event, { type: 'exit' }>): void {
  const told = draft.state.stopping !== null || (slot.state !== 'starting' && slot.state !== 'ready');
  if (!told) {
    crashed(draft, slot, event.reason ?? describe(event));
    return;
  }
  const cut = slot.served && event.code !== 0 && (slot.state === 'draining' || slot.state === 'ready');
  if (cut && draft.state.stopping) draft.state.stopping.forced = true;
  const reason = event.reason ?? describe(event);
  remember(draft, slot, slot.worker, reason, false);
  log(draft, { id: 'worker-gone', reason, cut, ...where(slot) });
  gone(draft, slot);
}

/** Not even SIGKILL ended it (a process in the kernel's hands): its place is not kept waiting. */
export function lost(draft: Draft, slot: Slot): void {
  remember(draft, slot, slot.worker, 'did not even end when killed', false);
  log(draft, { id: 'worker-lost', ...where(slot) });
  gone(draft, slot);
}

function gone(draft: Draft, slot: Slot): void {
  if (slot.fate === 'remove') remove(draft, slot);
  else if (slot.fate === 'fail') fail(draft, slot);
  else rest(draft, slot, slot.retryAt);
}

/** start() has not resolved in time: a failure like an exit, of a process that is still there. */
export function late(draft: Draft, slot: Slot): void {
  const { readyTimeout } = specOf(draft, slot);
  log(draft, { id: 'worker-late', timeout: readyTimeout, ...where(slot) });
  terminate(draft, slot);
  if (draft.state.stopping) return;
  failed(draft, slot, `was not ready within ${readyTimeout} s`);
}

/** It cannot even hear that it should end. */
export function stuck(draft: Draft, slot: Slot): void {
  const timeout = specOf(draft, slot).watchdogTimeout ?? 0;
  log(draft, { id: 'worker-stuck', timeout, ...where(slot) });
  kill(draft, slot);
  if (draft.state.stopping) draft.state.stopping.forced = true;
  else failed(draft, slot, `has blocked its event loop for more than ${timeout} s (watchdogTimeout)`);
}

/** It uses more than it may: it is killed, whatever it does. */
export function exceeded(draft: Draft, slot: Slot, reason: string): void {
  const { state } = slot;
  if (state !== 'starting' && state !== 'ready' && state !== 'draining') return;
  log(draft, { id: 'worker-exceeded', reason, ...where(slot) });
  kill(draft, slot);
  if (draft.state.stopping) draft.state.stopping.forced = true;
  else if (state !== 'draining') failed(draft, slot, reason);
}

/** No process came of the fork: the machine's fault, so nothing is paid, but it is not tried again at once. */
export function forkFailed(draft: Draft, slot: Slot, reason: string): void {
  if (slot.fate !== 'restart') {
    log(draft, { id: 'worker-gone', reason: `could not be forked: ${reason}`, cut: false, ...where(slot) });
    gone(draft, slot);
    return;
  }
  remember(draft, slot, slot.worker, `could not be forked: ${reason}`, true);
  slot.worker = null;
  if (isNotPaid(draft, slot, `could not be forked: ${reason}`)) return;
  slot.attempt = Math.max(slot.attempt, 1) + 1;
  const retryIn = backoff(draft, specOf(draft, slot), slot.attempt);
  log(draft, { id: 'fork-failed', reason, retryIn, ...where(slot) });
  rest(draft, slot, draft.now + retryIn);
}

/** What its module exports is no service; another try would find the same. */
export function unusable(draft: Draft, slot: Slot, reason: string): void {
  if (slot.state !== 'starting') return;
  remember(draft, slot, slot.worker, reason, true);
  terminate(draft, slot);
  if (isNotPaid(draft, slot, reason)) return;
  const service = serviceOf(draft, slot.service);
  // It was one, and workers of it may still serve: what was put in its place must not end them at once.
  if (service.started) {
    failed(draft, slot, reason);
    return;
  }
  slot.fate = 'fail';
  if (!service.unusable) log(draft, { id: 'no-service', reason, ...where(slot) });
  service.unusable = true;
  if (specOf(draft, slot).essential) stop(draft, BAD_DEFINITION);
}

/** Someone sent its pid a SIGTERM: it drains, and is replaced at no cost. In a stop its turn comes anyway. */
export function leave(draft: Draft, slot: Slot): void {
  if (draft.state.stopping || (slot.state !== 'starting' && slot.state !== 'ready')) return;
  remember(draft, slot, slot.worker, 'was told to end from outside', false);
  if (isNotPaid(draft, slot, 'was told to end from outside')) return;
  log(draft, { id: 'worker-leaves', ...where(slot) });
  slot.retryAt = draft.now;
  drain(draft, slot, succeed(draft, slot) ? 'remove' : 'restart');
}

function crashed(draft: Draft, slot: Slot, reason: string): void {
  const before = where(slot);
  slot.worker = null;
  slot.state = 'down';
  failed(draft, slot, reason, before);
}

/** Pays for a failure: the process is gone (worker null) or being stopped. */
function failed(draft: Draft, slot: Slot, reason: string, place = where(slot)): void {
  remember(draft, slot, place.worker, reason, true);
  if (refusesRollout(draft, slot, `worker ${slot.number} ${reason}`)) return;
  if (refusesRenewal(draft, slot, reason, place)) return;
  const service = serviceOf(draft, slot.service);
  const spec = specOf(draft, slot);
  slot.attempt += 1;
  const affordable = pay(draft, service, spec);
  // What is to replace it is there already: nothing has to be forked, so there is nothing to give up.
  const succeeded = succeed(draft, slot);
  if (!affordable && !succeeded) {
    giveUp(draft, slot, reason);
    return;
  }
  const retryIn = succeeded ? 0 : backoff(draft, spec, slot.attempt);
  log(draft, { id: 'worker-crashed', reason, retryIn, ...place });
  slot.fate = succeeded ? 'remove' : 'restart';
  slot.retryAt = draft.now + retryIn;
  if (slot.worker !== null) return;
  if (succeeded) remove(draft, slot);
  else rest(draft, slot, slot.retryAt);
}

function giveUp(draft: Draft, slot: Slot, reason: string): void {
  const { essential, intensity, period } = specOf(draft, slot);
  log(draft, {
    id: 'service-failed',
    service: slot.service,
    reason: `worker ${slot.number} ${reason}; more than ${intensity} crashes within ${period} s`,
    essential,
  });
  if (slot.worker === null) fail(draft, slot);
  else slot.fate = 'fail';
  if (essential) stop(draft, GAVE_UP);
}

/** Whether the failure is that of a rollout, or of a replacement, and so costs the service nothing. */
function isNotPaid(draft: Draft, slot: Slot, reason: string): boolean {
  return refusesRollout(draft, slot, reason) || refusesRenewal(draft, slot, reason);
}

/** A failure in a rollout is the rollout's: it pays nothing and is not retried. True when that settled it. */
function refusesRollout(draft: Draft, slot: Slot, reason: string): boolean {
  const rollout = draft.state.rollout;
  if (!rollout) return false;
  const forward = rollout.stage !== 'back';
  if (forward && !isNew(draft, slot)) return false;
  if (!forward && !isNew(draft, slot) && !stoodInFor(draft, slot)) return false;
  if (forward) abort(draft, `${slot.service}: ${reason}`);
  else keepNew(draft, slot, reason);
  drain(draft, slot, 'remove');
  return true;
}

/** In a rollback: the worker of the refused generation that still serves in this slot's stead. */
function stoodInFor(draft: Draft, slot: Slot): Slot | undefined {
  if (isNew(draft, slot)) return undefined;
  return slotsOf(draft, slot.service).find(
    (other) =>
      other !== slot &&
      other.number === slot.number &&
      isNew(draft, other) &&
      other.state === 'ready' &&
      !isLeaving(other),
  );
}

/** The old generation does not come up any more (its code was overwritten?): what serves is kept. */
function keepNew(draft: Draft, slot: Slot, reason: string): void {
  const standIn = stoodInFor(draft, slot);
  if (!standIn) return;
  standIn.kept = true;
  log(draft, { id: 'rollback-abandoned', reason, ...where(standIn) });
}

export function describe(event: Extract<Event, { type: 'exit' }>): string {
  return event.signal ? `was ended by ${event.signal}` : `exited with code ${event.code}`;
}
