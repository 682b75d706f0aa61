import { type Draft, random } from './draft.js';
import type { ServiceSpec, ServiceState } from './types.js';

/** A fork that failed is never tried again at once, whatever the definition says. */
const SHORTEST_WAIT = 0.05;

/** Pays one crash from the service's budget; false when the budget is empty. As OTP's intensity and period. */
export function pay(draft: Draft, service: ServiceState, spec: ServiceSpec): boolean {
  if (spec.intensity === null) return true;
  service.crashes = [...service.crashes.filter((at) => at > draft.now - spec.period), draft.now];
  return service.crashes.length <= spec.intensity;
}

/** Seconds before the n-th try in a row: the first is at once, then doubling up to the maximum, plus up to half of jitter. */
export function backoff(draft: Draft, spec: ServiceSpec, attempt: number): number {
  if (attempt <= 1) return 0;
  const initial = Math.max(spec.backoff.initial, SHORTEST_WAIT);
  const delay = Math.min(initial * 2 ** Math.min(attempt - 2, 30), Math.max(spec.backoff.max, initial));
  return delay * (1 + random(draft) / 2);
}
