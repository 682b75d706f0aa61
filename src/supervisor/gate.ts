import { type Draft, hasRoom, log, slotsOf } from './draft.js';
import { fail, fork } from './ladder.js';
import { GAVE_UP } from './limits.js';
import { stop } from './stopping.js';
import type { ServiceSpec, ServiceState, Slot } from './types.js';

/** Whether everything that the service comes after has been fully ready once. */
export function mayStart(draft: Draft, spec: ServiceSpec): boolean {
  return spec.after.every((name) => find(draft, name)?.started ?? true);
}

/** Whether a canary may be tried: one ready worker of each is enough, as the others may only come with the rollout. */
export function mayTry(draft: Draft, spec: ServiceSpec): boolean {
  return spec.after.every(
    (name) => mayStart(draft, { ...spec, after: [name] }) || slotsOf(draft, name).some(isReady),
  );
}

/** What the service comes after and will not be ready, as it was given up and is not tried again in this rollout. */
export function givenUp(draft: Draft, spec: ServiceSpec, tried: readonly string[]): string | undefined {
  return spec.after.find((name) => {
    const slots = slotsOf(draft, name);
    return !tried.includes(name) && slots.length > 0 && slots.every((slot) => slot.state === 'failed');
  });
}

/** Marks services whose workers are all ready, and starts what waited for them. */
export function openGates(draft: Draft): void {
  for (const service of draft.state.services) {
    const { spec } = service;
    if (!spec) continue;
    const slots = slotsOf(draft, service.name);
    if (!service.started && readyNumbers(draft, service) >= service.size) {
      service.started = true;
      log(draft, { id: 'service-ready', service: service.name, workers: service.size });
    }
    const waiting = slots.filter((slot) => slot.state === 'down');
    if (waiting.length === 0) continue;
    if (mayStart(draft, spec)) {
      for (const slot of waiting) if (hasRoom(draft, service)) fork(draft, slot);
    } else if (isBlocked(draft, spec)) {
      block(draft, service, spec);
    }
  }
}

/** Numbers of the service that a ready worker serves. */
export function readyNumbers(draft: Draft, service: ServiceState): number {
  const ready = slotsOf(draft, service.name).filter(
    (slot) => slot.state === 'ready' && slot.number < service.size,
  );
  return new Set(ready.map((slot) => slot.number)).size;
}

/** A service that it comes after was given up before it was ever ready. */
function isBlocked(draft: Draft, spec: ServiceSpec): boolean {
  return spec.after.some((name) => {
    const service = find(draft, name);
    return service && !service.started && slotsOf(draft, name).some((slot) => slot.state === 'failed');
  });
}

function block(draft: Draft, service: ServiceState, spec: ServiceSpec): void {
  for (const slot of slotsOf(draft, service.name)) if (slot.state === 'down') fail(draft, slot);
  log(draft, {
    id: 'service-failed',
    service: service.name,
    reason: `a service that it comes after was given up (${spec.after.join(', ')})`,
    essential: spec.essential,
  });
  if (spec.essential) stop(draft, GAVE_UP);
}

const isReady = (slot: Slot): boolean => slot.state === 'ready';

function find(draft: Draft, name: string): ServiceState | undefined {
  return draft.state.services.find((service) => service.name === name);
}
