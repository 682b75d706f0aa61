import { LaunchError } from '../errors.js';
import { suggest } from '../service/suggest.js';

/** For an order about a service that does not exist. */
export function unknownService(service: string, names: readonly string[]): LaunchError {
  const meant = suggest(service, names);
  const remedy = meant ? `Did you mean ${meant}?` : `There are: ${names.join(', ')}.`;
  return new LaunchError('NL_USAGE', `there is no service ${JSON.stringify(service)}`, { remedy });
}

/** The report that was asked for, where this launcher can write one. */
export async function reportNow(report: (() => Promise<object>) | undefined): Promise<object> {
  if (report) return report();
  throw new LaunchError('NL_REFUSED', 'this launcher was made without a way to report');
}
