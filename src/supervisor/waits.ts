import type { Slot, SlotState, State } from './types.js';

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
