import { loadDefinition } from '../definition/load.js';
import type { LoadRequest } from '../definition/request.js';

/** Runs the services until they have stopped. A reload reads the definition again, by the same command line. */
export async function run(request: LoadRequest): Promise<number> {
  const definition = await loadDefinition(request);
  const { launch } = await import('../launcher/launch.js');
  const launcher = await launch(definition, { reload: () => loadDefinition(request) });
  return launcher.wait();
}
