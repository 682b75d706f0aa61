import { type Draft, log } from './draft.js';
import type { ServiceState, Slot, State } from './types.js';

export interface ServiceReadiness {
  readonly name: string;
  /** Wanted numbers that a ready worker serves. */
  readonly ready: number;
  readonly wanted: number;
  readonly quorum: number;
  readonly ok: boolean;
}

/** What systemd, /readyz and `after` call ready. */
export interface Readiness {
  readonly services: readonly ServiceReadiness[];
  /** Every essential service has its quorum, but for those that an operator has stopped. */
  readonly ok: boolean;
}

export function readiness(state: State): Readiness {
  const services = state.services.map((service) => {
    const { name, spec, size, nextSize, quorum } = service;
    const ready = countReady(state, service);
    return { name, ready, wanted: spec ? size : nextSize, quorum, ok: spec !== null && ready >= quorum };
  });
  return { services, ok: isReady(state) };
}

export const isReady = (state: State): boolean =>
  state.services.every(
    (service) => !isCounted(service) || (service.started && countReady(state, service) >= service.quorum),
  );

/** What is missing, for people. */
export function whyNotReady(state: State): string {
  if (state.stopping) return 'everything stops';
  const missing = state.services.filter(
    (service) => isCounted(service) && countReady(state, service) < service.quorum,
  );
  const shown = missing.map((service) => {
    return `${service.name} has ${countReady(state, service)} ready workers of the ${service.quorum} that it needs`;
  });
  return shown.join('; ') || 'starting';
}

/** An operator who stops a service does not want to hear that it is missing. */
const isCounted = ({ spec, resting, leaving }: ServiceState): boolean =>
  spec?.essential === true && !resting && !leaving;

/** Numbers of the service that a ready worker serves. */
export function countReady({ slots }: State, { name, size }: ServiceState): number {
  let count = 0;
  for (let place = 0; place < slots.length; place++) {
    const slot = slots[place]!;
    if (slot.state === 'ready' && slot.number < size && slot.service === name && isFirst(slots, place))
      count++;
  }
  return count;
}

/** Whether no ready slot before it serves the same number: in a rollout two do for a while. */
function isFirst(slots: readonly Slot[], place: number): boolean {
  const { service, number } = slots[place]!;
  for (let before = 0; before < place; before++) {
    const other = slots[before]!;
    if (other.number === number && other.state === 'ready' && other.service === service) return false;
  }
  return true;
}

/** What the definition, or its default, makes of the number of workers that is wanted now. */
const wantedQuorum = ({ spec, size }: ServiceState): number =>
  spec ? Math.min(spec.quorum ?? Math.ceil(size / 2), size) : 0;

/** Opens the gate of a service that has its quorum for the first time, and tells when an essential one loses it. */
export function watchQuorum(draft: Draft, service: ServiceState): void {
  const { name, spec } = service;
  if (!spec) return;
  const ready = countReady(draft.state, service);
  const wanted = wantedQuorum(service);
  // More workers that are only about to start are no loss.
  if (!service.started || wanted < service.quorum || ready >= wanted) service.quorum = wanted;
  const { quorum, size } = service;
  if (ready >= quorum) service.started = true;
  if (!service.whole && ready >= size) {
    service.whole = true;
    log(draft, { id: 'service-ready', service: name, workers: size });
  }
  const short = service.started && isCounted(service) && ready < quorum;
  if (short === service.short) return;
  service.short = short;
  if (short) log(draft, { id: 'quorum-lost', service: name, ready, quorum });
  else if (isCounted(service)) log(draft, { id: 'quorum-regained', service: name, ready, quorum });
}
