import { added, begin } from './begin.js';
import {
  addSlot,
  type Draft,
  draftOf,
  hasProcess,
  isLeaving,
  isNew,
  log,
  slotOfWorker,
  slotsOf,
} from './draft.js';
import { expire } from './expiry.js';
import { exceeded, exited, forkFailed, leave, unusable } from './failure.js';
import { openGates } from './gate.js';
import { drain } from './ladder.js';
import { GAVE_UP } from './limits.js';
import { isReady } from './quorum.js';
import { beat, becomeReady } from './ready.js';
import { renew, wear } from './recycle.js';
import { ask, askQueued, requestOf } from './request.js';
import { startService, stopService } from './rest.js';
import { advance } from './rollout.js';
import { scale } from './scale.js';
import { continueStop, interrupt, overAt, stop } from './stopping.js';
import type { Action, Event, ServiceSpec, Slot, State } from './types.js';
import { refuse } from './verdict.js';

/** The state before anything has happened; the first `tick` starts the services. */
export function initialState(specs: readonly ServiceSpec[], seed = 1): State {
  return {
    services: specs.map((spec) => ({ ...added(spec, 1), spec, size: spec.size, next: null })),
    slots: [],
    generation: 1,
    accepted: 1,
    verdict: null,
    nextWorker: 1,
    reading: null,
    queued: null,
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

/** When the next deadline passes, of a slot or of the stop; null when nothing is waited for. */
export function nextDeadline(state: State): number | null {
  return state.slots.reduce<number | null>(
    (next, { deadline }) => (deadline !== null && (next === null || deadline < next) ? deadline : next),
    overAt({ state }),
  );
}

function take(draft: Draft, event: Event): void {
  if ('worker' in event) {
    const slot = slotOfWorker(draft, event.worker);
    if (slot) takeOf(draft, slot, event);
    return;
  }
  switch (event.type) {
    case 'tick':
      break;
    case 'beats':
      for (const { worker, age } of event.found) {
        const slot = slotOfWorker(draft, worker);
        if (slot) beat(draft, slot, age);
      }
      break;
    case 'stop':
      stop(draft, 0);
      break;
    case 'interrupt':
      interrupt(draft);
      break;
    case 'reload':
    case 'restart':
      ask(draft, requestOf(event.type, event.only));
      break;
    case 'scale':
      scale(draft, event);
      break;
    case 'stopService':
      stopService(draft, event.service);
      break;
    case 'startService':
      startService(draft, event.service);
      break;
    case 'definition':
    case 'definitionRefused':
      takeDefinition(draft, event);
      break;
  }
}

function takeOf(draft: Draft, slot: Slot, event: Extract<Event, { worker: number }>): void {
  switch (event.type) {
    case 'ready':
      becomeReady(draft, slot);
      break;
    case 'exit':
      exited(draft, slot, event);
      break;
    case 'forkFailed':
      forkFailed(draft, slot, event.reason);
      break;
    case 'unusable':
      unusable(draft, slot, event.reason);
      break;
    case 'leave':
      leave(draft, slot);
      break;
    case 'beat':
      beat(draft, slot);
      break;
    case 'worn':
      wear(draft, slot, event.reason);
      break;
    case 'exceeded':
      exceeded(draft, slot, event.reason);
      break;
  }
}

/** The answer to readDefinition; one that comes after a stop has begun is not wanted any more. */
function takeDefinition(draft: Draft, event: Extract<Event, { type: `definition${string}` }>): void {
  const { reading, generation } = draft.state;
  if (!reading) return;
  draft.state.reading = null;
  if (event.type === 'definition') {
    begin(draft, event.services, reading);
  } else {
    log(draft, { id: 'reload-refused', generation, reason: event.reason });
    refuse(draft, generation, event.reason);
  }
}

/** Brings what is nearer to what is wanted, until there is nothing more to do now. */
function settle(draft: Draft): void {
  const { state, actions } = draft;
  for (let before = -1; before !== actions.length; ) {
    before = actions.length;
    if (!state.stopping) {
      advance(draft);
      renew(draft);
      resize(draft);
      openGates(draft);
      forget(draft);
      announce(draft);
      if (isGivenUp(state)) stop(draft, GAVE_UP);
      else askQueued(draft);
    }
    continueStop(draft);
  }
}

/** Nothing is left that could run again; what an operator has stopped could. */
const isGivenUp = ({ slots, services }: State): boolean =>
  slots.every((slot) => slot.state === 'failed') && !services.some(({ resting }) => resting);

/** One slot for each wanted number, and none above; what a forward rollout brings, it sees to itself. */
function resize(draft: Draft): void {
  const { rollout } = draft.state;
  for (const service of draft.state.services) {
    if (!service.spec || service.leaving || service.resting) continue;
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

/** Once: every essential service has its quorum. */
function announce(draft: Draft): void {
  const { state } = draft;
  if (state.announced || !isReady(state)) return;
  state.announced = true;
  draft.actions.push({ type: 'announce', what: 'ready' });
}
