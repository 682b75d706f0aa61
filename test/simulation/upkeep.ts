import type { Action, Slot } from '../../src/supervisor/types.js';
import {
  hasPaid,
  isCaused,
  isDue,
  isNew,
  isReplaced,
  isStuck,
  type Report,
  slotOf,
  type Transition,
  wornBy,
} from './facts.js';

/** What users were promised of the watchdog, of limits and of recycling, as far as a single step can break it. */
export function upkeep(transition: Transition, report: Report): void {
  const { before, event, after } = transition;
  lookBeforeItIsKilled(transition, report);
  if (after.stopping) return;
  payForWhatIsKilled(transition, report);
  if (event.type !== 'worn' && !before.slots.some(isRecycled) && !after.slots.some(isRecycled)) return;
  recycleGently(transition, report);
  forgetNoWear(transition, report);
}

/** Silence is looked into, and what has arrived meanwhile heard, before a worker is killed for it. */
function lookBeforeItIsKilled({ before, event, after, actions, now }: Transition, report: Report): void {
  const asked = actions.filter(({ type }) => type === 'diagnose').map(workerOf);
  if (asked.length === 0 && before.slots.every(({ silentAt }) => silentAt === null)) return;
  for (const worker of asked) {
    if (slotOf(before, worker)?.state !== 'ready') report('a look at a worker that does not serve');
  }
  for (const slot of after.slots) {
    const was = slot.worker === null ? undefined : slotOf(before, slot.worker);
    if (was?.state !== 'ready') continue;
    const looks = asked.filter((worker) => worker === slot.worker).length;
    const falls = slot.silent && !was.silent;
    // It may be told to drain in the same step.
    if (looks > (falls || slot.state !== 'ready' ? 1 : 0) || (falls && looks === 0))
      report('silent, and not looked into once');
    const exceeds = event.type === 'exceeded' && event.worker === slot.worker;
    if (slot.state !== 'killed' || exceeds || after.stopping?.rung === 'kill') continue;
    if (!isStuck(was, now)) report('killed for its silence too early');
  }
  if (event.type !== 'beat' || before.slots.some((slot) => isDue(slot, now))) return;
  if (slotOf(after, event.worker)?.silent) report('a sign of life that was not heard');
}

/** A worn worker goes when its replacement is stable; replacements are few, and begin when nothing else is under way. */
function recycleGently(transition: Transition, report: Report): void {
  const { before, event, after, actions } = transition;
  for (const { name, spec, next } of after.services) {
    let under = 0;
    for (const slot of after.slots) {
      if (slot.renews && slot.service === name && slot.fate !== 'remove' && wornBy(after, slot)) under++;
    }
    if (under > Math.max(spec?.surge ?? 1, next?.surge ?? 1)) report('more replacements at once than surge');
  }
  for (const action of actions) {
    const worker = workerOf(action);
    if (action.type === 'fork' && slotOf(after, worker)?.renews && (after.rollout || after.reading))
      report('a replacement is begun in a rollout');
    const slot = action.type === 'drain' ? slotOf(before, worker) : undefined;
    if (!slot?.worn || slot.state !== 'ready' || isCaused(transition, worker)) continue;
    if (before.rollout || after.rollout || event.type === 'scale' || slot.renews) continue;
    const service = after.services.find(({ name }) => name === slot.service);
    const wanted = service && !service.leaving && !service.resting && slot.number < service.size;
    if (wanted && !isReplaced(after, slot)) report('a worn worker goes before its replacement is stable');
  }
  const failed = failedAlone(transition);
  if (failed && wornBy(before, failed) && hasPaid(transition, failed.service))
    report('a failed replacement is paid');
}

/** A worker says once that it is worn, and its lifetime ends once. */
function forgetNoWear({ before, event, after, now }: Transition, report: Report): void {
  for (const { worn, worker, state, expiresAt } of before.slots) {
    const told = event.type === 'worn' && event.worker === worker;
    const isOld = expiresAt !== null && expiresAt <= now;
    if ((!worn && !told && !isOld) || worker === null || (state !== 'starting' && state !== 'ready'))
      continue;
    const slot = slotOf(after, worker);
    if ((slot?.state === 'starting' || slot?.state === 'ready') && !slot.worn)
      report('a worn worker is not worn any more');
  }
}

/** What is killed for its silence, or for what it uses, is paid like a crash. */
function payForWhatIsKilled(transition: Transition, report: Report): void {
  const { before, event, after, now } = transition;
  if (event.type !== 'exceeded' && event.type !== 'tick') return;
  const slot = failedAlone(transition);
  if (!slot || slot.worker === null || (event.type === 'tick' && !isStuck(slot, now))) return;
  if (slotOf(after, slot.worker)?.state !== 'killed' && slot.state !== 'stopping' && slot.state !== 'killed')
    report('what uses too much goes on');
  const serves = slot.state === 'starting' || slot.state === 'ready';
  if (!serves || before.rollout || isNew(before, slot) || wornBy(before, slot)) return;
  const spec = before.services.find(({ name }) => name === slot.service)?.spec;
  if (spec?.intensity !== null && !hasPaid(transition, slot.service)) report('what was killed is not paid');
}

/** The worker that fails in this step, if no time has passed for any other. */
function failedAlone({ before, event, now }: Transition): Slot | undefined {
  const due = before.slots.filter((slot) => isDue(slot, now));
  if (event.type === 'tick') {
    const fails = due[0]?.state === 'starting' || (due[0] && isStuck(due[0], now));
    return due.length === 1 && fails ? due[0] : undefined;
  }
  const fails =
    event.type === 'exit' ||
    event.type === 'forkFailed' ||
    event.type === 'unusable' ||
    event.type === 'exceeded' ||
    event.type === 'leave';
  return fails && due.length === 0 ? slotOf(before, event.worker) : undefined;
}

const isRecycled = ({ worn, renews, expiresAt }: Slot): boolean => worn || renews || expiresAt !== null;

const workerOf = (action: Action): number => ('worker' in action ? action.worker : 0);
