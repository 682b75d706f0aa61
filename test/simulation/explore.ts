import type { State } from '../../src/supervisor/types.js';
import { Canon, NOW } from './canon.js';
import { benignChoice, choices, type Kind, TICK, type World } from './choices.js';
import type { Core } from './core.js';
import { serving, waitsForOperator } from './facts.js';
import { Graph } from './graph.js';
import { violations } from './invariants.js';
import { show } from './show.js';

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Sentence -> how often, with the first example. */
  readonly violations: Map<string, { count: number; example: string }>;
}

export interface Limits {
  /** States after which the search is given up. */
  readonly states?: number;
  /** The violation that is enough. */
  readonly until?: string;
}

const WORKER_NOBODY_KNOWS = 99;

/** Every state that any order of events can reach, each checked against everything that must hold. */
export function explore(core: Core, world: World, limits: Limits = {}): Exploration {
  const most = limits.states ?? 3_000_000;
  const found: Exploration['violations'] = new Map();
  const report = (sentence: string, example: string) => {
    const entry = found.get(sentence);
    if (entry) entry.count++;
    else found.set(sentence, { count: 1, example });
  };

  const canon = new Canon();
  const graph = new Graph();
  const index = new Map<string, number>();
  const states: State[] = [];
  const enter = (state: State): number => {
    const key = canon.key(state);
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, states.length);
    return states.push(canon.normal(state)) - 1;
  };

  const initial = core.initialState(world.specs);
  const [first, begun] = core.step(initial, TICK, NOW);
  for (const sentence of violations({ before: initial, event: TICK, now: NOW, after: first, actions: begun }))
    report(sentence, 'the first tick');
  enter(first);
  for (let at = 0; at < states.length && at < most; at++) {
    const state = states[at]!;
    graph.begin();
    for (const { kind, name, event, before } of choices(state, world)) {
      const [after, actions] = core.step(before, event, NOW);
      for (const sentence of violations({ before, event, now: NOW, after, actions }))
        report(sentence, `${name} in ${show(before)}`);
      const to = enter(after);
      graph.add(to, kind);
      const ignored = event.type === 'stop' || event.type === 'leave';
      if (to !== at && ignored && before === state && state.stopping)
        report(`${event.type} in a stop changes something`, show(before));
    }
    const [idle, nothing] = core.step(state, { ...EXIT, worker: WORKER_NOBODY_KNOWS }, NOW);
    if (nothing.length > 0 || enter(idle) !== at) report('a step left something undone', show(state));
    if (limits.until && found.has(limits.until))
      return { states: states.length, transitions: graph.edges, violations: found };
  }
  if (states.length > most) {
    report('the search was cut', `${most} states`);
    return { states: states.length, transitions: graph.edges, violations: found };
  }

  const cycle = (sentence: string, within: (state: State) => boolean, allowed: readonly Kind[]) => {
    const at = graph.findCycle((place) => within(states[place]!), new Set(allowed));
    if (at !== null) report(sentence, show(states[at]!));
  };
  const timeless: Kind[] = ['ready', 'exit', 'forkFailed', 'unusable'];
  cycle('a cycle in which no time passes', () => true, timeless);
  cycle('a stop that does not end', ({ stopping }) => stopping !== null, [...timeless, 'deadline']);
  // Without a budget an old worker may crash for ever while a rollout waits for a deadline: here that is no livelock.
  if (world.specs.every((spec) => spec.intensity !== null))
    cycle('a rollout that does not end', ({ rollout }) => rollout !== null, [
      'ready',
      'exit',
      'unusable',
      'deadline',
    ]);
  rests(states, (state) => index.get(canon.key(state)) ?? -1, core, report);
  return { states: states.length, transitions: graph.edges, violations: found };
}

const EXIT = { type: 'exit', code: 1, signal: null } as const;

/** From every state, without any further fault, the full size comes back, or the stop ends. */
function rests(
  states: readonly State[],
  find: (state: State) => number,
  core: Core,
  report: (sentence: string, example: string) => void,
): void {
  const next = new Int32Array(states.length).fill(-1);
  for (const [at, state] of states.entries()) {
    const choice = benignChoice(state);
    if (choice) {
      next[at] = find(core.step(choice.before, choice.event, NOW)[0]);
      if (next[at]! < 0) report('what goes well was not searched', show(state));
    } else if (state.stopping ? !state.exited : !isWhole(state))
      report('rest without full size', show(state));
  }
  const good = new Uint8Array(states.length);
  for (let start = 0; start < states.length; start++) {
    const trail = new Set<number>();
    let here = start;
    while (next[here]! >= 0 && !good[here] && !trail.has(here)) {
      trail.add(here);
      here = next[here]!;
    }
    if (trail.has(here)) report('without further faults it never rests', show(states[here]!));
    for (const visited of trail) good[visited] = 1;
  }
}

function isWhole(state: State): boolean {
  if (state.rollout || state.reading || state.queued) return false;
  if (state.slots.some((slot) => slot.renews || (slot.worn && slot.state === 'ready'))) return false;
  return state.services.every(
    (service) =>
      serving(state, service) === (service.resting ? 0 : service.size) ||
      waitsForOperator(state, service) ||
      state.slots.some((slot) => slot.service === service.name && slot.state === 'failed'),
  );
}
