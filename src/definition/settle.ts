import type { Entry } from './entry.js';
import { SETTINGS } from './settings.js';
import type { ServiceDefinition } from './types.js';

interface Settled {
  readonly module: string;
  readonly workers: number;
  readonly config: Record<string, unknown>;
  readonly after: readonly string[];
}

/** The service as it will run: what was written, and defaults where nothing was. */
export function settle(
  { name, settings }: Entry,
  { module, workers, config, after }: Settled,
): ServiceDefinition {
  const { restart = {}, reload = {} } = settings;
  const { backoff = {} } = restart;
  const intensity = restart.intensity ?? SETTINGS['restart.intensity'].default;
  return {
    name,
    module,
    ...(settings.export === undefined ? {} : { export: settings.export }),
    workers,
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
  };
}
