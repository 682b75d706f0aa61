import type { Event, Names, ServiceSpec, Slot, State } from '../../src/supervisor/types.js';
import { alike } from './alike.js';
import { NOW } from './canon.js';
import { TIMES } from './facts.js';

export interface World {
  readonly specs: readonly ServiceSpec[];
  /** Definitions that a reload may read; the running one again if there are none. */
  readonly reloads?: readonly (readonly ServiceSpec[])[];
  /** Scaling, up to this size; not at all without. `to`: to any size at once. */
  readonly scale?: { readonly max: number; readonly to?: boolean };
  /** An operator stops services, and starts them. */
  readonly rests?: boolean;
  /** Reloads, or restarts, of these services only. */
  readonly asks?: readonly Extract<Event, { readonly only: Names }>[];
  /** What does not happen in this world. */
  readonly without?: readonly Name[];
  /** Workers wear out, and use too much. */
  readonly wears?: boolean;
  /** Deadlines may also pass in the same step as an event. */
  readonly together?: boolean;
}

export type Kind = 'ready' | 'exit' | 'forkFailed' | 'deadline' | 'outside' | 'unusable';

export type Name =
  | 'deadline'
  /** The deadline of a worker that starts. */
  | 'late'
  /** The deadline of a worker that was told to end, and does not. */
  | 'overdue'
  | 'ready'
  | 'exit'
  | 'forkFailed'
  /** The news of it comes when the worker has been told to end already. */
  | 'forkFailed late'
  | 'unusable'
  | 'leave'
  | 'definition'
  | 'definitionRefused'
  | 'reload'
  /** A reload while one runs. */
  | 'reload again'
  | 'scale'
  | 'stopService'
  | 'startService'
  | 'stop'
  | 'interrupt'
  | 'forgive'
  | 'gracefulOver'
  | 'beat'
  | 'silence'
  | 'worn'
  | 'exceeded';

/** Something that can happen: an event to the state, or to what some time has made of the state. */
export interface Choice {
  readonly kind: Kind;
  readonly name: Name;
  readonly event: Event;
  readonly before: State;
}

export const TICK: Event = { type: 'tick' };

/** Everything that can happen in a normal state. */
export function choices(state: State, world: World): Choice[] {
  const found: Choice[] = [];
  const add = (kind: Kind, name: Name, event: Event, before = state) => {
    if (!world.without?.includes(name)) found.push({ kind, name, event, before });
  };
  const { slots, stopping } = state;
  let armed = 0;
  for (const [place, slot] of slots.entries()) {
    if (slot.deadline !== null) armed++;
    if (place > 0 && alike(slot, slots[place - 1]!)) continue;
    if (slot.state === 'ready') {
      for (const time of TIMES) {
        const name = time === 'silentAt' ? 'silence' : 'deadline';
        if (slot[time] !== null) add('deadline', name, TICK, due(state, place, time));
      }
    } else if (slot.deadline !== null) add('deadline', deadlineOf(slot), TICK, due(state, place));
    toWorker(slot, world, add);
    if (stopping && slot.state === 'draining') add('exit', 'exit', finished(slot));
  }
  if (world.together && armed > 1) add('deadline', 'deadline', TICK, allDue(state));
  if (state.reading) {
    for (const services of world.reloads ?? [world.specs])
      add('outside', 'definition', { type: 'definition', services });
    add('outside', 'definitionRefused', { type: 'definitionRefused', reason: 'syntax' });
  }
  add('outside', state.reading || state.rollout ? 'reload again' : 'reload', { type: 'reload', only: null });
  for (const event of world.asks ?? [])
    add('outside', state.reading || state.rollout ? 'reload again' : 'reload', event);
  add('outside', 'stop', { type: 'stop' });
  add('outside', 'interrupt', { type: 'interrupt' });
  if (!stopping) {
    scaling(state, world, add);
    if (world.rests) resting(state, add);
    forgiving(state, add);
  } else {
    if (stopping.interruptedAt === NOW)
      add('outside', 'interrupt', { type: 'interrupt' }, since(state, { interruptedAt: NOW - 10 }));
    if (stopping.since === NOW) add('outside', 'gracefulOver', TICK, since(state, { since: NOW - 1e6 }));
  }
  if (world.together && armed > 0) {
    const late = allDue(state);
    for (const { kind, name, event, before } of [...found]) {
      if (before !== state || kind === 'deadline') continue;
      add(kind === 'outside' ? kind : 'deadline', name, event, late);
    }
  }
  return found;
}

type Add = (kind: Kind, name: Name, event: Event, before?: State) => void;

