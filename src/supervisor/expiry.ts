import { type Draft, log, specOf, where } from './draft.js';
import { late, lost, stuck } from './failure.js';
import { fork, kill, terminate } from './ladder.js';
import { DIAGNOSIS, LATE } from './limits.js';
import { countRestart } from './place.js';
import { arm } from './ready.js';
import { wear } from './recycle.js';
import type { Slot } from './types.js';

/** What the slot was waiting for has not come, or its time has. */
export function expire(draft: Draft, slot: Slot): void {
  switch (slot.state) {
    case 'starting':
      late(draft, slot);
      break;
    case 'ready':
      readyExpires(draft, slot);
      break;
    case 'backoff':
      countRestart(draft, slot);
      fork(draft, slot);
      break;
    case 'draining':
      overdue(draft, slot, 'terminate');
      terminate(draft, slot);
      break;
    case 'stopping':
      overdue(draft, slot, 'kill');
      kill(draft, slot);
      break;
    case 'killed':
      lost(draft, slot);
      break;
  }
}

function overdue(draft: Draft, slot: Slot, rung: 'terminate' | 'kill'): void {
  log(draft, { id: 'worker-overdue', rung, ...where(slot) });
  if (draft.state.stopping) draft.state.stopping.forced = true;
}

/** One or several of its times have passed. */
function readyExpires(draft: Draft, slot: Slot): void {
  const { now } = draft;
  const passed = (at: number | null) => at !== null && at <= now;
  if (passed(slot.silentAt) && silence(draft, slot)) return;
  if (passed(slot.stableAt)) becomeStable(slot);
  if (passed(slot.renewAt)) slot.renewAt = null;
  if (passed(slot.expiresAt)) {
    slot.expiresAt = null;
    const lived = Math.round(now - slot.since);
    wear(draft, slot, `has lived for ${lived} s (recycle.maxLifetime is ${specOf(draft, slot).maxLifetime})`);
  }
  arm(slot);
}

/** Once it is noticed, and the cause looked for; what has arrived meanwhile is heard. Then it is the end: true. */
function silence(draft: Draft, slot: Slot): boolean {
  const isLate = draft.now - slot.silentAt! > LATE;
  if (slot.silent && !isLate) {
    stuck(draft, slot);
    return true;
  }
  slot.silentAt = draft.now + DIAGNOSIS;
  if (slot.silent) return false;
  slot.silent = true;
  // What does not answer is not stable, and has to be ready for as long again when it does.
  if (!slot.stable) slot.stableAt = slot.silentAt + specOf(draft, slot).stableFor;
  log(draft, { id: 'worker-silent', timeout: specOf(draft, slot).watchdogTimeout ?? 0, ...where(slot) });
  draft.actions.push({ type: 'diagnose', worker: slot.worker! });
  return false;
}

function becomeStable(slot: Slot): void {
  slot.stable = true;
  slot.attempt = 0;
  slot.stableAt = null;
}
