import type { ServiceSpec } from '../../src/supervisor/types.js';
import type { Random } from './random.js';
import { spec } from './spec.js';

/** How the workers of a definition turn out that should never have been deployed. */
export type Quality = 'good' | 'crashes at boot' | 'never ready' | 'crashes when ready' | 'no service';

export interface Plan {
  readonly specs: readonly ServiceSpec[];
  /** Of what runs first. */
  readonly quality: Quality;
  /** How likely each fault is, each time. */
  readonly faults: number;
  /** From here on nothing fails any more by itself. */
  readonly calmFrom: number;
  /** Whether the stop comes only when all has settled, or in the middle. */
  readonly patient: boolean;
  readonly stopAt: number;
  readonly operator: readonly { readonly at: number; readonly what: Deed }[];
}

export type Deed =
  | 'reload'
  | 'grow'
  | 'shrink'
  /** To a number of workers. */
  | 'scale'
  /** Of one service, as the next two. */
  | 'reload one'
  | 'restart'
  | 'stop one'
  | 'start one'
  | 'leave'
  | 'worn'
  | 'exceeded'
  /** A SIGSTOP of the supervisor, and after a while a SIGCONT. */
  | 'pause'
  | 'stop'
  | 'interrupt';

/** Longest that a worker takes that starts, and that drains without a limit. */
export const SLOWEST_START = 3;
export const LONGEST_DRAIN = 30;
export const LONGEST_PAUSE = 100;

export function planOf(random: Random): Plan {
  const quality = random.chance(0.04) ? qualityOf(random) : 'good';
  const patient = quality === 'good' && random.chance(0.5);
  const specs = [anySpec(random, 'a', random.integer(1, 3), [], patient)];
  if (random.chance(0.3)) specs.push(anySpec(random, 'b', random.integer(1, 2), ['a'], patient));
  const busy = random.between(3, 60);
  const stopAt = patient ? busy + recovery(specs) : random.between(0, busy);
  const operator: { at: number; what: Deed }[] = [];
  for (let count = random.integer(0, 10); count > 0; count--) {
    const what = random.pick<Deed>([
      'reload',
      'reload',
      'reload',
      'reload',
      'grow',
      'shrink',
      'scale',
      'reload one',
      'restart',
      'stop one',
      'start one',
      'leave',
      'worn',
      'worn',
      'exceeded',
      'pause',
    ]);
    operator.push({ at: random.between(0, busy), what });
  }
  operator.push({ at: stopAt, what: random.chance(0.7) ? 'stop' : 'interrupt' });
  for (let count = random.chance(0.4) ? random.integer(1, 4) : 0; count > 0; count--) {
    const what = random.pick<Deed>([
      'stop',
      'interrupt',
      'interrupt',
      'interrupt',
      'leave',
      'reload',
      'stop one',
      'start one',
      'worn',
      'exceeded',
    ]);
    operator.push({ at: stopAt + random.between(0, random.pick([0.4, 20])), what });
  }
  operator.sort((one, other) => one.at - other.at);
  const faults = random.pick([0, 0, 0.03, 0.15, 0.5]);
  return {
    specs,
    quality,
    faults,
    calmFrom: patient ? busy : Number.POSITIVE_INFINITY,
    patient,
    stopAt,
    operator,
  };
}

function anySpec(
  random: Random,
  name: string,
  size: number,
  after: readonly string[],
  patient: boolean,
): ServiceSpec {
  // The signs of life of a long calm would take most of the steps.
  const calm = patient ? 20 : 1;
  return spec(name, size, {
    after,
    essential: random.chance(0.8),
    restartMethod: random.chance(0.8) ? 'reload' : 'mutate',
    readyTimeout: random.between(SLOWEST_START + 1, 30),
    gracefulTimeout: random.chance(0.1) ? null : random.between(0.5, LONGEST_DRAIN),
    stableFor: random.between(0.1, 2),
    surge: random.integer(1, 2),
    quorum: random.chance(0.5) ? null : random.integer(1, size),
    intensity: random.pick([0, 1, 3, 5, null]),
    period: random.between(5, 60),
    backoff: { initial: random.between(0, 1), max: random.between(0, 10) },
    watchdogTimeout: random.chance(0.2) ? random.between(1, 20) * calm : null,
    maxLifetime: random.chance(0.1) ? random.between(20, 5000) : null,
  });
}

/** What a reload reads: mostly the same again, sometimes with another size, method, or set of services. */
export function definitionOf(
  random: Random,
  running: readonly ServiceSpec[],
  patient: boolean,
): readonly ServiceSpec[] {
  const changed = running.map((old) => {
    if (!random.chance(0.4)) return { ...old };
    return { ...old, size: random.integer(1, 3), restartMethod: random.pick(['reload', 'mutate'] as const) };
  });
  if (!random.chance(0.25)) return changed;
  if (changed.some(({ name }) => name === 'b')) return changed.filter(({ name }) => name !== 'b');
  return [...changed, anySpec(random, 'b', random.integer(1, 2), ['a'], patient)];
}

export function qualityOf(random: Random): Quality {
  if (random.chance(0.6)) return 'good';
  return random.pick(['crashes at boot', 'never ready', 'crashes when ready', 'no service'] as const);
}

/** A bound, generous but a bound: every place once through everything that it can wait for, forward and back, for two rollouts. */
export function recovery(specs: readonly ServiceSpec[]): number {
  const slowest = (of: (spec: ServiceSpec) => number) => Math.max(...specs.map(of));
  const once =
    slowest((one) => one.readyTimeout) +
    slowest((one) => one.gracefulTimeout ?? LONGEST_DRAIN) +
    slowest((one) => one.stableFor) +
    SLOWEST_START +
    15 +
    15;
  const places = 3 + 4 + 2;
  return once * places * 4;
}
