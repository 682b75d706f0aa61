import type { ServiceDefinition } from '../definition/types.js';
import type { ServiceSpec } from '../supervisor/types.js';

/** What the supervisor core needs to know of a service. */
export function specFor(service: ServiceDefinition): ServiceSpec {
  const { name, workers, after, essential, restartMethod, readyTimeout, restart, reload } = service;
  return {
    name,
    size: workers,
    after,
    essential,
    restartMethod,
    readyTimeout,
    gracefulTimeout: gracefulTimeoutOf(service),
    stableFor: reload.stableFor,
    surge: reload.surge,
    intensity: Number.isFinite(restart.intensity) ? restart.intensity : null,
    period: restart.period,
    backoff: restart.backoff,
  };
}

/** 0 means unlimited in a definition, as in oslo. */
export function gracefulTimeoutOf({ gracefulShutdownTimeout }: ServiceDefinition): number | null {
  return gracefulShutdownTimeout === 0 ? null : gracefulShutdownTimeout;
}
