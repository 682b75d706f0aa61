import type { Event, ServiceSpec, Slot, State } from '../../src/supervisor/types.js';
import type { Core } from './core.js';
import { serving, violations } from './invariants.js';

/**
 * Every state that any order of events can reach. Time is abstracted: a deadline is armed or not, and any armed one
 * may pass next, so all relations between the durations are covered at once.
 */

export interface World {
  readonly specs: readonly ServiceSpec[];
  /** Definitions that a reload may read. */
  readonly reloads?: readonly (readonly ServiceSpec[])[];
  readonly scale?: { readonly max: number };
  readonly events?: readonly string[];
}

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Sentence -> how often, with one example. */
  readonly violations: Map<string, { count: number; example: string }>;
}

const NOW = 1000;
const ARMED = NOW + 1;

type Kind = 'ready' | 'exit' | 'forkFailed' | 'deadline' | 'outside' | 'unusable';

interface Choice {
  readonly kind: Kind;
  readonly name: string;
  readonly event: Event;
  readonly prepare?: (state: State) => State;
}

export function explore(core: Core, world: World, limit = 5_000_000): Exploration {
  const found = new Map<string, { count: number; example: string }>();
  const report = (sentence: string, example: string) => {
    const entry = found.get(sentence);
    if (entry) entry.count++;
    else found.set(sentence, { count: 1, example });
  };
  const maxSize = Math.max(
    ...world.specs.map((spec) => spec.size),
    ...(world.reloads ?? []).flat().map((spec) => spec.size),
    world.scale?.max ?? 0,
  );

  const index = new Map<string, number>();
  const states: State[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const kinds: Kind[] = [];
  const enter = (state: State): number => {
    const key = canonical(state);
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, states.length);
    states.push(normal(state));
    return states.length - 1;
  };

  const [first] = core.step(core.initialState(world.specs), { type: 'tick' }, NOW);
  enter(first);
  for (let at = 0; at < states.length && at < limit; at++) {
    const state = states[at]!;
    for (const choice of choices(state, world)) {
      const before = choice.prepare ? choice.prepare(state) : state;
      const [after, actions] = core.step(before, choice.event, NOW);
      for (const sentence of violations({ before, event: choice.event, after, actions, maxSize })) {
        report(sentence, `${choice.name} in ${canonical(before)}`);
      }
      from.push(at);
      to.push(enter(after));
      kinds.push(choice.kind);
    }
  }
  if (states.length >= limit) report('the search was cut', String(limit));

  const paths = { from, to, kinds, size: states.length };
  const cycle = (sentence: string, within: (at: number) => boolean, allowed: readonly Kind[]) => {
    const at = findCycle(paths, within, new Set(allowed));
    if (at !== null) report(sentence, canonical(states[at]!));
  };
  cycle('a cycle in which no time passes', () => true, ['ready', 'exit', 'forkFailed', 'unusable']);
  cycle('a stop that does not end', (at) => states[at]!.stopping !== null, [
    'ready',
    'exit',
    'forkFailed',
    'unusable',
    'deadline',
  ]);
  cycle('a rollout that does not end', (at) => states[at]!.rollout !== null, [
    'ready',
    'exit',
    'unusable',
    'deadline',
  ]);

  const benign = new Map<number, boolean>();
  const next = new Int32Array(states.length).fill(-1);
  const deadlines = new Map<number, number>();
  for (let edge = 0; edge < from.length; edge++) {
    if (kinds[edge] === 'deadline') deadlines.set(from[edge]!, (deadlines.get(from[edge]!) ?? 0) + 1);
  }
  for (let at = 0; at < states.length; at++) {
    const state = states[at]!;
    if (
      state.stopping &&
      !state.exited &&
      !state.slots.some((slot) => slot.deadline !== null || slot.state === 'draining')
    ) {
      report('a stop that waits for nothing', canonical(state));
    }
    const step = benignStep(state);
    if (!step) {
      const whole = state.services.every((service) => {
        const failed = state.slots.some((slot) => slot.service === service.name && slot.state === 'failed');
        return failed || serving(state, service) === service.size;
      });
      if (!state.stopping && !(whole && !state.rollout && !state.reading)) {
        report('rest without full size', canonical(state));
      }
      benign.set(at, true);
      continue;
    }
    const before = step.prepare ? step.prepare(state) : state;
    next[at] = index.get(canonical(core.step(before, step.event, NOW)[0])) ?? -1;
  }
  for (let at = 0; at < states.length; at++) {
    const trail: number[] = [];
    const onTrail = new Set<number>();
    let here = at;
    while (here >= 0 && !benign.has(here) && !onTrail.has(here)) {
      onTrail.add(here);
      trail.push(here);
      here = next[here]!;
    }
    const good = here >= 0 && benign.get(here) === true;
    if (!good && here >= 0 && onTrail.has(here))
      report('without further faults it never rests', canonical(states[here]!));
    for (const visited of trail) benign.set(visited, good);
  }
  return { states: states.length, transitions: from.length, violations: found };
}

