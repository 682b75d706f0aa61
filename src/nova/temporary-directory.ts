import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaunchError } from '../errors.js';

/**
 * Throws LaunchError NL_NO_TEMPORARY_DIRECTORY where none can be made: better at the start than in the middle of the
 * work. nova.service.Service.basic_config_check.
 */
export async function checkTemporaryDirectory(directory = tmpdir()): Promise<void> {
  try {
    await rmdir(await mkdtemp(join(directory, 'nova-')));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new LaunchError('NL_NO_TEMPORARY_DIRECTORY', `No directory can be made in ${directory} (${why}).`, {
      cause: error,
    });
  }
}