function toWorker(slot: Slot, world: World, add: Add): void {
  const { state, worker } = slot;
  if (worker === null) return;
  add('exit', 'exit', { type: 'exit', worker, code: 1, signal: null });
  const forkFailed: Event = { type: 'forkFailed', worker, reason: 'EAGAIN' };
  if (isTold(slot)) add('forkFailed', 'forkFailed late', forkFailed);
  if (state === 'starting') {
    add('forkFailed', 'forkFailed', forkFailed);
    add('ready', 'ready', { type: 'ready', worker });
    add('unusable', 'unusable', { type: 'unusable', worker, reason: 'no service' });
  }
  if (state === 'starting' || state === 'ready') add('outside', 'leave', { type: 'leave', worker });
  if (slot.silentAt !== null) add('outside', 'beat', { type: 'beat', worker });
  if (!world.wears) return;
  if (state === 'starting' || state === 'ready')
    add('outside', 'worn', { type: 'worn', worker, reason: 'is worn' });
  if (!isTold(slot)) add('exit', 'exceeded', { type: 'exceeded', worker, reason: 'uses too much' });
}

function scaling(state: State, { scale }: World, add: Add): void {
  if (!scale) return;
  for (const { name, size, nextSize } of state.services) {
    for (let to = 1; scale.to && to <= scale.max; to++)
      add('outside', 'scale', { type: 'scale', service: name, to });
    if (scale.to) continue;
    if (Math.max(size, nextSize) < scale.max)
      add('outside', 'scale', { type: 'scale', service: name, by: 1 });
    if (size > 1) add('outside', 'scale', { type: 'scale', service: name, by: -1 });
  }
}

function resting({ services }: State, add: Add): void {
  for (const { name } of services) {
    add('outside', 'stopService', { type: 'stopService', service: name });
    add('outside', 'startService', { type: 'startService', service: name });
  }
}

/** The oldest crash of a service leaves its period. */
function forgiving(state: State, add: Add): void {
  for (const service of state.services) {
    if (service.crashes.length === 0) continue;
    const services = state.services.map((other) =>
      other === service ? { ...other, crashes: other.crashes.slice(1) } : other,
    );
    add('outside', 'forgive', TICK, { ...state, services });
  }
}

/** It ends as it was told to; the search's other exits are crashes. */
const finished = ({ worker }: Slot): Event => ({ type: 'exit', worker: worker ?? 0, code: 0, signal: null });

const deadlineOf = (slot: Slot): Name =>
  isTold(slot) ? 'overdue' : slot.state === 'starting' ? 'late' : 'deadline';

const isTold = ({ state }: Slot): boolean =>
  state === 'draining' || state === 'stopping' || state === 'killed';

/** What happens when nothing goes wrong any more; null when all is at rest. */
export function benignChoice(state: State): Choice | null {
  if (state.exited) return null;
  if (state.reading) {
    const event: Event = { type: 'definitionRefused', reason: 'syntax' };
    return { kind: 'outside', name: 'definitionRefused', event, before: state };
  }
  for (const [place, slot] of state.slots.entries()) {
    const worker = slot.worker ?? 0;
    if (slot.state === 'starting')
      return { kind: 'ready', name: 'ready', event: { type: 'ready', worker }, before: state };
    if (slot.silent) return { kind: 'outside', name: 'beat', event: { type: 'beat', worker }, before: state };
    if (slot.state === 'ready') {
      const time = (['stableAt', 'renewAt'] as const).find((which) => slot[which] !== null);
      if (!time) continue;
      return { kind: 'deadline', name: 'deadline', event: TICK, before: due(state, place, time) };
    }
    if (isTold(slot)) {
      return { kind: 'exit', name: 'exit', event: finished(slot), before: state };
    }
    if (slot.deadline !== null)
      return { kind: 'deadline', name: 'deadline', event: TICK, before: due(state, place) };
  }
  return null;
}

/** A deadline has passed: of a ready slot, one of its times. */
const due = (state: State, place: number, time?: (typeof TIMES)[number]): State => ({
  ...state,
  slots: state.slots.map((slot, other) =>
    other === place ? { ...slot, deadline: NOW, ...(time && { [time]: NOW }) } : slot,
  ),
});

const allDue = (state: State): State => ({ ...state, slots: state.slots.map(overdue) });

function overdue(slot: Slot): Slot {
  if (slot.deadline === null) return slot;
  const times = TIMES.filter((time) => slot[time] !== null).map((time) => [time, NOW]);
  return { ...slot, ...Object.fromEntries(times), deadline: NOW };
}

const since = (state: State, change: { interruptedAt?: number; since?: number }): State => ({
  ...state,
  stopping: { ...state.stopping!, ...change },
});
