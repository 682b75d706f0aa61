import { type Draft, log, slotsOf } from './draft.js';
import { drain } from './ladder.js';
import type { ServiceState } from './types.js';

/** What an operator wants of one service: that it rests, whatever the definition says, or that it runs again. */

/** Its workers drain. Nothing else is touched, not even what comes after it. */
export function stopService(draft: Draft, name: string): void {
  const service = find(draft, name);
  if (!service || service.resting) return;
  service.resting = true;
  const slots = slotsOf(draft, name);
  log(draft, { id: 'service-stopped', service: name, workers: slots.filter(({ worker }) => worker).length });
  for (const slot of slots) drain(draft, slot, 'remove');
}

/** One that rests, or has given up workers, starts them with a fresh budget. */
export function startService(draft: Draft, name: string): void {
  const service = find(draft, name);
  if (!service) return;
  const given = slotsOf(draft, name).filter(({ state, fate }) => state === 'failed' || fate === 'fail');
  if (!service.resting && given.length === 0) return;
  const workers = service.resting ? (service.spec ? service.size : service.nextSize) : given.length;
  log(draft, { id: 'service-started', service: name, workers });
  // Its workers start as at the beginning, and what comes after it waits for them.
  if (service.resting) {
    service.started = false;
    service.whole = false;
  }
  service.resting = false;
  service.unusable = false;
  service.crashes = [];
  for (const slot of given) {
    slot.attempt = 0;
    slot.fate = 'restart';
    if (slot.state === 'failed') slot.state = 'down';
    else slot.retryAt = draft.now;
  }
}

/** Null for one that is on its way out, or where everything is. */
function find({ state }: Draft, name: string): ServiceState | undefined {
  if (state.stopping) return undefined;
  return state.services.find((service) => service.name === name && !service.leaving);
}
