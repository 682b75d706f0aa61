import type { Draft } from './draft.js';

/** How a reload or restart ends: whoever waits for it is told, and the state remembers the last. */

export function accept({ state, actions, now }: Draft, generation: number): void {
  state.accepted = generation;
  state.verdict = { generation, refusal: null, at: now };
  actions.push({ type: 'accept', generation });
}

export function refuse({ state, actions, now }: Draft, generation: number, reason: string): void {
  state.verdict = { generation, refusal: reason, at: now };
  actions.push({ type: 'refuse', generation, reason });
}
