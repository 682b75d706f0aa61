import { MAX_SECONDS } from '../definition/settings.js';
import type { Definition, ServiceDefinition } from '../definition/types.js';
import type { ServiceSpec } from '../supervisor/types.js';
import { isDebugged, waitsForDebugger } from './debug-ports.js';
import type { WorkerService } from './messages.js';

/** What the supervisor core needs to know of a service. */
export function specFor(service: ServiceDefinition): ServiceSpec {
  const { name, workers, quorum, after, essential, restartMethod, readyTimeout, restart, reload } = service;
  return {
    name,
    size: workers,
    quorum,
    after,
    essential,
    restartMethod,
    readyTimeout: waitsForDebugger(service) ? MAX_SECONDS : readyTimeout,
    gracefulTimeout: gracefulTimeoutOf(service),
    stableFor: reload.stableFor,
    surge: reload.surge,
    intensity: Number.isFinite(restart.intensity) ? restart.intensity : null,
    period: restart.period,
    backoff: restart.backoff,
    watchdogTimeout: service.watchdogTimeout === 0 || isDebugged(service) ? null : service.watchdogTimeout,
    maxLifetime: service.recycle.maxLifetime === 0 ? null : service.recycle.maxLifetime,
  };
}

/** 0 means unlimited in a definition, as in oslo. */
export function gracefulTimeoutOf({ gracefulShutdownTimeout }: ServiceDefinition): number | null {
  return gracefulShutdownTimeout === 0 ? null : gracefulShutdownTimeout;
}

/** What a worker needs to know of it; `secrets` are those of the whole definition. */
export function workerServiceFor(
  service: ServiceDefinition,
  { secrets }: Pick<Definition, 'secrets'>,
): WorkerService {
  const { name, module, config, sharedKeys, healthInterval, recycle } = service;
  return {
    name,
    config,
    sharedKeys,
    secrets: secretsIn(service, secrets),
    gracefulTimeout: gracefulTimeoutOf(service),
    healthInterval,
    beatInterval: beatIntervalOf(service),
    wear: {
      maxTasks: recycle.maxTasks === 0 ? null : recycle.maxTasks,
      softMemory: recycle.maxMemory.soft,
      hardMemory: recycle.maxMemory.hard,
    },
    ...(module !== '' && { module }),
    ...(service.export !== undefined && { export: service.export }),
  };
}

/** A worker is not told what it does not have. */
function secretsIn({ config, env }: ServiceDefinition, secrets: readonly string[]): string[] {
  if (secrets.length === 0) return [];
  const text = JSON.stringify([config, env]);
  return secrets.filter((secret) => text.includes(JSON.stringify(secret).slice(1, -1)));
}

/** Seconds between two looks at the memory, where there is a limit. */
const LOOK_AT_MEMORY = 5;

/** Four beats in the time of the watchdog, so that a late one or two are no alarm. */
function beatIntervalOf({ watchdogTimeout, recycle: { maxMemory } }: ServiceDefinition): number | null {
  const watched = watchdogTimeout === 0 ? Number.POSITIVE_INFINITY : watchdogTimeout / 4;
  const limited = maxMemory.soft === null && maxMemory.hard === null;
  const interval = Math.min(watched, limited ? Number.POSITIVE_INFINITY : LOOK_AT_MEMORY);
  return Number.isFinite(interval) ? interval : null;
}
