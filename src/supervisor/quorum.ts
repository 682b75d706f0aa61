import { type Draft, log } from './draft.js';
import type { ServiceState, State } from './types.js';

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

/** An operator who stops a service does not want to hear that it is missing. */
const isCounted = ({ spec, resting, leaving }: ServiceState): boolean =>
  spec?.essential === true && !resting && !leaving;

/** Numbers of the service that a ready worker serves. */
export function countReady({ slots }: State, { name, size }: ServiceState): number {
  let count = 0;
  for (const [place, { service, state, number }] of slots.entries()) {
    if (service !== name || state !== 'ready' || number >= size) continue;
    const isTwin = (other: (typeof slots)[number]) =>
      other.service === name && other.state === 'ready' && other.number === number;
    if (slots.findIndex(isTwin) === place) count++;
  }
  return count;
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
  if (!service.started && ready >= quorum) {
    service.started = true;
    log(draft, { id: 'service-ready', service: name, workers: ready, wanted: size });
  }
  const short = service.started && isCounted(service) && ready < quorum;
  if (short === service.short) return;
  service.short = short;
  if (short) log(draft, { id: 'quorum-lost', service: name, ready, quorum });
  else if (isCounted(service)) log(draft, { id: 'quorum-regained', service: name, ready, quorum });
}
