import { resolve } from 'node:path';
import { badValue, checkSeconds } from '../../service/bad-value.js';
import type { Clock } from '../../service/clock.js';
import { privateFile, temporaryPath } from './private-file.js';

/** Seconds that a profile may take: it costs memory for as long as it runs. */
const LONGEST = 3600;

/**
 * Watches for `seconds` where the time goes, and writes that for the Performance panel of Chrome's DevTools to a new
 * file of mode 0600; resolves to its path. Ends early when `signal` is aborted. Throws LaunchError NL_BAD_VALUE, and
 * EEXIST for a file that is there. The counterpart of oslo's prof().
 */
export async function cpuProfile(
  clock: Clock,
  signal: AbortSignal,
  seconds: unknown = 10,
  path: unknown = temporaryPath('cpuprofile'),
): Promise<string> {
  checkSeconds(seconds, 'The length of the CPU profile', { above: true });
  const length = seconds as number;
  if (length > LONGEST)
    throw badValue('The length of the CPU profile', seconds, `at most ${LONGEST} seconds`);
  const file = await privateFile(path);
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  try {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await clock.sleep(length, signal);
    const { profile } = await session.post('Profiler.stop');
    await file.writeFile(JSON.stringify(profile));
  } finally {
    session.disconnect();
    await file.close();
  }
  return resolve(path as string);
}
