import type { Action, Event, ServiceState, Slot, State } from '../../src/supervisor/types.js';

export interface Transition {
  readonly before: State;
  readonly event: Event;
  readonly after: State;
  readonly actions: readonly Action[];
  /** The largest size that any service had or is to have in this world. */
  readonly maxSize: number;
}

const processes = (slots: readonly Slot[]) => slots.filter((slot) => slot.worker !== null);

const slotsOf = (state: State, service: string) => state.slots.filter((slot) => slot.service === service);

/** Wanted numbers that a ready worker serves: what a client would notice. */
export function serving(state: State, service: ServiceState): number {
  const ready = slotsOf(state, service.name).filter((slot) => slot.state === 'ready');
  return new Set(ready.filter((slot) => slot.number < service.size).map((slot) => slot.number)).size;
}

const RESTING = new Set(['down', 'failed']);

/** Everything that must hold after each single step; the violations as sentences. */
export function violations({ before, event, after, actions, maxSize }: Transition): string[] {
  const found: string[] = [];
  const check = (holds: boolean, sentence: string) => holds || found.push(sentence);

  for (const service of after.services) {
    const surge = Math.max(service.spec?.surge ?? 0, service.next?.surge ?? 0);
    const count = processes(slotsOf(after, service.name)).length;
    check(count <= maxSize + surge, `${count} processes of ${service.name}, more than size + surge`);
  }

  const ours = new Set(processes([...before.slots, ...after.slots]).map((slot) => slot.worker));
  const forked = new Set<number>();
  for (const action of actions) {
    if (action.type === 'fork') forked.add(action.worker);
    if ('worker' in action && action.type !== 'fork') {
      check(ours.has(action.worker), `${action.type} of worker ${action.worker}, which is not ours`);
      const gone = event.type === 'exit' && event.worker === action.worker;
      check(!gone, `${action.type} of a worker that has just exited`);
    }
  }
  check(!(before.stopping && forked.size > 0), 'a fork after stop');
  check(
    !(after.stopping && after.slots.some((slot) => slot.worker && forked.has(slot.worker))),
    'a fork in a stop',
  );
  check(
    new Set(processes(after.slots).map((slot) => slot.worker)).size === processes(after.slots).length,
    'one worker in two slots',
  );

  const fault = ['exit', 'leave', 'stop', 'interrupt', 'scale', 'unusable'].includes(event.type);
  if (before.rollout && after.rollout && !fault && !after.stopping) {
    for (const service of after.services) {
      const old = before.services.find((other) => other.name === service.name);
      if (!old?.spec) continue;
      const lost = serving(before, old) - serving(after, service);
      check(
        lost <= 0,
        `${lost} serving workers of ${service.name} fewer in a rollout without an exit or a silence`,
      );
    }
  }

  for (const slot of after.slots) {
    const waits = !RESTING.has(slot.state) && !(slot.state === 'ready' && slot.stable);
    const unlimited = slot.state === 'draining';
    check(
      waits ? slot.deadline !== null || unlimited : slot.deadline === null,
      `${slot.state} with deadline ${slot.deadline}`,
    );
    const alive = ['starting', 'ready', 'draining', 'stopping', 'killed'].includes(slot.state);
    check(alive === (slot.worker !== null), `${slot.state} with worker ${slot.worker}`);
  }
  for (const slot of after.slots) {
    const twins = after.slots.filter(
      (other) =>
        slot.then !== 'remove' &&
        other.service === slot.service &&
        other.number === slot.number &&
        other.generation === slot.generation &&
        other.then !== 'remove',
    );
    check(twins.length <= 1, `${twins.length} slots for worker ${slot.number} of one generation`);
  }

  check(!after.exited || after.slots.length === 0, 'exit with slots left');
  check(
    actions.filter((action) => action.type === 'exit').length <= (before.exited ? 0 : 1),
    'more than one exit',
  );
  check(!before.exited || actions.length === 0, 'actions after the exit');
  return found;
}
