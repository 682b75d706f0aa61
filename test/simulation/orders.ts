import { countReady, isReady } from '../../src/supervisor/quorum.js';
import type { Action, State } from '../../src/supervisor/types.js';
import { isCaused, isReplaced, isResting, type Report, slotOf, type Transition } from './facts.js';

/** What an operator was promised who stops, starts, scales, or rolls out one service, and who looks at the quorum. */
export function orders(transition: Transition, report: Report): void {
  const { after } = transition;
  tellEveryEnd(transition, report);
  forgetNothing(transition, report);
  if (after.stopping) {
    if (!transition.before.stopping) goOnWithoutWorkers(transition, report);
    return;
  }
  rest(transition, report);
  touchNothingElse(transition, report);
  acceptNothingElse(transition, report);
  sayWhatIsReady(transition, report);
}

/** A service that rests has no worker but those that end; one that is started has its places, and a fresh budget. */
function rest({ event, before, after, actions }: Transition, report: Report): void {
  const isOne = event.type === 'stopService' || event.type === 'startService';
  if (!isOne && !after.services.some(({ resting }) => resting)) return;
  for (const { name, resting, leaving, spec, size, crashes } of after.services) {
    const started = event.type === 'startService' && event.service === name;
    if (started && resting && !leaving) report('told to start, and rests');
    if (started && isResting(before, name) && spec && !leaving && !after.rollout) {
      const staying = after.slots.filter(({ service, fate }) => service === name && fate !== 'remove');
      if (staying.length !== size) report('told to start, and has not its places');
      if (crashes.length > 0) report('told to start, without a fresh budget');
    }
    const isFailed = (state: State) =>
      state.slots.some((slot) => slot.service === name && slot.state === 'failed');
    if (started && !spec?.after.length && isFailed(before) && isFailed(after))
      report('told to start, and stays given up');
    if (event.type === 'stopService' && event.service === name && !resting && !leaving)
      report('told to stop, and goes on');
    if (!resting) continue;
    if (actions.some((action) => action.type === 'fork' && action.service === name))
      report('a fork for a service that rests');
    if (after.slots.some(({ service, fate }) => service === name && fate !== 'remove'))
      report('a worker that stays in a service that rests');
  }
}

/** A stop of one service, and a rollout of some, are nothing to the workers of the others. */
function touchNothingElse(transition: Transition, report: Report): void {
  const { event, before, after, actions } = transition;
  const named = namesIn(transition);
  if (!named) return;
  for (const action of actions) {
    if (action.type !== 'drain' && action.type !== 'terminate' && action.type !== 'mutate') continue;
    const slot = slotOf(before, action.worker);
    if (!slot || named.includes(slot.service) || isCaused(transition, action.worker)) continue;
    if (isReplaced(after, slot)) continue;
    report(`${action.type} of a worker of a service that was not named, at ${event.type}`);
  }
  if (event.type !== 'definition' || !before.reading) return;
  for (const service of after.services) {
    const old = before.services.find(({ name }) => name === service.name);
    if (!named.includes(service.name) && old?.spec && (service.next || old.spec !== service.spec))
      report('another definition of a service that was not named');
  }
}

/** Not what an earlier rollout has left behind that was refused. */
function acceptNothingElse({ event, before, after }: Transition, report: Report): void {
  const asked = event.type === 'definition' ? before.reading?.reload : [];
  for (const { name, spec } of after.services) {
    const old = before.services.find((service) => service.name === name);
    const isTried = before.rollout?.services.includes(name) || asked === null || asked?.includes(name);
    if (spec && old && !old.spec && !isTried) report('a service is accepted that was not tried');
  }
}

/** The services that the event is about; undefined where it may be about all. */
function namesIn({ event, before }: Transition): readonly string[] | undefined {
  const isOne = event.type === 'stopService' || event.type === 'startService';
  // A rollout may have waited for just that worker.
  if (isOne) return before.rollout ? undefined : [event.service];
  if (event.type !== 'definition' || !before.reading) return undefined;
  const { reload, restart } = before.reading;
  return reload && restart ? [...reload, ...restart] : undefined;
}

