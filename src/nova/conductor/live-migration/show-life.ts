import { Migration } from '../../objects/index.js';
import type { Tools } from '../tools.js';

/** Seconds between two signs: many in compute.migrationOrderTimeout. */
const PAUSE = 10;

/**
 * Does the work, and writes to its migration now and then for as long as it takes: where nobody does, the source takes the
 * instance back.
 */
export async function showLife<Result>(
  { database, log }: Pick<Tools, 'database' | 'log'>,
  { uuid, instance_uuid }: Migration,
  work: () => Promise<Result>,
  pause: number = PAUSE,
): Promise<Result> {
  const show = () => {
    const sign = Migration.loaded({ uuid });
    sign.instance_uuid = instance_uuid;
    database.migrations
      .save(sign)
      .catch((err: unknown) => log.debug({ err, migration: uuid }, 'No sign of life could be given.'));
  };
  const timer = setInterval(show, pause * 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
