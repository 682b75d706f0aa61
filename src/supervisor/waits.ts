import type { ServiceState, Slot, SlotState, State } from './types.js';

/** What a slot waits for. */
export type Awaited =
  /** the services that it comes after, or room */
  | 'turn'
  /** that start() resolves */
  | 'ready'
  /** that it has been ready for stableFor */
  | 'stable'
  /** a sign of life; without one it is looked at */
  | 'beat'
  /** a sign of life; without one it is killed */
  | 'answer'
  /** the end of its lifetime */
  | 'wear'
  /** its replacement, or room for one */
  | 'replacement'
  /** that its replacement may be tried again */
  | 'retry'
  /** the end of the work that it has */
  | 'drain'
  /** the end of its process */
  | 'exit';

export interface Wait {
  readonly what: Awaited;
  /** Monotonic seconds; null: for as long as it takes. */
  readonly until: number | null;
}

const AWAITED: Record<Exclude<SlotState, 'ready' | 'failed'>, Awaited> = {
  down: 'turn',
  starting: 'ready',
  draining: 'drain',
  stopping: 'exit',
  killed: 'exit',
  backoff: 'retry',
};

/** What the slot waits for now, and until when: the nearest, if it is several things. Null when it rests. */
export function waitsFor(state: State, slot: Slot): Wait | null {
  if (slot.state === 'failed') return null;
  if (slot.state !== 'ready') return { what: AWAITED[slot.state], until: slot.deadline };
  const waits: [Awaited, number | null][] = [
    [slot.silent ? 'answer' : 'beat', slot.silentAt],
    ['stable', slot.stableAt],
    ['wear', slot.expiresAt],
    ['retry', slot.renewAt],
  ];
  const nearest = waits.find(([, at]) => at !== null && at === slot.deadline);
  if (nearest) return { what: nearest[0], until: slot.deadline };
  return slot.worn && !state.stopping ? { what: 'replacement', until: null } : null;
}

/** The same for people: completes "waits for ...". */
export function explainWait(state: State, service: ServiceState, slot: Slot, { what, until }: Wait): string {
  switch (what) {
    case 'turn':
      return explainTurn(state, service);
    case 'ready':
      return 'start() to resolve (readyTimeout)';
    case 'stable':
      return 'being ready for long enough (reload.stableFor)';
    case 'beat':
      return 'a sign of life (watchdogTimeout)';
    case 'answer':
      return 'a sign of life, or it is killed (watchdogTimeout)';
    case 'wear':
      return 'the end of its lifetime (recycle.maxLifetime)';
    case 'replacement':
      return 'a replacement that is stable';
    case 'retry':
      return slot.state === 'ready' ? 'the next try of a replacement' : 'the next try (restart.backoff)';
    case 'drain':
      return `the work that it has to end${until === null ? '' : ' (gracefulShutdownTimeout)'}`;
    case 'exit':
      return slot.state === 'killed'
        ? 'the kernel to end its process'
        : 'its process to end, or it is killed';
  }
}

function explainTurn(state: State, { name, spec, started }: ServiceState): string {
  const missing = state.services.filter(
    (other) => !started && spec?.after.includes(other.name) && !other.started,
  );
  if (missing.length > 0)
    return missing
      .map((other) => `${other.name}${other.resting ? ', which is stopped' : ' to be ready'}`)
      .join('; ');
  const leaving = state.slots.filter((other) => other.service === name && other.fate === 'remove').length;
  return `room: ${leaving} old ${leaving === 1 ? 'worker has' : 'workers have'} not ended yet`;
}