/** Everything that can happen in a state. */
function choices(state: State, world: World): Choice[] {
  if (state.exited) return [];
  const found: Choice[] = [];
  const add = (kind: Kind, name: string, event: Event, prepare?: (state: State) => State) => {
    if (!world.events || world.events.includes(name))
      found.push(prepare ? { kind, name, event, prepare } : { kind, name, event });
  };
  state.slots.forEach((slot, place) => {
    const { worker } = slot;
    if (slot.deadline !== null) add('deadline', 'deadline', { type: 'tick' }, due(place));
    if (worker === null) return;
    add('exit', 'exit', { type: 'exit', worker, code: 1, signal: null });
    if (slot.state === 'starting') {
      add('ready', 'ready', { type: 'ready', worker });
      add('forkFailed', 'forkFailed', { type: 'forkFailed', worker, reason: 'EAGAIN' });
      add('unusable', 'unusable', { type: 'unusable', worker, reason: 'no service' });
    }
    if (slot.state === 'starting' || slot.state === 'ready')
      add('outside', 'leave', { type: 'leave', worker });
  });
  if (state.reading) {
    for (const specs of world.reloads ?? [world.specs])
      add('outside', 'definition', { type: 'definition', services: specs });
    add('outside', 'definitionRefused', { type: 'definitionRefused', reason: 'syntax' });
  }
  if (!state.stopping) {
    add('outside', 'reload', { type: 'reload' });
    for (const service of state.services) {
      if (!world.scale) break;
      const { name } = service;
      if (Math.max(service.size, service.nextSize) < world.scale.max)
        add('outside', 'scale', { type: 'scale', service: name, by: 1 });
      if (service.size > 1) add('outside', 'scale', { type: 'scale', service: name, by: -1 });
    }
    if (state.services.some((service) => service.crashes.length > 0)) {
      add('outside', 'forgive', { type: 'tick' }, (now) => ({
        ...now,
        services: now.services.map((service) => ({ ...service, crashes: [] })),
      }));
    }
  }
  add('outside', 'stop', { type: 'stop' });
  add('outside', 'interrupt', { type: 'interrupt' });
  if (state.stopping?.interruptedAt === NOW) {
    add('outside', 'interrupt', { type: 'interrupt' }, (now) => ({
      ...now,
      stopping: { ...now.stopping!, interruptedAt: NOW - 10 },
    }));
  }
  if (state.stopping?.since === NOW) {
    add('outside', 'gracefulOver', { type: 'tick' }, (now) => ({
      ...now,
      stopping: { ...now.stopping!, since: NOW - 1e6 },
    }));
  }
  return found;
}

/** What happens when nothing goes wrong any more. */
function benignStep(state: State): Choice | null {
  if (state.exited) return null;
  if (state.reading)
    return { kind: 'outside', name: 'definitionRefused', event: { type: 'definitionRefused', reason: '' } };
  for (const [place, slot] of state.slots.entries()) {
    const worker = slot.worker ?? 0;
    if (slot.state === 'starting') return { kind: 'ready', name: 'ready', event: { type: 'ready', worker } };
    if (['draining', 'stopping', 'killed'].includes(slot.state)) {
      return { kind: 'exit', name: 'exit', event: { type: 'exit', worker, code: 0, signal: null } };
    }
    if (slot.deadline !== null)
      return { kind: 'deadline', name: 'deadline', event: { type: 'tick' }, prepare: due(place) };
  }
  return null;
}

const due =
  (place: number) =>
  (state: State): State => ({
    ...state,
    slots: state.slots.map((slot, other) => (other === place ? { ...slot, deadline: NOW } : slot)),
  });

