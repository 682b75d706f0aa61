import { addSlot, type Draft, hasRoom, isLeaving, isNew, log, serviceOf, slotsOf } from './draft.js';
import { lacking, mayTry } from './gate.js';
import { drain, fork } from './ladder.js';
import { forgetRestarts } from './place.js';
import { watch } from './ready.js';
import type { Rollout, ServiceState, Slot } from './types.js';
import { accept, refuse } from './verdict.js';

/** Takes the rollout as far as it can go now. */
export function advance(draft: Draft): void {
  const { rollout } = draft.state;
  if (!rollout) return;
  const services = rollout.services.map((name) => serviceOf(draft, name));
  if (rollout.stage === 'canary' && all(services, (service) => canary(draft, rollout, service))) {
    rollout.stage = 'rolling';
  }
  if (rollout.stage === 'rolling' && all(services, (service) => roll(draft, rollout, service))) {
    commit(draft, rollout);
  }
  if (rollout.stage === 'back' && all(services, (service) => goBack(draft, service)))
    finishBack(draft, rollout);
}

/** Any failure of the new generation ends the rollout: what it brought goes, what it took comes back. */
export function abort(draft: Draft, reason: string): void {
  const { rollout } = draft.state;
  if (!rollout || rollout.stage === 'back') return;
  rollout.stage = 'back';
  const { generation } = rollout;
  log(draft, { id: 'reload-refused', generation, reason });
  refuse(draft, generation, reason);
}

/** One new worker beside the old ones; true when it is stable. A service that rests has none, and takes it as it is. */
function canary(draft: Draft, rollout: Rollout, service: ServiceState): boolean {
  if (service.resting) return true;
  const first = news(draft, service).find((slot) => slot.number === 0);
  if (first) return first.state === 'ready' && first.stable;
  const lacks = lacking(draft, service, service.next!, rollout.services);
  if (lacks) abort(draft, `${service.name}: comes after ${lacks}`);
  else if (rollout.stage === 'canary' && hasRoom(draft, service) && mayTry(draft, service, service.next!)) {
    fork(draft, addSlot(draft, service.name, 0, rollout.generation));
  }
  return false;
}

/**
 * `surge` new workers at a time, each old one drained only when its replacement is ready.
 * True when all is new and stable; what a smaller size leaves over serves until the rollout is accepted.
 */
function roll(draft: Draft, rollout: Rollout, service: ServiceState): boolean {
  if (service.resting) return true;
  const fresh = news(draft, service);
  const ready = (number: number) => fresh.find((slot) => slot.number === number && slot.state === 'ready');
  const numbers = Array.from({ length: service.nextSize }, (_, number) => number);
  for (const old of olds(draft, service)) if (ready(old.number)) drain(draft, old, 'remove');
  const most = Math.max(service.size, service.nextSize);
  for (const slot of fresh) if (slot.number >= most) drain(draft, slot, 'remove');
  for (const number of numbers) {
    if (fresh.some((slot) => slot.number === number)) continue;
    if (starting(fresh) >= service.next!.surge || !hasRoom(draft, service)) break;
    const slot = addSlot(draft, service.name, number, rollout.generation);
    fork(draft, slot);
    fresh.push(slot);
  }
  const replaced = olds(draft, service).every((old) => old.number >= service.nextSize);
  return replaced && numbers.every((number) => ready(number)?.stable);
}

function commit(draft: Draft, rollout: Rollout): void {
  const { state } = draft;
  state.rollout = null;
  accept(draft, rollout.generation);
  for (const service of state.services) {
    if (rollout.removed.includes(service.name)) {
      service.leaving = true;
      for (const slot of slotsOf(draft, service.name)) drain(draft, slot, 'remove');
    }
    const rolled = rollout.services.includes(service.name);
    // What an earlier rollout wanted to add, and was refused, may still drain.
    if (!service.next || (!service.spec && !rolled)) continue;
    service.spec = service.next;
    service.next = null;
    service.size = service.nextSize;
    service.crashes = [];
    service.unusable = false;
    if (rolled) {
      service.generation = rollout.generation;
      forgetRestarts(service);
    } else mutate(draft, service);
  }
  log(draft, { id: 'reload-accepted', generation: rollout.generation });
  if (state.announced) draft.actions.push({ type: 'announce', what: 'ready' });
}

/** Its workers stay and are told; what had been given up gets another chance. */
function mutate(draft: Draft, service: ServiceState): void {
  for (const slot of slotsOf(draft, service.name)) {
    if (slot.state === 'starting' || slot.state === 'ready') {
      draft.actions.push({ type: 'mutate', worker: slot.worker! });
      if (slot.state === 'ready') watch(draft, slot);
    } else if (slot.state === 'failed') {
      slot.state = 'down';
      slot.attempt = 0;
    }
  }
}

/** A rollout to the old generation: a new worker that serves goes only when an old one serves again. True when done. */
function goBack(draft: Draft, service: ServiceState): boolean {
  for (const slot of news(draft, service)) {
    const old = olds(draft, service).find((other) => other.number === slot.number);
    if (slot.state !== 'ready' || slot.number >= service.size || old?.state === 'ready') {
      drain(draft, slot, 'remove');
    } else if (old?.state === 'failed') {
      draft.state.slots = draft.state.slots.filter((other) => other !== old);
      slot.kept = true;
    } else if (!old && starting(olds(draft, service)) < service.spec!.surge && hasRoom(draft, service)) {
      fork(draft, addSlot(draft, service.name, slot.number, service.generation));
    }
  }
  return news(draft, service).length === 0;
}

function finishBack(draft: Draft, rollout: Rollout): void {
  const { state } = draft;
  state.rollout = null;
  for (const service of state.services) {
    if (!service.spec) continue;
    service.next = null;
    service.nextSize = service.size;
  }
  log(draft, { id: 'rolled-back', generation: rollout.generation });
  if (state.announced) draft.actions.push({ type: 'announce', what: 'ready' });
}

const all = <T>(items: readonly T[], done: (item: T) => boolean): boolean => items.map(done).every(Boolean);

const starting = (slots: readonly Slot[]): number => slots.filter((slot) => slot.state === 'starting').length;

/** Slots of the new generation that are to stay. */
function news(draft: Draft, service: ServiceState): Slot[] {
  return slotsOf(draft, service.name).filter((slot) => isNew(draft, slot) && !isLeaving(slot));
}

/** Slots of older generations that are to stay. */
function olds(draft: Draft, service: ServiceState): Slot[] {
  return slotsOf(draft, service.name).filter((slot) => !isNew(draft, slot) && !isLeaving(slot));
}
