import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable } from '../database/index.js';
import type { ComputeParts } from './parts.js';

/** Seconds that the outcome of work is held for a database that is away, and between two tries. */
const PATIENCE = 120;
const PAUSE = 1;

/**
 * Writes what must not be lost, as the outcome of a build: while the database is away, again and again, for two
 * minutes. Rejects with what `act` throws, and with DatabaseUnavailable after that, or at the end of this process.
 */
export async function patiently<Result>(
  { cut, log }: Pick<ComputeParts, 'cut' | 'log'>,
  act: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || tries * PAUSE >= PATIENCE || cut.aborted) throw error;
      if (tries === 0)
        log.warn(
          { err: error },
          'What came of some work waits for the database, for two minutes at the most.',
        );
      await sleep(PAUSE * 1000, undefined, { signal: cut }).catch(() => {});
    }
  }
}