/** The state with its times reduced to what matters: armed or not, passed or not. */
function normal(state: State): State {
  return {
    ...state,
    seed: 1,
    services: state.services.map((service) => ({ ...service, crashes: service.crashes.map(() => NOW) })),
    slots: order(state).map((slot) => ({ ...slot, ...essence(state, slot) })),
  };
}

/** What still matters of a slot: of one that leaves, only how far it is. */
function essence(state: State, slot: Slot) {
  const leaves = slot.then === 'remove' && slot.worker !== null;
  const told = slot.state !== 'starting' && slot.state !== 'ready';
  return {
    deadline: slot.deadline === null ? null : ARMED,
    since: 0,
    number: leaves ? 0 : slot.number,
    generation: leaves
      ? (state.services.find((service) => service.name === slot.service)?.generation ?? 0)
      : slot.generation,
    attempt: leaves ? 0 : Math.min(slot.attempt, 2),
    stable: slot.state === 'ready' && slot.stable,
    kept: !leaves && slot.kept,
    retryAt: told && slot.worker !== null && slot.then === 'restart' && slot.retryAt > NOW ? ARMED : 0,
  };
}

const generationName = (state: State, slot: Slot): number => {
  const accepted = state.services.find((service) => service.name === slot.service)?.generation;
  if (state.rollout && slot.generation === state.rollout.generation) return 1;
  return slot.generation === accepted ? 0 : 2;
};

function describe(state: State, slot: Slot): string {
  const { number, generation, attempt, stable, kept, retryAt } = essence(state, slot);
  const marks = `${slot.deadline === null ? '' : '*'}${stable ? 's' : ''}${kept ? 'k' : ''}${retryAt ? 'r' : ''}`;
  return `${slot.service}${number}g${generationName(state, { ...slot, generation })}${slot.state}${marks}a${attempt}${slot.then}`;
}

function order(state: State): Slot[] {
  return state.slots
    .map((slot) => ({ slot, key: describe(state, slot) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ slot }) => slot);
}

function canonical(state: State): string {
  const slots = state.slots.map((slot) => describe(state, slot)).sort();
  const services = state.services.map(
    (service) =>
      `${service.name}:${service.spec?.size ?? '-'}/${service.size}>${service.next ? `${service.next.size}/${service.nextSize}` : ''}c${service.crashes.length}${service.started ? 's' : ''}${service.unusable ? 'u' : ''}${service.leaving ? 'l' : ''}`,
  );
  const { rollout, stopping } = state;
  return [
    services.join(' '),
    slots.join(' '),
    state.reading ? 'reading' : '',
    state.again ? 'again' : '',
    rollout ? `${rollout.stage}(${rollout.services})-(${rollout.removed})` : '',
    stopping
      ? `stop${stopping.code}${stopping.rung}${stopping.interruptedAt ?? '-'}${stopping.since === NOW}${stopping.forced}${stopping.impatient}`
      : '',
    state.announced ? 'announced' : '',
    state.exited ? 'exited' : '',
  ].join('|');
}

/** A state on a cycle of the allowed kinds of edges within the chosen states; self-loops count. */
function findCycle(
  paths: { from: number[]; to: number[]; kinds: Kind[]; size: number },
  within: (at: number) => boolean,
  allowed: ReadonlySet<Kind>,
): number | null {
  const inside = new Uint8Array(paths.size);
  for (let at = 0; at < paths.size; at++) inside[at] = within(at) ? 1 : 0;
  const incoming = new Int32Array(paths.size);
  const outgoing = new Map<number, number[]>();
  for (let edge = 0; edge < paths.from.length; edge++) {
    const [a, b] = [paths.from[edge]!, paths.to[edge]!];
    if (!inside[a] || !inside[b] || !allowed.has(paths.kinds[edge]!)) continue;
    incoming[b]!++;
    const list = outgoing.get(a);
    if (list) list.push(b);
    else outgoing.set(a, [b]);
  }
  const free: number[] = [];
  for (let at = 0; at < paths.size; at++) if (incoming[at] === 0) free.push(at);
  let done = 0;
  while (free.length > 0) {
    const at = free.pop()!;
    done++;
    for (const neighbour of outgoing.get(at) ?? []) if (--incoming[neighbour]! === 0) free.push(neighbour);
  }
  return done === paths.size ? null : incoming.findIndex((count) => count > 0);
}
