import { ERRORS, isUnusable, remedyFor } from '../errors.js';
import type { Host } from './host.js';
import type { LauncherLog } from './launcher-log.js';
import { firstLine } from './log.js';

/** Resolves when the service is ready; rejects when it does not start, or not within so many seconds. */
export async function startWithin(host: Host, given: unknown, readyTimeout: number): Promise<void> {
  const late = AbortSignal.timeout(Math.ceil(readyTimeout * 1000));
  await Promise.race([
    host.start(given),
    new Promise<never>((_resolve, reject) => {
      late.onabort = () => reject(new Error(`not ready within ${readyTimeout} s (readyTimeout)`));
    }),
  ]);
}

/** Says why a service does not start; returns the exit code that follows from that. */
export function tellFailedStart(log: LauncherLog, service: string | undefined, error: unknown): number {
  const blame = remedyFor(error, 'NL_START_FAILED');
  if (isUnusable(blame.code)) {
    log.write('error', (error as Error).message, { id: 'no-service', service, ...blame });
    return ERRORS[blame.code].exitCode;
  }
  const sentence = `start() of ${service} failed: ${firstLine(error)}.`;
  log.write('error', sentence, { id: 'service-failed', service, err: error, ...blame });
  return ERRORS.NL_GAVE_UP.exitCode;
}
