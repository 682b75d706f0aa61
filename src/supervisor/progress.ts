import { isLeaving, isNew, slotsOf } from './draft.js';
import type { Rollout, ServiceState, Slot, State } from './types.js';

/** How far a reload or restart is. */
export interface RolloutStatus {
  readonly generation: number;
  /** reading: the definition has been asked for and has not come yet. */
  readonly stage: 'reading' | Rollout['stage'];
  /** The services that get new workers; while it is read, those that were asked for, or null for all. */
  readonly services: readonly string[] | null;
  /** Services that the new definition no longer has. */
  readonly removed: readonly string[];
  /** Workers that serve and are stable: of the new generation; on the way back, that serve of the old one. */
  readonly done: number;
  readonly total: number;
  /** One more follows it, with this generation; null if none does. */
  readonly queued: number | null;
}

export function progressOf(state: State): RolloutStatus | null {
  const { reading, rollout, generation } = state;
  const queued = state.queued ? generation + 1 : null;
  if (rollout) {
    const services = state.services.filter(
      ({ name, resting }) => rollout.services.includes(name) && !resting,
    );
    const count = (of: (service: ServiceState) => number) =>
      services.reduce((sum, service) => sum + of(service), 0);
    const isBack = rollout.stage === 'back';
    return {
      generation,
      stage: rollout.stage,
      services: rollout.services,
      removed: rollout.removed,
      done: count((service) => doneOf(state, service, isBack)),
      total: count(({ size, nextSize }) => (isBack ? size : nextSize)),
      queued,
    };
  }
  if (!reading) return null;
  const { reload, restart } = reading;
  const services = reload && restart && [...new Set([...reload, ...restart])];
  return { generation, stage: 'reading', services, removed: [], done: 0, total: 0, queued };
}

function doneOf(state: State, { name, size, nextSize }: ServiceState, isBack: boolean): number {
  const isDone = (slot: Slot) =>
    slot.state === 'ready' &&
    !isLeaving(slot) &&
    (isBack ? !isNew({ state }, slot) : isNew({ state }, slot) && slot.stable) &&
    slot.number < (isBack ? size : nextSize);
  return new Set(
    slotsOf({ state }, name)
      .filter(isDone)
      .map(({ number }) => number),
  ).size;
}
