import { GAVE_UP, KILL_TIMEOUT } from '../supervisor/limits.js';
import { progressOf } from '../supervisor/progress.js';
import { readiness } from '../supervisor/quorum.js';
import { overAt } from '../supervisor/stopping.js';
import type { Slot, State } from '../supervisor/types.js';
import { LAST_LINES } from './bounds.js';
import type { Loop } from './loop.js';
import type { Facts, Phase } from './notifier.js';

/** So many services are named one by one. */
const NAMED = 5;

/** Seconds for reading a definition, and for what stands between two steps of a rollout. */
const READING = 30;

/** What systemd is told of a supervisor in this state; `now` is of its clock. */
export function factsOf(state: State, now: number): Facts {
  const phase = phaseOf(state);
  const until = untilOf(state, phase, now);
  return { phase, status: statusOf(state, phase), patience: until && Math.max(0, until - now) };
}

/** For systemd's watchdog: the core takes a step, and every essential service has its quorum once it has had it. */
export function isHealthy(loop: Loop): boolean {
  const before = loop.state;
  loop.dispatch({ type: 'tick' });
  const { state } = loop;
  return state !== before && (state.stopping !== null || !state.announced || readiness(state).ok);
}

function phaseOf({ stopping, announced, reading, rollout, queued }: State): Phase {
  if (stopping) return 'stopping';
  if (!announced) return 'starting';
  return reading || rollout || queued ? 'reloading' : 'ready';
}

function statusOf(state: State, phase: Phase): string {
  switch (phase) {
    case 'starting':
      return `Starting: ${workersOf(state)}.`;
    case 'stopping':
      return stoppingStatus(state);
    case 'reloading':
      return `${reloadingStatus(state)}; ${workersOf(state)}.`;
    case 'ready': {
      const { ok } = readiness(state);
      return `${ok ? 'Ready' : 'Too few workers'}: ${workersOf(state)}.`;
    }
  }
}

function stoppingStatus({ stopping, slots, exited }: State): string {
  const why = stopping!.code === GAVE_UP ? 'Gave up, as a service kept failing' : 'Stopping';
  if (exited) return stopping!.code === GAVE_UP ? `${why}; the log says why.` : 'Stopped.';
  return `${why}: ${plural(slots.length)} left.`;
}

function reloadingStatus(state: State): string {
  const progress = progressOf(state);
  if (!progress || progress.stage === 'reading') return 'Reloading: the definition is read';
  const { stage, generation, done, total } = progress;
  if (stage === 'back') return `Reload refused: ${done} of ${plural(total)} taken back`;
  return `Reloading: ${done} of ${plural(total)} replaced by generation ${generation}`;
}

/** "api 3/4, mailer 2/2 workers are ready"; only the sum where that would be long. */
function workersOf(state: State): string {
  const { services } = readiness(state);
  const resting = new Set(state.services.filter((service) => service.resting).map(({ name }) => name));
  const counted = services.filter(({ name }) => !resting.has(name));
  if (counted.length > NAMED) {
    const sum = (of: 'ready' | 'wanted') => counted.reduce((all, service) => all + service[of], 0);
    return `${sum('ready')}/${sum('wanted')} workers of ${counted.length} services are ready`;
  }
  const each = counted.map(({ name, ready, wanted }) => `${name} ${ready}/${wanted}`);
  const serving = each.length > 0 ? [`${each.join(', ')} workers are ready`] : [];
  return [...serving, ...[...resting].map((name) => `${name} is stopped`)].join('; ');
}

/** When the phase is over at the latest, as far as is known now; null: nobody knows. */
function untilOf(state: State, phase: Phase, now: number): number | null {
  const { slots, reading } = state;
  switch (phase) {
    case 'ready':
      return now;
    case 'starting':
      // Only a first try: what fails again and again is not to be waited for for ever.
      return latest(slots.filter((slot) => slot.state === 'starting' && slot.attempt === 0)) ?? now;
    case 'reloading': {
      if (slots.some(isEndless)) return null;
      return Math.max(reading ? now + READING : now, latest(slots.filter(isPassing)) ?? now + READING);
    }
    case 'stopping': {
      const over = overAt({ state });
      if (over === null && slots.some(isEndless)) return null;
      return (over ?? latest(slots.filter(isPassing)) ?? now) + 2 * KILL_TIMEOUT + LAST_LINES;
    }
  }
}

const isEndless = ({ state, deadline }: Slot): boolean => state === 'draining' && deadline === null;

/** On its way to another state; one that is ready is until it is stable. */
const isPassing = ({ state, stableAt }: Slot): boolean =>
  ['starting', 'draining', 'stopping', 'killed'].includes(state) || (state === 'ready' && stableAt !== null);

function latest(slots: readonly Slot[]): number | undefined {
  const times = slots.map(({ deadline, stableAt }) => stableAt ?? deadline).filter((at) => at !== null);
  return times.length > 0 ? Math.max(...times) : undefined;
}

const plural = (workers: number): string => (workers === 1 ? '1 worker' : `${workers} workers`);
