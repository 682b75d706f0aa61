import { type Draft, hasRoom, log, slotsOf } from './draft.js';
import { fail, fork } from './ladder.js';
import { GAVE_UP } from './limits.js';
import { watchQuorum } from './quorum.js';
import { stop } from './stopping.js';
import type { ServiceSpec, ServiceState, Slot } from './types.js';

/**
 * What the service waits for before it is started: that has had its quorum once, as ready means the same here as to systemd.
 * A gate opens once: a service that has been ready waits only for what a new definition adds.
 */
function awaited({ started, spec: accepted }: ServiceState, { after }: ServiceSpec): readonly string[] {
  return started ? after.filter((name) => !accepted?.after.includes(name)) : after;
}

/** Whether everything that the service comes after has been ready. */
function mayStart(draft: Draft, service: ServiceState, spec: ServiceSpec): boolean {
  return awaited(service, spec).every((name) => find(draft, name)?.started ?? true);
}

/** Whether a canary may be tried: one ready worker of each is enough, as the others may only come with the rollout. */
export function mayTry(draft: Draft, service: ServiceState, spec: ServiceSpec): boolean {
  return awaited(service, spec).every(
    (name) => (find(draft, name)?.started ?? true) || slotsOf(draft, name).some(isReady),
  );
}

/** What the service comes after and will not be ready in this rollout, with the reason; undefined if there is nothing. */
export function lacking(
  draft: Draft,
  service: ServiceState,
  spec: ServiceSpec,
  tried: readonly string[],
): string | undefined {
  for (const name of spec.after) {
    const other = find(draft, name);
    if (other?.resting && !other.started && awaited(service, spec).includes(name))
      return `${name}, which is stopped`;
    const slots = slotsOf(draft, name);
    const isGivenUp = slots.length > 0 && slots.every((slot) => slot.state === 'failed');
    if (isGivenUp && !tried.includes(name)) return `${name}, which was given up`;
  }
  return undefined;
}

/** Marks services that have their quorum, and starts what waited for them. */
export function openGates(draft: Draft): void {
  for (const service of draft.state.services) {
    const { spec } = service;
    if (!spec) continue;
    watchQuorum(draft, service);
    const waiting = slotsOf(draft, service.name).filter((slot) => slot.state === 'down');
    if (waiting.length === 0) continue;
    if (mayStart(draft, service, spec)) {
      for (const slot of waiting) if (hasRoom(draft, service)) fork(draft, slot);
    } else if (isBlocked(draft, service, spec)) {
      block(draft, service, spec);
    }
  }
}

/** A service that it comes after was given up before it was ever ready, or so many of its workers that it cannot be. */
function isBlocked(draft: Draft, service: ServiceState, spec: ServiceSpec): boolean {
  return awaited(service, spec).some((name) => {
    const other = find(draft, name);
    if (!other || other.started || other.resting) return false;
    return slotsOf(draft, name).filter((slot) => slot.state !== 'failed').length < other.quorum;
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
