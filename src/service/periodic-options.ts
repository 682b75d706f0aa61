import { badValue } from './bad-value.js';
import { checkFraction } from './fraction.js';
import { checkOptions } from './unknown-options.js';

/** What a periodic task may say of itself. oslo_service.periodic_task.periodic_task has the same, but for jitter. */
export interface PeriodicTaskOptions {
  /** Seconds between two runs; 0 (the default) is 60, and a negative number switches the task off. */
  spacing?: number | undefined;
  /** Whether it runs in the first pass already, instead of one spacing after the beginning. False by default. */
  runImmediately?: boolean | undefined;
  /**
   * The part of the spacing, 0 to 1, by which a run is late at the most, at random. By default 0.05, in whole seconds as
   * oslo has it: with a spacing below 20 s it is none.
   */
  jitter?: number | undefined;
  /** False: it never runs. */
  enabled?: boolean | undefined;
  /** Whether another process may do it: it is left out where runExternalPeriodicTasks is false. False by default. */
  externalProcessOk?: boolean | undefined;
  /** For the log and the report; the name of the function if absent. */
  name?: string | undefined;
}

/** Options without gaps. */
export interface PeriodicTaskSettings {
  readonly name: string;
  /** Seconds; negative in a task that this switches off. */
  readonly spacing: number;
  readonly runImmediately: boolean;
  /** Undefined: oslo's. */
  readonly jitter: number | undefined;
  readonly enabled: boolean;
  readonly externalProcessOk: boolean;
}

/** Seconds, for tasks without a spacing, and the longest that runPeriodicTasks() lets anybody be idle. */
export const DEFAULT_INTERVAL = 60;

const OPTIONS = ['spacing', 'runImmediately', 'jitter', 'enabled', 'externalProcessOk', 'name'];

/** `options` of a task, with what is not given. Throws LaunchError NL_BAD_VALUE for wrong and unknown ones. */
export function periodicTaskSettings(
  options: PeriodicTaskOptions,
  functionName: string,
): PeriodicTaskSettings {
  checkOptions(options, OPTIONS, `the periodic task ${functionName || 'without a name'}`);
  const { name = functionName, spacing = 0, jitter } = options;
  if (typeof name !== 'string' || name === '')
    throw badValue(
      'The name of a periodic task',
      name,
      'a text; a function without a name needs the option name',
    );
  if (!Number.isFinite(spacing))
    throw badValue(
      `The spacing of the periodic task ${name}`,
      spacing,
      'a number of seconds: 0 is 60, and a negative one switches the task off',
    );
  if (jitter !== undefined) checkFraction(jitter, `The jitter of the periodic task ${name}`);
  const flag = (key: 'runImmediately' | 'enabled' | 'externalProcessOk', otherwise: boolean) => {
    const { [key]: value = otherwise } = options;
    if (typeof value === 'boolean') return value;
    throw badValue(`The option ${key} of the periodic task ${name}`, value, 'true or false');
  };
  return {
    name,
    spacing: spacing === 0 ? DEFAULT_INTERVAL : spacing,
    runImmediately: flag('runImmediately', false),
    jitter,
    enabled: flag('enabled', true) && spacing >= 0,
    externalProcessOk: flag('externalProcessOk', false),
  };
}
