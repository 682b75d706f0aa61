import { loadDefinition } from '../definition/load.js';
import type { LoadRequest } from '../definition/request.js';
import { LaunchError } from '../errors.js';
import { inspectOptions } from '../launcher/inspect-options.js';
import { print } from './output.js';

/**
 * Prints the options that a service declares, as a JSON Schema; those of several services by name. Throws for a service
 * that was asked for and declares none.
 */
export async function options(request: LoadRequest): Promise<number> {
  const { services } = await loadDefinition(request);
  const schemas = new Map<string, object>();
  for (const service of services) {
    const found = await inspectOptions(service, { print: true });
    if ('failed' in found) {
      const message = `The module of the service ${service.name} could not be loaded: ${found.failed}.`;
      throw new LaunchError('NL_NOT_A_SERVICE', message, { remedy: 'See why it cannot be imported.' });
    }
    if (found.schema) schemas.set(service.name, found.schema);
  }
  const asked = request.binaries?.length === 1 ? request.binaries[0] : undefined;
  if (asked !== undefined && !schemas.has(asked)) {
    throw new LaunchError('NL_USAGE', `the service ${asked} declares no options`, {
      remedy: 'Declare them: static options = z.object({ ... }); see docs/guide.md.',
    });
  }
  const printed = asked === undefined ? Object.fromEntries(schemas) : schemas.get(asked);
  print(`${JSON.stringify(printed, null, 2)}\n`);
  return 0;
}
