import cluster from 'node:cluster';
import { basename, resolve } from 'node:path';
import type { LoadRequest } from '../../definition/request.js';
import type { Definition } from '../../definition/types.js';
import { ERRORS } from '../../errors.js';
import type { Running } from '../../launcher/launch.js';
import { printError } from '../output.js';
import { type Adaptation, begin, type Socket } from '../run.js';
import { tellError } from '../tell-error.js';
import { loadedBy } from './loaded.js';
import { WatchedFiles } from './watched-files.js';

/** So a run ends when something is wrong with the services, or the definition: the next change may mend it. */
const MENDABLE: readonly number[] = [ERRORS.NL_GAVE_UP.exitCode, ERRORS.NL_DEFINITION.exitCode];

/**
 * Runs the services until they are told to stop, with a reload whenever a file changes that they have loaded. What does
 * not start is refused, and what serves goes on; where nothing serves, the next change begins anew. Resolves to the exit
 * code.
 */
export async function runWatched(
  request: LoadRequest,
  socket: Socket,
  adapt: (definition: Definition) => Definition,
): Promise<number> {
  let running: Running | undefined;
  const files = new WatchedFiles((changed) => {
    const names = changed.map((file) => basename(file)).join(', ');
    printError(`nova-launch: ${names} ${changed.length > 1 ? 'have' : 'has'} changed.\n`);
    running?.reload();
  });
  const { cwd = process.cwd(), env = process.env } = request;
  files.add([resolve(cwd, request.config ?? (env.NOVA_LAUNCH_CONFIG || 'services.json'))]);
  cluster.on('message', (_worker, message) => files.add(loadedBy(message)));
  const adaptation: Adaptation = { adapt, supervised: true };
  for (;;) {
    const { changes } = files;
    const exitCode = await attempt(async () => {
      running = await begin(request, socket, adaptation);
      return running.wait();
    });
    running = undefined;
    if (!MENDABLE.includes(exitCode)) {
      files.close();
      return exitCode;
    }
    // What has changed meanwhile may have come too late for a reload.
    if (files.changes > changes) continue;
    printError('nova-launch: nothing runs; waiting for a file to change.\n');
    await files.change();
  }
}

/** The exit code, also of what has thrown: that is told. */
async function attempt(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    return tellError(error);
  }
}
