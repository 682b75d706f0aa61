import { type Draft, hasProcess, log, specOf } from './draft.js';
import { drain, kill, terminate } from './ladder.js';
import { ONE_KEYPRESS } from './limits.js';
import { refuseAll } from './request.js';
import type { Slot } from './types.js';

/** Begins the stop of everything; a repeated call changes nothing. */
export function stop(draft: Draft, code: number): void {
  const { state, now } = draft;
  if (state.stopping) return;
  state.stopping = { code, since: now, rung: 'drain', interruptedAt: null, forced: false, impatient: false };
  refuseAll(draft);
  state.slots = state.slots.filter(hasProcess);
  log(draft, { id: 'stopping', workers: state.slots.length });
  draft.actions.push({ type: 'announce', what: 'stopping' });
}

export function interrupt(draft: Draft): void {
  stop(draft, 0);
  const stopping = draft.state.stopping!;
  const last = stopping.interruptedAt;
  stopping.interruptedAt = draft.now;
  if (last === null || draft.now - last < ONE_KEYPRESS || stopping.rung === 'kill') return;
  stopping.rung = stopping.rung === 'drain' ? 'terminate' : 'kill';
  stopping.impatient = true;
  log(draft, { id: 'impatient', rung: stopping.rung });
}

/** Takes every worker down as far as its turn and the rung allow; in reverse start order, side by side where unrelated. */
export function continueStop(draft: Draft): void {
  const { state, now } = draft;
  const stopping = state.stopping;
  if (!stopping) return;
  const over = overAt(draft);
  if (over !== null && over <= now) {
    stopping.rung = 'terminate';
    if (state.slots.some((slot) => slot.state === 'ready' || slot.state === 'draining'))
      stopping.forced = true;
  }
  for (const slot of state.slots) {
    slot.fate = 'remove';
    if (stopping.rung === 'kill') {
      if (slot.state !== 'killed') kill(draft, slot);
    } else if (stopping.rung === 'terminate') {
      if (slot.state !== 'stopping' && slot.state !== 'killed') terminate(draft, slot);
    } else if (slot.state === 'starting' || slot.state === 'ready') {
      if (!neededBy(draft, slot)) drain(draft, slot, 'remove', remaining(draft, slot, now - stopping.since));
    }
  }
  if (state.slots.length === 0 && !state.exited) {
    state.exited = true;
    draft.actions.push({ type: 'exit', code: exitCode(stopping) });
  }
}

/** Of the graceful timeout, which counts from the beginning of the stop, so that the whole stop has one bound. */
function remaining(draft: Draft, slot: Slot, elapsed: number): number | null {
  const { gracefulTimeout } = specOf(draft, slot);
  if (gracefulTimeout === null) return null;
  if (elapsed >= gracefulTimeout) draft.state.stopping!.forced = true;
  return gracefulTimeout - elapsed;
}

/** When the longest graceful timeout is over nobody's turn is waited for: the whole stop has one bound. Null: none. */
export function overAt({ state }: Pick<Draft, 'state'>): number | null {
  const { stopping, slots } = state;
  if (stopping?.rung !== 'drain' || slots.length === 0) return null;
  const timeouts = slots.map((slot) => specOf({ state }, slot).gracefulTimeout ?? Number.POSITIVE_INFINITY);
  const over = stopping.since + Math.max(...timeouts);
  return over < Number.POSITIVE_INFINITY ? over : null;
}

function neededBy(draft: Draft, slot: Slot): boolean {
  return draft.state.slots.some((other) => specOf(draft, other).after.includes(slot.service));
}

function exitCode(stopping: NonNullable<Draft['state']['stopping']>): number {
  if (stopping.impatient) return 130;
  if (stopping.code !== 0) return stopping.code;
  return stopping.forced ? 75 : 0;
}
