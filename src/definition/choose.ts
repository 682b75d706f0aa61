import type { Definition, ServiceDefinition } from './types.js';

/**
 * One service with one worker runs in this process, unless node itself is to be started with options, or the worker is
 * to be replaced now and then.
 */
export function chooseLauncher({
  services,
}: Pick<Definition, 'services'>): 'ServiceLauncher' | 'ProcessLauncher' {
  const [service, ...others] = services;
  const alone = service !== undefined && others.length === 0;
  return alone && service.workers === 1 && service.nodeArgs.length === 0 && !isRecycled(service)
    ? 'ServiceLauncher'
    : 'ProcessLauncher';
}

function isRecycled({ recycle: { maxLifetime, maxTasks, maxMemory } }: ServiceDefinition): boolean {
  return maxLifetime > 0 || maxTasks > 0 || maxMemory.soft !== null || maxMemory.hard !== null;
}
