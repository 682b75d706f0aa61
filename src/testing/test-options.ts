import { badValue, checkSeconds } from '../service/bad-value.js';
import type { Clock } from '../service/clock.js';
import { checkOptions as checkNames } from '../service/unknown-options.js';
import { LEVELS, type Level } from './captured-log.js';
import { VirtualClock } from './virtual-clock.js';

export interface TestServiceOptions<C extends Clock = VirtualClock> {
  /** The name of the service; that of the class or the function, where it has one. */
  readonly name?: string | undefined;
  /** The number of the worker, 0 by default. */
  readonly worker?: number | undefined;
  /** The generation of the worker, 1 by default. */
  readonly generation?: number | undefined;
  /** As in a definition: what the service declares of its options is checked, and defaults are added. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Where the service takes time from; a VirtualClock of its own by default. */
  readonly clock?: C | undefined;
  /** The lowest level that is kept, `trace` by default. */
  readonly logLevel?: Level | 'silent' | undefined;
  /** False: the service is made, but not started. */
  readonly start?: boolean | undefined;
  /** Seconds of real time that start(), stop() and the like may take, 4 by default: less than the 5 that tests get. */
  readonly patience?: number | undefined;
  /** True: threads, timers and sleeps that are left after the stop are no error. */
  readonly allowLeftovers?: boolean | undefined;
}

export interface CheckedOptions<C extends Clock> {
  readonly name: string;
  readonly worker: number;
  readonly generation: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly clock: C;
  readonly logLevel: Level | 'silent';
  readonly start: boolean;
  readonly patience: number;
  readonly allowLeftovers: boolean;
  /** Whether nobody else has the clock. */
  readonly ownClock: boolean;
}

const OPTIONS = [
  ...['name', 'worker', 'generation', 'config', 'clock', 'logLevel', 'start', 'patience'],
  'allowLeftovers',
];

/** Throws LaunchError NL_BAD_VALUE for what is not as it should be. */
export function checkOptions<C extends Clock>(
  given: unknown,
  options: TestServiceOptions<C>,
): CheckedOptions<C> {
  checkNames(options, OPTIONS, 'testService()');
  const { worker = 0, generation = 1, config = {}, clock, patience = 4, logLevel = 'trace' } = options;
  if (!(Number.isInteger(worker) && worker >= 0)) throw badValue('worker', worker, 'a number of at least 0');
  if (!(Number.isInteger(generation) && generation >= 1)) {
    throw badValue('generation', generation, 'a number of at least 1');
  }
  if (typeof config !== 'object' || config === null) throw badValue('config', config, 'an object');
  if (!(logLevel === 'silent' || LEVELS.includes(logLevel))) {
    throw badValue('logLevel', logLevel, `one of ${LEVELS.join(', ')}, silent`);
  }
  if (patience !== Number.POSITIVE_INFINITY) checkSeconds(patience, 'patience', { above: true });
  if (clock && !(typeof clock.now === 'function' && typeof clock.sleep === 'function')) {
    throw badValue('clock', clock, 'an object with now() and sleep()');
  }
  const { name = nameOf(given), start = true, allowLeftovers = false } = options;
  return {
    name,
    worker,
    generation,
    config,
    // Without a clock of another kind, C is VirtualClock.
    clock: clock ?? (new VirtualClock() as Clock as C),
    logLevel,
    start,
    patience,
    allowLeftovers,
    ownClock: clock === undefined,
  };
}

function nameOf(given: unknown): string {
  const { name } = (given ?? {}) as { name?: unknown };
  if (typeof name === 'string' && name) return name;
  const kind = typeof given === 'object' && given !== null ? given.constructor?.name : undefined;
  return kind && kind !== 'Object' ? kind : 'service';
}
