import type { Action, State } from '../../src/supervisor/types.js';
import {
  isCaused,
  isDue,
  isNew,
  isReplaced,
  isResting,
  isStuck,
  type Report,
  serves,
  slotOf,
  stable,
  type Transition,
} from './facts.js';
import { orders } from './orders.js';
import { upkeep } from './upkeep.js';

/** What users were promised, as far as a single step can break it. */
export function promises(transition: Transition, report: Report): void {
  const { before, after } = transition;
  if (!before.stopping && !after.stopping) keepServing(transition, report);
  if (!after.stopping) {
    leaveTheOldAlone(transition, report);
    decideOnce(transition, report);
    payOnce(transition, report);
  }
  upkeep(transition, report);
  orders(transition, report);
  if (before.stopping) repeatNothing(transition, report);
  if (after.stopping) stopInOrder(transition, report);
}

/** Only its own exit, its silence, what it uses, or a SIGTERM of its own from outside, takes away a worker that serves without another in its stead. */
function keepServing({ before, event, after, now }: Transition, report: Report): void {
  for (const old of before.services) {
    if (!old.spec || old.leaving) continue;
    if (event.type === 'stopService' && event.service === old.name) continue;
    const service = after.services.find((candidate) => candidate.name === old.name);
    if (!service || service.leaving) continue;
    for (let number = 0; number < Math.min(old.size, service.size); number++) {
      if (!serves(before, old.name, number) || serves(after, old.name, number)) continue;
      const faults = before.slots.filter((slot) => isStuck(slot, now));
      if (event.type === 'exit' || event.type === 'leave' || event.type === 'exceeded')
        faults.push(...[slotOf(before, event.worker)].filter((slot) => slot !== undefined));
      const its = faults.some(
        (slot) => slot.state === 'ready' && slot.service === old.name && slot.number === number,
      );
      if (!its) report(`${old.name}${number} is not served any more after ${event.type}`);
    }
  }
}

/** Until a reload is past its canaries, and when it was refused, nothing is done to the workers that were there before. */
function leaveTheOldAlone(transition: Transition, report: Report): void {
  const { before, event, after, actions } = transition;
  const accepted = actions.some((action) => action.type === 'accept');
  const signals = actions.filter(isSignal);
  if (event.type === 'definitionRefused') {
    const others = signals.filter(
      ({ worker }) => !isCaused(transition, worker) && !isReplaced(after, slotOf(before, worker)),
    );
    if (before.reading && others.length > 0) report('a signal because of a definition that was refused');
    return;
  }
  const begins = event.type === 'definition' && before.reading;
  const stage = begins ? 'canary' : before.rollout?.stage;
  if (!stage || stage === 'rolling' || after.rollout?.stage === 'rolling' || accepted) return;
  if (event.type === 'scale' || event.type === 'stopService') return;
  for (const { type, worker } of signals) {
    const slot = slotOf(before, worker);
    if (!slot || isNew(before, slot) || slot.fate === 'remove' || isCaused(transition, worker)) continue;
    if (isReplaced(after, slot)) continue;
    report(`${type} of an old worker in stage ${stage}`);
  }
}

/** A rollout is accepted when all of the new generation serve, or refused once. */
function decideOnce({ before, event, after, actions }: Transition, report: Report): void {
  for (const action of actions) {
    if (action.type === 'refuse' && after.rollout && after.rollout.stage !== 'back')
      report('refused, and goes on');
    if (action.type === 'refuse' && before.rollout?.stage === 'back') report('refused twice');
    if (action.type !== 'accept') continue;
    if (before.rollout?.stage === 'back') report('accepted after it was refused');
    if (!before.rollout && event.type !== 'definition') report('accepted without a rollout');
    for (const name of before.rollout?.services ?? []) {
      const service = after.services.find((candidate) => candidate.name === name);
      // One that serves may be killed for its silence in the same step.
      const were = stable(before, name).filter((slot) => isNew(before, slot));
      const numbers = new Set([...were, ...stable(after, name)].map(({ number }) => number));
      if (service && !service.resting && numbers.size < service.size) report('accepted before it serves');
    }
  }
  if (before.rollout?.stage !== 'canary' || after.rollout?.stage !== 'rolling') return;
  for (const name of after.rollout.services)
    if (!isResting(after, name) && !stable(after, name).some((slot) => isNew(after, slot)))
      report('goes on before its canary is stable');
}

/** What a generation costs before it is accepted is the rollout's, not the budget's. */
function payOnce({ before, event, after, now }: Transition, report: Report): void {
  if (before.slots.some((slot) => isDue(slot, now))) return;
  const slot =
    event.type === 'exit' || event.type === 'forkFailed' ? slotOf(before, event.worker) : undefined;
  if (!slot || !isNew(before, slot)) return;
  const paid = ({ services }: typeof before) =>
    services.find(({ name }) => name === slot.service)?.crashes.length ?? 0;
  if (paid(after) > paid(before)) report('a failure of a generation that is not accepted is paid');
}

/** systemd, a shell and npm send SIGTERM to the whole group, or twice: no drain is cut short by it. */
function repeatNothing(transition: Transition, report: Report): void {
  const { before, event, actions, now } = transition;
  const repeated = event.type === 'stop' || event.type === 'leave' || event.type === 'reload';
  if (!repeated || before.slots.some((slot) => isDue(slot, now))) return;
  if (isOver(before, now)) return;
  if (actions.length > 0) report(`${event.type} in a stop does ${actions.map(({ type }) => type)}`);
}

/** The graceful timeout of all that is left has passed: then it is the time that acts, at whatever event. */
function isOver({ slots, services, stopping }: State, now: number): boolean {
  return slots.every((slot) => {
    const service = services.find(({ name }) => name === slot.service);
    const timeout = (service?.spec ?? service?.next)?.gracefulTimeout ?? null;
    return stopping !== null && timeout !== null && timeout <= now - stopping.since;
  });
}

/** A service is not drained while one that comes after it still has a process. */
function stopInOrder(transition: Transition, report: Report): void {
  const { after, actions } = transition;
  if (after.stopping?.rung !== 'drain') return;
  const begins = actions.findIndex((action) => action.type === 'announce' && action.what === 'stopping');
  for (const action of actions.slice(begins + 1)) {
    if (action.type !== 'drain' && action.type !== 'terminate') continue;
    const slot = slotOf(transition.before, action.worker);
    if (!slot || isCaused(transition, action.worker)) continue;
    const dependent = after.slots.find((other) => {
      const service = after.services.find(({ name }) => name === other.service);
      return other.worker !== null && (service?.spec ?? service?.next)?.after.includes(slot.service);
    });
    if (dependent) report(`${action.type} of a service that another still needs`);
  }
}

const isSignal = (
  action: Action,
): action is Extract<Action, { type: 'drain' | 'terminate' | 'kill' | 'mutate' }> =>
  action.type === 'drain' ||
  action.type === 'terminate' ||
  action.type === 'kill' ||
  action.type === 'mutate';
