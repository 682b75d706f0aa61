import type { ServiceSpec } from '../../src/supervisor/types.js';

/** A specification with the defaults of services.json, but a budget small enough to be searched. */
export const spec = (name: string, size: number, more: Partial<ServiceSpec> = {}): ServiceSpec => ({
  name,
  size,
  quorum: null,
  after: [],
  essential: true,
  restartMethod: 'reload',
  readyTimeout: 30,
  gracefulTimeout: 60,
  stableFor: 1,
  surge: 1,
  intensity: 1,
  period: 30,
  backoff: { initial: 0.1, max: 30 },
  watchdogTimeout: null,
  maxLifetime: null,
  ...more,
});
