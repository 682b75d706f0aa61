import type { Definition } from '../definition/types.js';
import { ERRORS } from '../errors.js';
import type { Host } from './host.js';
import type { LauncherLog } from './launcher-log.js';

/** Nothing keeps this process running: its services have ended, or one waits in vain. Returns the exit code. */
export function tellIdle(log: LauncherLog, { services }: Definition, hosts: readonly Host[]): number {
  // They start one after the other.
  const service = services[hosts.filter((host) => host.ready).length]?.name;
  if (service === undefined) {
    log.write('info', 'Nothing is left to do: no socket, no timer and no thread.', { id: 'finished' });
    return 0;
  }
  const code = 'NL_START_FAILED';
  const sentence = `start() of ${service} does not resolve, and nothing is left that it could wait for.`;
  log.write('error', sentence, { id: 'service-failed', service, code });
  return ERRORS.NL_GAVE_UP.exitCode;
}
