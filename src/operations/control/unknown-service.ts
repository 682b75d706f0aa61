import { LaunchError } from '../../errors.js';
import { suggest } from '../../service/suggest.js';

/** For an order about a service that does not exist. */
export function unknownService(service: string, names: readonly string[]): LaunchError {
  const meant = suggest(service, names);
  const remedy = meant ? `Did you mean ${meant}?` : `There are: ${names.join(', ')}.`;
  return new LaunchError('NL_USAGE', `there is no service ${JSON.stringify(service)}`, { remedy });
}
