import type { Definition } from './types.js';

/** One service with one worker runs in this process, unless node itself is to be started with options. */
export function chooseLauncher({
  services,
}: Pick<Definition, 'services'>): 'ServiceLauncher' | 'ProcessLauncher' {
  const [service, ...others] = services;
  const alone = service !== undefined && others.length === 0;
  return alone && service.workers === 1 && service.nodeArgs.length === 0
    ? 'ServiceLauncher'
    : 'ProcessLauncher';
}
