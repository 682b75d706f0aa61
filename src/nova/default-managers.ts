import { LaunchError } from '../errors.js';
import type { ManagerClass } from './manager.js';

/** Loaded when a worker starts: no process has the manager of another. nova.service.SERVICE_MANAGERS. */
const DEFAULT_MANAGERS: Readonly<Record<string, () => Promise<ManagerClass>>> = {
  'nova-compute': async () => (await import('./compute/manager.js')).ComputeManager,
  'nova-conductor': async () => (await import('./conductor/manager.js')).ConductorManager,
  'nova-scheduler': async () => (await import('./scheduler/manager.js')).SchedulerManager,
};

/** Throws LaunchError NL_NO_MANAGER for what is none, and for a binary that has no default. */
export async function managerOf(binary: string, given: unknown): Promise<ManagerClass> {
  const found = given ?? (await DEFAULT_MANAGERS[binary]?.());
  if (typeof found === 'function') return found as ManagerClass;
  const what = given === undefined ? 'there is none by default' : `found ${typeof given} instead of a class`;
  throw new LaunchError('NL_NO_MANAGER', `${binary} has no manager: ${what}.`);
}
