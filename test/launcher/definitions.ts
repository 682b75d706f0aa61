import type { Definition, ServiceDefinition } from '../../src/definition/types.js';

/** A service as a definition with all its defaults has it. */
export const service = (name: string, more: Partial<ServiceDefinition> = {}): ServiceDefinition => ({
  name,
  module: `/srv/${name}.js`,
  workers: 2,
  quorum: null,
  config: {},
  env: {},
  nodeArgs: [],
  after: [],
  essential: true,
  restartMethod: 'reload',
  readyTimeout: 30,
  gracefulShutdownTimeout: 60,
  restart: { intensity: 5, period: 30, backoff: { initial: 0.1, max: 30 } },
  reload: { surge: 1, stableFor: 1 },
  watchdogTimeout: 60,
  healthInterval: 10,
  recycle: { maxLifetime: 0, maxTasks: 0, maxMemory: { soft: null, hard: null } },
  sharedKeys: [],
  ...more,
});

export const definition = (...services: ServiceDefinition[]): Definition => ({
  services,
  schedulingPolicy: 'none',
  report: {},
  secrets: [],
  warnings: [],
});
