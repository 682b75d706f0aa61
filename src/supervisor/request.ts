import { type Draft, log } from './draft.js';
import type { Names, Request } from './types.js';
import { refuse } from './verdict.js';

const NOBODY: Names = [];

export const requestOf = (type: 'reload' | 'restart', only: Names): Request =>
  type === 'reload' ? { reload: only, restart: NOBODY } : { reload: NOBODY, restart: only };

export const isNamed = (names: Names, name: string): boolean => names === null || names.includes(name);

/** A rollout at once; or, while one is under way, one more after it, for all that is asked for meanwhile. */
export function ask(draft: Draft, request: Request): void {
  const { state } = draft;
  if (state.stopping) return;
  if (!state.reading && !state.rollout) {
    state.reading = request;
    state.generation += 1;
    draft.actions.push({ type: 'readDefinition', generation: state.generation, ...request });
    return;
  }
  if (!state.queued) log(draft, { id: 'reload-queued', generation: state.generation + 1 });
  state.queued = state.queued ? merge(state.queued, request) : request;
}

/** What was asked for meanwhile has its turn. */
export function askQueued(draft: Draft): void {
  const { state } = draft;
  if (!state.queued || state.rollout || state.reading) return;
  const request = state.queued;
  state.queued = null;
  ask(draft, request);
}

/** A stop ends whatever was asked for: who asked is told so. */
export function refuseAll(draft: Draft): void {
  const { state } = draft;
  const reason = 'everything stops';
  if (state.reading || (state.rollout && state.rollout.stage !== 'back'))
    refuse(draft, state.generation, reason);
  if (state.queued) refuse(draft, state.generation + 1, reason);
  state.reading = null;
  state.rollout = null;
  state.queued = null;
}

const merge = (one: Request, other: Request): Request => ({
  reload: union(one.reload, other.reload),
  restart: union(one.restart, other.restart),
});

const union = (some: Names, more: Names): Names =>
  some === null || more === null ? null : [...new Set([...some, ...more])];
