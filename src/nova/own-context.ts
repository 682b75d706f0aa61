import { createRequire } from 'node:module';
import type { Logger, ServiceContext } from '../service/index.js';
import { defaultBinary, type ServiceOptions } from './service-options.js';
import type { NovaInput } from './settings.js';

const require = createRequire(import.meta.url);

/** For a service that no launcher has made: the one that a program hands to serve(), or that a test starts. */
export function ownContext({
  binary = defaultBinary(),
  config = {},
}: ServiceOptions): ServiceContext<NovaInput> {
  let log: Logger | undefined;
  return {
    name: binary,
    worker: 0,
    generation: 1,
    config: config as ServiceContext<NovaInput>['config'],
    signal: new AbortController().signal,
    // pino takes long to load; most of these services are never started.
    get log() {
      log ??= (require('pino') as typeof import('pino').default)({
        base: { service: binary, pid: process.pid },
      });
      return log;
    },
  };
}
