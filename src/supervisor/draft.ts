import type { Action, Note, ServiceSpec, ServiceState, Slot, State, Where } from './types.js';

/** A step in the making: a copy of the state that the functions of this folder change, and what they ask for. */
export interface Draft {
  readonly state: State;
  readonly actions: Action[];
  readonly now: number;
}

export function draftOf(state: State, now: number): Draft {
  return {
    state: {
      ...state,
      services: state.services.map((service) => ({ ...service })),
      slots: state.slots.map((slot) => ({ ...slot })),
      rollout: state.rollout && { ...state.rollout },
      stopping: state.stopping && { ...state.stopping },
    },
    actions: [],
    now,
  };
}

export function log(draft: Draft, note: Note): void {
  draft.actions.push({ type: 'log', note });
}

export function where(slot: Slot): Where {
  return { service: slot.service, number: slot.number, generation: slot.generation, worker: slot.worker };
}

export function serviceOf(draft: Pick<Draft, 'state'>, name: string): ServiceState {
  const service = draft.state.services.find((candidate) => candidate.name === name);
  if (!service) throw new Error(`no service ${name}`);
  return service;
}

/** The specification that the slot's generation was made from. */
export function specOf(draft: Pick<Draft, 'state'>, slot: Slot): ServiceSpec {
  const service = serviceOf(draft, slot.service);
  const spec = isNew(draft, slot) ? service.next : (service.spec ?? service.next);
  if (!spec) throw new Error(`service ${service.name} has no specification`);
  return spec;
}

/** Whether the slot belongs to the generation that the running rollout brings, or takes back. */
export function isNew(draft: Pick<Draft, 'state'>, slot: Slot): boolean {
  return draft.state.rollout !== null && slot.generation === draft.state.rollout.generation && !slot.kept;
}

export const hasProcess = (slot: Slot): boolean => slot.worker !== null;

/** Whether the slot's worker is on its way out, or out for good. */
export const isLeaving = (slot: Slot): boolean => slot.fate === 'remove';

export function slotsOf(draft: Pick<Draft, 'state'>, service: string): Slot[] {
  return draft.state.slots.filter((slot) => slot.service === service);
}

export function slotOfWorker(draft: Draft, worker: number): Slot | undefined {
  return draft.state.slots.find((slot) => slot.worker === worker);
}

export function remove(draft: Draft, slot: Slot): void {
  draft.state.slots = draft.state.slots.filter((other) => other !== slot);
}

/** A number in 0..1 from the seed in the state: the same history has the same jitter. */
export function random(draft: Draft): number {
  draft.state.seed = (Math.imul(draft.state.seed, 1664525) + 1013904223) >>> 0;
  return draft.state.seed / 2 ** 32;
}

export function addSlot(draft: Draft, service: string, number: number, generation: number): Slot {
  const slot: Slot = {
    service,
    number,
    generation,
    state: 'down',
    worker: null,
    deadline: null,
    stableAt: null,
    silentAt: null,
    expiresAt: null,
    renewAt: null,
    since: draft.now,
    attempt: 0,
    stable: false,
    served: false,
    fate: 'restart',
    retryAt: 0,
    kept: false,
    silent: false,
    worn: false,
    renewals: 0,
    renews: false,
  };
  draft.state.slots.push(slot);
  return slot;
}

/** Never more than size + surge: a slot that waits for its next try counts, as it may be forked at any time. */
export function hasRoom(draft: Draft, service: ServiceState): boolean {
  const places = slotsOf(draft, service.name).filter(
    ({ state }) => state !== 'failed' && state !== 'down',
  ).length;
  const surge = Math.max(service.next?.surge ?? 1, service.spec?.surge ?? 1);
  return places < Math.max(service.size, service.nextSize, 1) + surge;
}
