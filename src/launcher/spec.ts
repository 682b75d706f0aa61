import type { ServiceDefinition } from '../definition/types.js';
import type { ServiceSpec } from '../supervisor/types.js';
import type { WorkerService } from './messages.js';

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

/** What a worker needs to know of it. */
export function workerServiceFor(service: ServiceDefinition): WorkerService {
  const { name, module, config } = service;
  return {
    name,
    config,
    gracefulTimeout: gracefulTimeoutOf(service),
    ...(module !== '' && { module }),
    ...(service.export !== undefined && { export: service.export }),
  };
}
