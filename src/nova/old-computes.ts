import { LaunchError } from '../errors.js';
import type { Logger } from '../service/index.js';
import type { Database } from './database/index.js';
import { TooOldComputeService } from './exception/index.js';
import { OLDEST_SUPPORTED } from './service-version.js';

/**
 * Throws LaunchError NL_TOO_OLD_COMPUTE where there is a nova-compute that this release does not work with;
 * `tolerated`, that is a warning. Those that are forced down do not count. nova.utils.raise_if_old_compute.
 */
export async function refuseOldComputes(
  { services }: Pick<Database, 'services'>,
  tolerated: boolean,
  log: Pick<Logger, 'warn'>,
): Promise<void> {
  const lowest = await services.minimumVersion('nova-compute');
  // 0: there are no computes yet.
  if (lowest === 0 || lowest >= OLDEST_SUPPORTED.version) return;
  const cause = new TooOldComputeService({
    oldest_supported_version: OLDEST_SUPPORTED.release,
    scope: 'cell',
    min_service_level: lowest,
    oldest_supported_service: OLDEST_SUPPORTED.version,
  });
  if (!tolerated) throw new LaunchError('NL_TOO_OLD_COMPUTE', cause.message, { cause });
  log.warn(
    { lowest, oldest: OLDEST_SUPPORTED.version },
    `${cause.message} It starts all the same, as workarounds.disableComputeServiceCheckForFfu says.`,
  );
}
