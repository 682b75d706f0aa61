import type { Entry } from './entry.js';
import { SETTINGS } from './settings.js';
import type { ServiceDefinition } from './types.js';

interface Settled {
  readonly module: string;
  readonly workers: number;
  readonly config: Record<string, unknown>;
  readonly after: readonly string[];
  readonly sharedKeys: readonly string[];
}

/** The service as it will run: what was written, and defaults where nothing was. */
export function settle(
  { name, settings }: Entry,
  { module, workers, config, after, sharedKeys }: Settled,
): ServiceDefinition {
  const { restart = {}, reload = {}, recycle = {} } = settings;
  const { backoff = {} } = restart;
  const intensity = restart.intensity ?? SETTINGS['restart.intensity'].default;
  return {
    name,
    module,
    ...(settings.export === undefined ? {} : { export: settings.export }),
    workers,
    quorum: settings.quorum ?? null,
    config,
    env: settings.env ?? SETTINGS.env.default,
    nodeArgs: settings.nodeArgs ?? SETTINGS.nodeArgs.default,
    after,
    essential: settings.essential ?? SETTINGS.essential.default,
    restartMethod: settings.restartMethod ?? SETTINGS.restartMethod.default,
    readyTimeout: settings.readyTimeout ?? SETTINGS.readyTimeout.default,
    gracefulShutdownTimeout: settings.gracefulShutdownTimeout ?? SETTINGS.gracefulShutdownTimeout.default,
    restart: {
      intensity: intensity === 'unlimited' ? Number.POSITIVE_INFINITY : intensity,
      period: restart.period ?? SETTINGS['restart.period'].default,
      backoff: {
        initial: backoff.initial ?? SETTINGS['restart.backoff.initial'].default,
        max: backoff.max ?? SETTINGS['restart.backoff.max'].default,
      },
    },
    reload: {
      surge: reload.surge ?? SETTINGS['reload.surge'].default,
      stableFor: reload.stableFor ?? SETTINGS['reload.stableFor'].default,
    },
    watchdogTimeout: settings.watchdogTimeout ?? SETTINGS.watchdogTimeout.default,
    healthInterval: settings.healthInterval ?? SETTINGS.healthInterval.default,
    recycle: {
      maxLifetime: recycle.maxLifetime ?? SETTINGS['recycle.maxLifetime'].default,
      maxTasks: recycle.maxTasks ?? SETTINGS['recycle.maxTasks'].default,
      maxMemory: { soft: bytesOf(recycle.maxMemory?.soft), hard: bytesOf(recycle.maxMemory?.hard) },
    },
    sharedKeys,
  };
}

const UNITS = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** What 512M is in bytes. */
export function bytesOf(memory: number | string | undefined): number | null {
  if (typeof memory !== 'string') return memory ?? null;
  return Number.parseInt(memory, 10) * UNITS[memory.at(-1) as keyof typeof UNITS];
}
