import {
  addSlot,
  type Draft,
  draftOf,
  hasProcess,
  isLeaving,
  isNew,
  log,
  serviceOf,
  slotOfWorker,
  slotsOf,
  where,
} from './draft.js';
import { exited, forkFailed, GAVE_UP, late, leave, lost, unusable } from './failure.js';
import { openGates } from './gate.js';
import { becomeReady, becomeStable, drain, fork, kill, terminate } from './ladder.js';
import { added, advance, begin } from './rollout.js';
import { continueStop, interrupt, stop } from './stopping.js';
import type { Action, Event, ServiceSpec, Slot, State } from './types.js';

/** The state before anything has happened; the first `tick` starts the services. */
export function initialState(specs: readonly ServiceSpec[], seed = 1): State {
  return {
    services: specs.map((spec) => ({ ...added(spec, 1), spec, size: spec.size, next: null })),
    slots: [],
    generation: 1,
    nextWorker: 1,
    reading: false,
    again: false,
    rollout: null,
    stopping: null,
    announced: false,
    exited: false,
    seed,
  };
}

/** What follows from an event at a time (monotonic seconds): the next state, and what is to be done, in order. */
export function step(state: State, event: Event, now: number): [State, Action[]] {
  if (state.exited) return [state, []];
  const draft = draftOf(state, now);
  take(draft, event);
  settle(draft);
  // One thing after the other, as if they had not come together; what is about to be forked last, as it may not be needed.
  const due = draft.state.slots.filter(({ deadline }) => deadline !== null && deadline <= now);
  for (const slot of [...due.filter(hasProcess), ...due.filter((slot) => !hasProcess(slot))]) {
    if (slot.deadline === null || slot.deadline > now || !draft.state.slots.includes(slot)) continue;
    expire(draft, slot);
    settle(draft);
  }
  return [draft.state, draft.actions];
}

/** When the next deadline passes; null when nothing is waited for. */
export function nextDeadline(state: State): number | null {
  return state.slots.reduce<number | null>(
    (next, { deadline }) => (deadline !== null && (next === null || deadline < next) ? deadline : next),
    null,
  );
}

function take(draft: Draft, event: Event): void {
  const { state } = draft;
  switch (event.type) {
    case 'tick':
      return;
    case 'stop':
      return stop(draft, 0);
    case 'interrupt':
      return interrupt(draft);
    case 'reload':
      return requestReload(draft);
    case 'scale':
      return scale(draft, event.service, event.by);
    case 'definition':
      if (!state.reading) return;
      state.reading = false;
      return begin(draft, event.services);
    case 'definitionRefused':
      if (!state.reading) return;
      state.reading = false;
      log(draft, { id: 'reload-refused', reason: event.reason });
      draft.actions.push({ type: 'refuse', reason: event.reason });
      return;
  }
  const slot = slotOfWorker(draft, event.worker);
  if (!slot) return;
  switch (event.type) {
    case 'ready':
      return becomeReady(draft, slot);
    case 'exit':
      return exited(draft, slot, event);
    case 'forkFailed':
      return forkFailed(draft, slot, event.reason);
    case 'unusable':
      return unusable(draft, slot, event.reason);
    case 'leave':
      return leave(draft, slot);
  }
}

function requestReload(draft: Draft): void {
  const { state } = draft;
  if (state.stopping) return;
  if (!state.reading && !state.rollout) {
    state.reading = true;
    draft.actions.push({ type: 'readDefinition' });
  } else if (!state.again) {
    state.again = true;
    log(draft, { id: 'reload-queued' });
  }
}

function scale(draft: Draft, name: string, by: number): void {
  if (draft.state.stopping || !draft.state.services.some((service) => service.name === name)) return;
  const service = serviceOf(draft, name);
  const before = service.spec ? service.size : service.nextSize;
  const size = before + by;
  if (size < 1 || (service.next !== null && service.nextSize + by < 1)) {
    log(draft, { id: 'scale-refused', service: name, workers: before });
    return;
  }
  // What a rollout is only adding has no size of its own yet.
  if (service.spec) service.size = size;
  service.nextSize += by;
  log(draft, { id: 'scaled', service: name, workers: size });
}

/** What the slot was waiting for has not come, or its time has. */
function expire(draft: Draft, slot: Slot): void {
  const { stopping } = draft.state;
  switch (slot.state) {
    case 'starting':
      return late(draft, slot);
    case 'ready':
      return becomeStable(slot);
    case 'backoff':
      return fork(draft, slot);
    case 'draining':
      log(draft, { id: 'worker-overdue', rung: 'terminate', ...where(slot) });
      if (stopping) stopping.forced = true;
      return terminate(draft, slot);
    case 'stopping':
      log(draft, { id: 'worker-overdue', rung: 'kill', ...where(slot) });
      if (stopping) stopping.forced = true;
      return kill(draft, slot);
    case 'killed':
      return lost(draft, slot);
  }
}

/** Brings what is nearer to what is wanted, until there is nothing more to do now. */
function settle(draft: Draft): void {
  const { state, actions } = draft;
  for (let before = -1; before !== actions.length; ) {
    before = actions.length;
    if (!state.stopping) {
      advance(draft);
      resize(draft);
      openGates(draft);
      forget(draft);
      announce(draft);
      if (state.slots.every((slot) => slot.state === 'failed')) stop(draft, GAVE_UP);
      if (state.again && !state.rollout && !state.reading) {
        state.again = false;
        requestReload(draft);
      }
    }
    continueStop(draft);
  }
}

/** One slot for each wanted number, and none above; what a forward rollout brings, it sees to itself. */
function resize(draft: Draft): void {
  const { rollout } = draft.state;
  for (const service of draft.state.services) {
    if (!service.spec || service.leaving) continue;
    const staying = slotsOf(draft, service.name).filter((slot) => !isLeaving(slot));
    const brought = (slot: Slot) => rollout !== null && rollout.stage !== 'back' && isNew(draft, slot);
    for (const slot of staying)
      if (slot.number >= service.size && !brought(slot)) drain(draft, slot, 'remove');
    if (rollout && rollout.stage !== 'back' && rollout.services.includes(service.name)) continue;
    for (let number = 0; number < service.size; number++) {
      if (!staying.some((slot) => slot.number === number)) {
        addSlot(draft, service.name, number, service.generation);
      }
    }
  }
}

/** Services that were taken out, or never got in, once their last worker has gone. */
function forget(draft: Draft): void {
  const { state } = draft;
  state.services = state.services.filter(
    (service) =>
      slotsOf(draft, service.name).length > 0 ||
      !(service.leaving || (service.spec === null && !state.rollout?.services.includes(service.name))),
  );
}

function announce(draft: Draft): void {
  const { state } = draft;
  const essential = state.services.filter((service) => service.spec?.essential);
  if (state.announced || !essential.every((service) => service.started)) return;
  state.announced = true;
  draft.actions.push({ type: 'announce', what: 'ready' });
}
