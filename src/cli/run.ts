import { loadDefinition } from '../definition/load.js';
import type { LoadRequest } from '../definition/request.js';

/** Runs the services until they have stopped, and exits. A reload reads the definition again, by the same command line. */
export async function run(request: LoadRequest): Promise<never> {
  const definition = await loadDefinition(request);
  const { launch } = await import('../launcher/launch.js');
  const launcher = await launch(definition, { reload: () => loadDefinition(request) });
  // Whatever a service has left open must not keep the process once everything has stopped.
  process.exit(await launcher.wait());
}
