import { LaunchError } from '../../errors.js';
import type { LogLevelOptions } from '../control-commands.js';
import { order } from './order.js';

/** Another level for what a service logs, or the launcher itself: then the only word is the level. */
export async function logLevel(
  first: string | undefined,
  second: string | undefined,
  { launcher = false, ...target }: LogLevelOptions,
): Promise<number> {
  if (first === undefined || (second === undefined) !== launcher)
    throw new LaunchError('NL_USAGE', 'log-level takes a service and a level, or --launcher and a level');
  const body = launcher ? { launcher, level: first } : { service: first, level: second };
  return order('log-level', body, target);
}
