import { LaunchError } from '../errors.js';

/** For commands that hand nothing through to services: a hook which refuses what stands after `--`. */
export const refuseServiceOptions = (serviceOptions: readonly string[]) => (): void => {
  if (serviceOptions.length === 0) return;
  const message = `${JSON.stringify(serviceOptions[0])} stands after --, which this command does not take`;
  throw new LaunchError('NL_USAGE', message, { remedy: 'Leave out the --.' });
};

/** Reads a time of an option. */
export const readSeconds =
  ({ InvalidArgumentError }: typeof import('commander')) =>
  (value: string): number => {
    const parsed = value.trim() === '' ? Number.NaN : Number(value);
    if (parsed > 0 && parsed < Number.POSITIVE_INFINITY) return parsed;
    throw new InvalidArgumentError('Expected a number of seconds above 0, like 2.5.');
  };
