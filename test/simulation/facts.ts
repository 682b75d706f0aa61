import { LATE } from '../../src/supervisor/limits.js';
import type { Action, Event, ServiceState, Slot, State } from '../../src/supervisor/types.js';

/** One step, as the invariants see it. */
export interface Transition {
  readonly before: State;
  readonly event: Event;
  readonly now: number;
  readonly after: State;
  readonly actions: readonly Action[];
}

export type Report = (sentence: string) => void;

/** Wanted numbers that a ready worker serves: what a client would notice. */
export function serving(state: State, service: ServiceState): number {
  let count = 0;
  for (let number = 0; number < service.size; number++) if (serves(state, service.name, number)) count++;
  return count;
}

export const serves = (state: State, service: string, number: number): boolean =>
  state.slots.some((slot) => slot.state === 'ready' && slot.number === number && slot.service === service);

export const isNew = (state: State, slot: Slot): boolean =>
  state.rollout !== null && slot.generation === state.rollout.generation && !slot.kept;

export const isResting = ({ services }: State, name: string): boolean =>
  services.some((service) => service.name === name && service.resting);

/** What comes after a service that was stopped before it was ever ready waits for the operator, and so does what follows. */
export const waitsForOperator = (state: State, { spec, started }: ServiceState): boolean =>
  !started &&
  state.services.some(
    (other) =>
      spec?.after.includes(other.name) && !other.started && (other.resting || waitsForOperator(state, other)),
  );

export const slotOf = (state: State, worker: number): Slot | undefined =>
  state.slots.find((slot) => slot.worker === worker);

/** Whether the event, or a deadline that has passed, is about this worker itself. */
export const isCaused = ({ before, event, now }: Transition, worker: number): boolean => {
  if ('worker' in event && event.worker === worker) return true;
  const slot = slotOf(before, worker);
  return slot !== undefined && isDue(slot, now);
};

export const isDue = ({ deadline }: Slot, now: number): boolean => deadline !== null && deadline <= now;

/** The times that a ready slot waits for. */
export const TIMES = ['stableAt', 'silentAt', 'expiresAt', 'renewAt'] as const;

/** It has been silent since it was looked at, and that time is over, too. */
export const isStuck = ({ silent, silentAt }: Slot, now: number): boolean =>
  silent && silentAt !== null && silentAt <= now && now - silentAt <= LATE;

/** The worn worker that a slot is to replace. */
export const wornBy = (state: State, slot: Slot): Slot | undefined =>
  slot.renews
    ? state.slots.find(
        (old) =>
          old.worn &&
          !old.renews &&
          old.state === 'ready' &&
          !isNew(state, old) &&
          old.number === slot.number &&
          old.service === slot.service,
      )
    : undefined;

export const stable = ({ slots }: State, service: string): Slot[] =>
  slots.filter((slot) => slot.service === service && slot.state === 'ready' && slot.stable);

/** A worn worker whose replacement is stable. */
export const isReplaced = (after: State, slot: Slot | undefined): boolean =>
  slot?.worn === true && stable(after, slot.service).some(({ number }) => number === slot.number);

/** Whether the service pays for a crash in this step. */
export const hasPaid = ({ before, after }: Transition, name: string): boolean => {
  const crashes = ({ services }: State) => services.find((service) => service.name === name)?.crashes ?? [];
  return crashes(after) !== crashes(before) && crashes(after).length > 0;
};
