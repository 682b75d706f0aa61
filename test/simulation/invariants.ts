import type { ServiceState, Slot, State } from '../../src/supervisor/types.js';
import { isDue, isNew, isStuck, type Report, slotOf, TIMES, type Transition, wornBy } from './facts.js';
import { promises } from './promises.js';

/** Everything that must hold after each single step; the violations as sentences. */
export function violations(transition: Transition): string[] {
  const found: string[] = [];
  const report: Report = (sentence) => found.push(sentence);
  shape(transition, report);
  signals(transition, report);
  forks(transition, report);
  exits(transition, report);
  promises(transition, report);
  return found;
}

const WITH_PROCESS = new Set<Slot['state']>(['starting', 'ready', 'draining', 'stopping', 'killed']);

/** Each slot is a state with the process and the one deadline that belong to it; none stands twice. */
function shape({ before, event, after }: Transition, report: Report): void {
  const gone = event.type === 'exit' || event.type === 'forkFailed' ? event.worker : null;
  for (const [place, slot] of after.slots.entries()) {
    const { state, deadline, worker, fate } = slot;
    if (worker !== null && worker === gone) report('a worker that has gone keeps its place');
    if (state === 'ready' && worker !== null && !(event.type === 'ready' && event.worker === worker)) {
      if (slotOf(before, worker)?.state !== 'ready') report('ready without having said so');
    }
    const waits = state !== 'down' && state !== 'failed';
    const mayWaitForEver = state === 'draining';
    if (state === 'ready') {
      if (deadline !== nearestOf(slot)) report('ready with another deadline than its nearest');
      if (slot.stable !== (slot.stableAt === null)) report('stable, and waits to be');
    } else if (waits ? deadline === null && !mayWaitForEver : deadline !== null)
      report(`${state} with deadline ${deadline}`);
    if (WITH_PROCESS.has(state) !== (worker !== null))
      report(`${state} ${worker === null ? 'without' : 'with'} a process`);
    for (let other = place + 1; other < after.slots.length; other++) {
      const twin = after.slots[other]!;
      if (worker !== null && twin.worker === worker) report('one worker in two slots');
      if (
        fate !== 'remove' &&
        twin.fate !== 'remove' &&
        twin.number === slot.number &&
        twin.service === slot.service &&
        isNew(after, twin) === isNew(after, slot) &&
        wornBy(after, twin) !== slot &&
        wornBy(after, slot) !== twin
      )
        report('two slots for one number of one generation');
    }
  }
}

function nearestOf(slot: Slot): number | null {
  let nearest: number | null = null;
  for (const time of TIMES) {
    const at = slot[time];
    if (at !== null && (nearest === null || at < nearest)) nearest = at;
  }
  return nearest;
}

/** Only our own workers are signalled, rung by rung, and none that has just gone. */
function signals({ before, event, after, actions, now }: Transition, report: Report): void {
  for (const [place, action] of actions.entries()) {
    if (!('worker' in action) || action.type === 'fork') continue;
    const slot = slotOf(before, action.worker);
    if (!slot) {
      // Two deadlines passed together: the first has forked what the second takes back.
      const forked = actions.findIndex((other) => other.type === 'fork' && other.worker === action.worker);
      if (forked < 0 || forked > place) report(`${action.type} of a worker that is not ours`);
      continue;
    }
    const wentNow = (event.type === 'exit' || event.type === 'forkFailed') && event.worker === action.worker;
    if (wentNow) report(`${action.type} of a worker that has just gone`);
    const { state } = slot;
    const serves = state === 'starting' || state === 'ready';
    const told = state === 'stopping' || state === 'killed';
    if (action.type === 'drain' && !serves) report(`drain of a worker that is ${state}`);
    if (action.type === 'mutate' && !serves) report(`mutate of a worker that is ${state}`);
    if (action.type === 'terminate' && told) report(`terminate of a worker that is ${state}`);
    if (action.type !== 'kill') continue;
    const overdue = (state === 'stopping' && isDue(slot, now)) || isStuck(slot, now);
    const exceeds = event.type === 'exceeded' && event.worker === action.worker;
    if (state === 'killed' || (!overdue && !exceeds && after.stopping?.rung !== 'kill'))
      report(`kill of a worker that is ${state}`);
  }
}

/** Never more than size + surge, and never a new process in a stop. */
function forks({ before, event, after, actions }: Transition, report: Report): void {
  const forked = actions.filter((action) => action.type === 'fork');
  if (forked.length === 0) return;
  if (before.stopping) report('a fork after stop');
  const stops = actions.findIndex((action) => action.type === 'announce' && action.what === 'stopping');
  const last = actions.findLastIndex((action) => action.type === 'fork');
  if (stops >= 0 && last > stops) report('a fork after stop');
  for (const { worker, service: name, generation } of forked) {
    if (!slotOf(after, worker)) report('a fork that is forgotten at once');
    // Another may be accepted in the same step, a little later.
    const rightful = [...before.services, ...after.services].some(
      (service) => service.name === name && service.generation === generation,
    );
    if (
      !rightful &&
      generation !== (before.rollout ?? after.rollout)?.generation &&
      event.type !== 'definition'
    )
      report('a fork of a generation that is neither accepted nor being tried');
    const room = [before, after].flatMap((state) =>
      state.services.filter((service) => service.name === name).map(roomOf),
    );
    const count = places(after, name);
    if (count > Math.max(...room, places(before, name))) report(`${count} processes, more than size + surge`);
  }
}

/** Processes, and slots that may become one at any time. A size that was made smaller leaves more than fit for a while. */
const places = (state: State, name: string): number =>
  state.slots.filter(({ service, state }) => service === name && state !== 'down' && state !== 'failed')
    .length;

const roomOf = ({ size, spec, next, nextSize }: ServiceState): number =>
  Math.max(size, next ? nextSize : 0) + Math.max(spec?.surge ?? 1, next?.surge ?? 1);

/** The launcher exits once, when nothing is left, and that is the end. */
function exits({ before, after, actions }: Transition, report: Report): void {
  const exits = actions.filter((action) => action.type === 'exit');
  if (before.exited && actions.length > 0) report('actions after the exit');
  if (exits.length !== (after.exited && !before.exited ? 1 : 0)) report(`${exits.length} exits`);
  if (after.exited && after.slots.length > 0) report('exit with slots left');
  if (exits.length > 0 && actions.at(-1)?.type !== 'exit') report('something after the exit action');
}
