import { basename, extname } from 'node:path';
import { LaunchError } from '../errors.js';
import type { OptionFault } from '../service/index.js';
import type { ManagerClass } from './manager.js';
import { checkNova, type NovaConfig, type NovaInput } from './settings.js';

/** What Service.create() takes; what is left out comes from the binary and the config. Times are seconds. */
export interface ServiceOptions {
  /** The name of the service; default: that in the definition, or that of the program. */
  readonly binary?: string | undefined;
  /** Default: what follows "nova-" in the binary. */
  readonly topic?: string | undefined;
  /** Needed but for nova-conductor, nova-scheduler and nova-compute. */
  readonly manager?: ManagerClass | undefined;
  readonly host?: string | undefined;
  readonly reportInterval?: number | undefined;
  readonly periodicEnable?: boolean | undefined;
  readonly periodicFuzzyDelay?: number | undefined;
  readonly periodicIntervalMax?: number | undefined;
  /** For serve(): the config of its workers. */
  readonly config?: NovaInput | undefined;
}

const INSTEAD_OF_CONFIG = [
  'host',
  'reportInterval',
  'periodicEnable',
  'periodicFuzzyDelay',
  'periodicIntervalMax',
] as const;

const OPTIONS: readonly string[] = ['binary', 'topic', 'manager', 'config', ...INSTEAD_OF_CONFIG];

/** The text after the last "nova-"; without it the whole name. */
export const topicOf = (binary: string) => binary.split('nova-').at(-1)!;

/** As Nova has it: the name of the program. */
export function defaultBinary(program = process.argv[1] ?? 'nova-service'): string {
  return basename(program, extname(program));
}

/** The config with what the options say instead: an option counts also where it is 0 or false. */
export function withOptions(config: NovaConfig, options: ServiceOptions): NovaConfig {
  return Object.freeze({ ...config, ...insteadOfConfig(options) });
}

function insteadOfConfig(options: ServiceOptions): Readonly<Record<string, unknown>> {
  const said = INSTEAD_OF_CONFIG.filter((key) => options[key] !== undefined);
  return Object.fromEntries(said.map((key) => [key, options[key]]));
}

/** Throws LaunchError NL_BAD_VALUE for an option that is none, and for a value that the config could not have either. */
export function checkOptions(options: ServiceOptions): void {
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined) {
    throw new LaunchError(
      'NL_BAD_VALUE',
      `Service.create() has no option ${JSON.stringify(unknown)}; it has: ${OPTIONS.join(', ')}.`,
    );
  }
  const [fault] = checkNova(insteadOfConfig(options));
  if (fault)
    throw new LaunchError(
      'NL_BAD_VALUE',
      `${fault.path} of Service.create(): ${fault.message}; expected ${fault.expected}.`,
    );
}

/** Throws LaunchError NL_OPTIONS with all that is wrong with the config of a service. */
export function refuseFaults(service: string, faults: readonly OptionFault[]): void {
  if (faults.length === 0) return;
  const lines = faults.map(
    ({ path, message, expected, remedy }) =>
      `config.${path.join('.')} of the service ${service}: ${message}; expected ${expected}. Remedy: ${remedy}`,
  );
  throw new LaunchError('NL_OPTIONS', lines.join('\n'));
}