/** The last service that an operator stops is no reason to end. */
function goOnWithoutWorkers({ event, before, after }: Transition, report: Report): void {
  if (event.type === 'stopService') report('a stop of one service stops everything');
  if (event.type === 'tick' || event.type === 'exit') {
    const rests = before.services.some(({ resting, leaving }) => resting && !leaving);
    const gaveUp = after.stopping?.code === 4;
    const essential = before.services.some(({ spec, resting }) => spec?.essential && !resting);
    if (rests && gaveUp && !essential) report('given up, though an operator could start a service');
  }
}

/** What is asked for is read, or waits; and a number of workers stays until a definition has another. */
function forgetNothing({ event, before, after, actions }: Transition, report: Report): void {
  if (after.stopping) return;
  if (event.type === 'reload' || event.type === 'restart') {
    const asked = after.queued ?? after.reading;
    const names = asked?.[event.type];
    const isThere = names === null || event.only?.every((name) => names?.includes(name));
    if (!asked || !isThere) report('what was asked for is forgotten');
  }
  if (event.type === 'scale' || !actions.some(({ type }) => type === 'accept')) return;
  for (const { name, size, spec } of after.services) {
    const old = before.services.find((service) => service.name === name);
    if (old?.spec && old.spec.size === spec?.size && !old.leaving && old.size !== size)
      report('a number of workers is lost in a rollout');
  }
}

/** Every generation that was begun or queued is accepted or refused, once. */
function tellEveryEnd({ before, after, actions }: Transition, report: Report): void {
  if (!before.reading && !before.rollout && !after.reading) return;
  const open = openGenerations(before);
  const ended = actions.filter(isEnd).map(({ generation }) => generation);
  if (new Set(ended).size < ended.length) report('the end of a generation is told twice');
  for (const generation of open) {
    const goesOn = openGenerations(after).includes(generation);
    if (ended.includes(generation) === goesOn) report('the end of a generation is not told');
  }
}

/** Those whose end has not been told yet. */
function openGenerations({ reading, rollout, queued, generation }: State): number[] {
  const current = reading || (rollout && rollout.stage !== 'back') ? [generation] : [];
  return queued ? [...current, generation + 1] : current;
}

const isEnd = (action: Action): action is Extract<Action, { type: 'accept' | 'refuse' }> =>
  action.type === 'accept' || action.type === 'refuse';

/** READY is announced when every essential service that does not rest has its quorum; a loss is said once, and its end. */
function sayWhatIsReady({ before, after, actions }: Transition, report: Report): void {
  const ok = isReady(after);
  if (after.announced && !before.announced && !ok) report('announced without a quorum');
  if (ok && !after.announced) report('a quorum that was not announced');
  if (!after.announced && actions.some((action) => action.type === 'announce'))
    report('announced before it was ready');
  for (const service of after.services) {
    const { name, spec, short, started, resting, leaving, quorum } = service;
    if (quorum > service.size) report('a quorum of more than all workers');
    const ready = countReady(after, service);
    const lacks = ready < quorum;
    const old = before.services.find((other) => other.name === name);
    if (old?.started && started && quorum > old.quorum && lacks)
      report('a quorum that was raised counts too early');
    const counts = spec?.essential === true && started && !resting && !leaving;
    if (short !== (counts && lacks)) report('a quorum that was lost, or regained, without a word');
    const was = old?.short ?? false;
    if (short === was || (!short && !counts)) continue;
    if (!actions.some((action) => isSaid(action, short ? 'quorum-lost' : 'quorum-regained', name)))
      report('a quorum that was lost, or regained, without a word');
  }
}

const isSaid = (action: Action, id: 'quorum-lost' | 'quorum-regained', name: string): boolean =>
  action.type === 'log' && action.note.id === id && action.note.service === name;
